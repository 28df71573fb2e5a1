"""Only Stripe, and only just now, gets a row: everybody else is refused and leaves nothing."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from api.billing.models import StripeEvent
from api.core.db import Database
from api.core.settings import Settings
from tests.billing.stage import Stage
from tests.stripe_fake.deliveries import PATH, SECRET, signed
from tests.stripe_fake.state import Obj


def event(**facts: Any) -> Obj:
    id = f"evt_{secrets.token_hex(8)}"
    about = {"id": "sub_1", "object": "subscription", "customer": "cus_1"}
    return {
        "id": id,
        "object": "event",
        "type": "customer.subscription.updated",
        "created": int(time.time()),
        "data": {"object": about},
        **facts,
    }


async def rows(pool: Database, id: str) -> int:
    async with pool.session() as db:
        query = select(func.count()).select_from(StripeEvent).where(StripeEvent.id == id)
        return await db.scalar(query) or 0


async def refused(
    stage: Stage,
    pool: Database,
    sent: Obj,
    headers: Mapping[str, str | bytes],
    body: bytes,
    status: int = 400,
) -> None:
    exact = [
        (name.encode(), value if isinstance(value, bytes) else value.encode())
        for name, value in headers.items()
    ]
    answer = await stage.deliveries.client.post(PATH, content=body, headers=exact)
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert await rows(pool, sent["id"]) == 0


async def test_what_stripe_signed_just_now_leaves_one_row_however_often(
    stage: Stage, pool: Database
) -> None:
    sent = event()
    for _ in range(3):
        answer = await stage.deliveries.one(sent)
        assert (answer.status_code, answer.json()) == (200, {})
    assert await rows(pool, sent["id"]) == 1


def broken(header: str) -> list[str]:
    """The same header, wrong in every way that one thinks of."""
    moment, signature = (part.partition("=")[2] for part in header.split(","))
    return [
        "",
        "t=,v1=",
        f"t={moment}",
        f"v1={signature}",
        f"t={moment},v0={signature}",
        f"t={moment},v1={signature[:-1]}",
        f"t={moment},v1={signature.upper()}",
        f"t={moment},v1={'0' * 64}",
        f"t={int(moment) + 1},v1={signature}",
        f"t=-{moment},v1={signature}",
        f"t={moment}.0,v1={signature}",
        f"t=99999999999999999999,v1={signature}",
        f"t={moment},v1=é{signature}",
        "nonsense",
        "," * 5000,
    ]


async def test_forged_deliveries_are_refused(stage: Stage, pool: Database) -> None:
    sent = event()
    body, headers = signed(sent, SECRET, int(time.time()))
    good = headers["Stripe-Signature"]
    for header in broken(good):
        await refused(stage, pool, sent, {"Stripe-Signature": header.encode()}, body)
    del headers["Stripe-Signature"]
    await refused(stage, pool, sent, headers, body)
    changed = body.replace(b"cus_1", b"cus_2")
    await refused(stage, pool, sent, headers | {"Stripe-Signature": good}, changed)
    await refused(stage, pool, sent, headers | {"Stripe-Signature": good}, body + b" ")


async def test_another_secret_is_refused(stage: Stage, pool: Database) -> None:
    for secret in ("whsec_somebody_else", "", SECRET[:-1]):
        sent = event()
        body, headers = signed(sent, secret, int(time.time()))
        await refused(stage, pool, sent, headers, body)


async def test_an_old_delivery_is_refused_and_so_is_one_from_the_future(
    stage: Stage, pool: Database
) -> None:
    for age in (290, 310, -280, -310, 3 * 86400):
        sent = event()
        taken = abs(age) < 300
        answer = await stage.deliveries.one(sent, age=age)
        assert answer.status_code == (200 if taken else 400), age
        assert await rows(pool, sent["id"]) == int(taken)


async def test_two_secrets_are_in_force_while_one_replaces_the_other(
    stage: Stage, pool: Database, billing_settings: Settings
) -> None:
    billing_settings.stripe_webhook_secrets = f"whsec_new, {SECRET}"
    for secret in ("whsec_new", SECRET):
        sent = event()
        assert (await stage.deliveries.one(sent, secret=secret)).status_code == 200
        assert await rows(pool, sent["id"]) == 1
    billing_settings.stripe_webhook_secrets = "whsec_new"
    sent = event()
    assert (await stage.deliveries.one(sent)).status_code == 400
    # A service without Stripe takes nothing, however it is signed.
    billing_settings.stripe_webhook_secrets = ""
    body, headers = signed(sent, "", int(time.time()))
    await refused(stage, pool, sent, headers, body)


async def test_an_oversized_delivery_is_refused(stage: Stage, pool: Database) -> None:
    fits = event(padding="x" * (250 << 10))
    assert (await stage.deliveries.one(fits)).status_code == 200
    sent = event(padding="x" * (256 << 10))
    body, headers = signed(sent, SECRET, int(time.time()))
    await refused(stage, pool, sent, headers, body, 413)

    async def in_pieces() -> Any:
        for start in range(0, len(body), 10_000):
            yield body[start : start + 10_000]

    answer = await stage.deliveries.client.post(PATH, content=in_pieces(), headers=headers)
    assert answer.status_code == 413
    assert await rows(pool, sent["id"]) == 0


def signed_bytes(body: bytes) -> dict[str, str]:
    moment = str(int(time.time()))
    mac = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={moment},v1={mac}"}


NONSENSE: list[Obj] = [
    {"id": 7},
    {"id": "'; DROP TABLE stripe_events"},
    {"id": "evt_" + "x" * 300},
    {"type": None},
    {"created": "yesterday"},
    {"created": 10**18},
    {"data": None},
    {"data": {"object": []}},
]
NO_EVENTS = [b"", b"[]", b"null", b"\xff\xfe", b"{}", b'{"id": "evt_1"', b"[" * 100_000]


async def test_signed_nonsense_is_refused_and_no_failure(stage: Stage, pool: Database) -> None:
    sent = [event(**facts) for facts in NONSENSE]
    for body in [*NO_EVENTS, *(json.dumps(each).encode() for each in sent)]:
        headers = signed_bytes(body)
        answer = await stage.deliveries.client.post(PATH, content=body, headers=headers)
        assert answer.status_code == 400, (body[:200], answer.text)
    for each in sent:
        assert await rows(pool, str(each["id"])) == 0


async def test_unknown_types_are_kept_and_ignored(stage: Stage, pool: Database) -> None:
    sent = event(type="treasury.received_debit.created", data={"object": {"object": "odd"}})
    assert (await stage.deliveries.one(sent)).status_code == 200
    await stage.work()
    async with pool.session() as db:
        found = (await db.scalars(select(StripeEvent).where(StripeEvent.id == sent["id"]))).one()
    assert found.state == "ignored"
