"""The service's own SQL as pgbench scripts: what the database alone could do."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from sqlalchemy import TextClause

from api.cards.ledger import statements
from api.cards.showing import view
from api.core.postgres.binaries import MYSELF
from api.core.postgres.embedded import APP, Server
from tests.bench.seed import BASE

_ID = "('00000000-0000-7000-8000-0000' || (:{}))::uuid"
_DRAW = """\\set c random({first}, {last})
\\set m {base} + (:c - {base}) % {merchants}
BEGIN;
SELECT app_enter({merchant});
"""
_VALUES = {
    "merchant_id": _ID.format("m"),
    "value": _ID.format("c"),
    "card_id": _ID.format("c"),
    "customer_id": _ID.format("c"),
    "visitor_id": _ID.format("c"),
    "actor_id": _ID.format("m"),
    "id": "uuidv7()",
    "lot_id": "uuidv7()",
    "seq": ":seq + 1",
    "kind": "'earn'",
    "actor_kind": "'api_key'",
    "revision": "1",
    "earned_on": "current_date",
    "earned_units": "1",
    "key": "uuidv7()::text",
    "request": "'\\x00'::bytea",
    "hash": "sha256('bench')",
    "occurred_at": "now()",
    "recorded_at": "now()",
    "last_earned_at": "now()",
    "reverses": "NULL::uuid",
    "reason": "NULL",
    "receipt": "NULL",
    "amount": "NULL::bigint",
    "location_id": "NULL::uuid",
    "worth": "NULL::bigint",
    "detail": "NULL::jsonb",
    "day_start": "current_date::timestamptz",
    "spent": "0",
    "expires_at": "NULL::timestamptz",
    "available_at": "NULL::timestamptz",
    "idle": "false",
    "idle_expires_at": "NULL::timestamptz",
    "tier_id": "NULL",
    "tier_units": "0",
    "tier_until": "NULL::date",
    "tier_revision": "NULL::integer",
    "open_holds": "0",
}
_EARN = {"delta": "1", "balance": ":balance + 1", "reward_id": "NULL::uuid", "reward_name": "NULL"}
_REDEEM = {
    "kind": "'redeem'",
    "delta": "(-1)",
    "balance": ":balance - 1",
    "reward_id": _ID.format("m"),
    "reward_name": "'Un café offert'",
    "program_id": _ID.format("m"),
    "last_earned_at": "NULL::timestamptz",
    "earned_on": "NULL::date",
}


def _filled(statement: TextClause, values: dict[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        return values[found[1]]

    return re.sub(r"(?<!:):(\w+)", value, statement.text).strip()


def script(operation: str, merchants: int, cards: int) -> str:
    """The transaction of an operation on a random card."""
    draw = _DRAW.format(
        base=BASE,
        first=BASE,
        last=BASE + cards - 1,
        merchants=merchants,
        merchant=_VALUES["merchant_id"],
    )
    if operation == "read":
        return f"{draw}{_filled(view.ONE['id'], _VALUES)};\nCOMMIT;\n"
    lock = _filled(statements.LOCK["id"], _VALUES)
    # Only what the next statement needs is taken along.
    lock = f"{lock} \\gset\n"
    if operation == "earn":
        write = _filled(statements.EARN, _VALUES | _EARN)
        return f"{draw}{lock}{write};\nCOMMIT;\n"
    reward = _filled(statements.REWARD, _VALUES | _REDEEM)
    write = _filled(statements.SPEND, _VALUES | _REDEEM)
    return f"{draw}{lock}{reward};\n{write};\nCOMMIT;\n"


def run(server: Server, database: str, text: str, clients: int, seconds: int) -> float:
    """Transactions a second of a script."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text)
        file.flush()
        Path(file.name).chmod(0o644)
        code, printed = MYSELF.run(
            *(server.programs / "pgbench", "-n", "-M", "prepared", "-U", APP),
            *("-h", server.socket, "-f", file.name, "-T", str(seconds)),
            *("-c", str(clients), "-j", "1", database),
        )
    found = re.search(r"tps = ([\d.]+)", printed)
    if code != 0 or not found:
        raise RuntimeError(printed)
    failed = re.search(r"number of failed transactions: (\d+)", printed)
    if failed and failed[1] != "0":
        raise RuntimeError(printed)
    return float(found[1])
