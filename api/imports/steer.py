"""Steering an import: what its columns are, running it, stopping it, taking it back.

Each only notes the wish and enqueues the work; the work looks here again before every step.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.cards.enrolling.enrol import active_program
from api.core import audit, jobs
from api.core.audit import Actor
from api.core.clock import now
from api.core.db import sqlstate
from api.core.errors import Problem
from api.core.tenancy import merchant_of
from api.imports.models import Import, ImportChunk, ImportMapping, ImportPage
from api.imports.schemas import MappingIn
from api.imports.view import undoable

_UNIQUE_VIOLATION = "23505"
_NAMING = {"first_name", "last_name", "full_name", "company", "email", "phone"}
_CONSENTS = {"consent_email", "consent_sms", "consent_post"}


class ImportNotFound(Problem):
    status, code, title = 404, "IMPORT_NOT_FOUND", "There is no such import"


class ImportState(Problem):
    status, code, title = 409, "IMPORT_STATE", "The state of this import does not allow it"


class ImportRunning(Problem):
    status, code, title = 409, "IMPORT_RUNNING", "Another import is being written; wait for it"


class BadMapping(Problem):
    """``reason``: ``nobody``, ``twice``, ``no_such_column``, ``no_program``, ``no_balance``."""

    status, code, title = 422, "BAD_MAPPING", "These columns cannot be imported so"


class ConsentStatementRequired(Problem):
    """GDPR art. 7(1): whoever relies on a consent has to be able to prove it."""

    status, code, title = (
        422,
        "CONSENT_STATEMENT_REQUIRED",
        "Say how the consents were given and where the proof is",
    )


async def load(db: AsyncSession, import_id: UUID, *, lock: bool = False) -> Import:
    """Raises :class:`ImportNotFound`."""
    query = select(Import).where(Import.id == import_id)
    row = await db.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise ImportNotFound
    return row


async def choose(db: AsyncSession, actor: Actor, row: Import, wish: MappingIn) -> None:
    """Take the mapping, remember it, and start the dry run. Raises :class:`ImportState`,
    :class:`BadMapping`, :class:`ConsentStatementRequired`, and what the program refuses."""
    if row.status not in ("uploaded", "checking", "checked"):
        raise ImportState(state=row.status)
    _check_mapping(row, wish)
    if wish.options.program_id:
        await active_program(db, wish.options.program_id)
    row.mapping = dict(wish.mapping)
    row.mapping_from = "chosen"
    row.options = wish.options.model_dump(mode="json")
    row.status, row.round = "checking", row.round + 1
    row.done, row.counts, row.errors = 0, None, None
    if row.fingerprint:
        remembered = insert(ImportMapping).on_conflict_do_update(
            index_elements=["merchant_id", "fingerprint"],
            set_={"mapping": row.mapping, "used_at": now()},
        )
        values = {"fingerprint": row.fingerprint, "mapping": row.mapping}
        await db.execute(
            remembered,
            [values | {"merchant_id": merchant_of(db), "id": uuid7(), "used_at": now()}],
        )
    audit.record(
        db, actor, "import.mapped", "import", row.id, fields=sorted(set(row.mapping.values()))
    )
    await jobs.enqueue(db, "imports.check", import_id=row.id, round=row.round)


def _check_mapping(row: Import, wish: MappingIn) -> None:
    columns = {str(column["index"]) for column in (row.columns or {}).get("items", [])}
    chosen = list(wish.mapping.values())
    if unknown := wish.mapping.keys() - columns:
        raise BadMapping(reason="no_such_column", columns=sorted(unknown))
    once = [field for field in chosen if field not in ("notes", "tags")]
    if twice := {field for field in once if once.count(field) > 1}:
        raise BadMapping(reason="twice", fields=sorted(twice))
    if not _NAMING & set(chosen):
        raise BadMapping(reason="nobody")
    if "balance" in chosen and wish.options.program_id is None:
        raise BadMapping(reason="no_program")
    if wish.options.program_id is not None and "balance" not in chosen:
        raise BadMapping(reason="no_balance")
    if _CONSENTS & set(chosen) and not wish.options.consent_statement:
        raise ConsentStatementRequired


async def run(db: AsyncSession, actor: Actor, row: Import) -> None:
    """Write what the check has shown. Raises :class:`ImportState`, :class:`ImportRunning`."""
    if row.status != "checked":
        raise ImportState(state=row.status)
    row.page, row.done = 0, 0
    row.counts, row.errors = {"new": 0, "changed": 0, "skipped": 0, "rejected": 0}, None
    # What it does is done in the name of who said so, who need not be who brought the file.
    row.actor_kind, row.actor_id = actor.kind, actor.id
    await _begin(db, row, "running")
    audit.record(db, actor, "import.run", "import", row.id, rows=row.rows)
    await jobs.enqueue(db, "imports.run", import_id=row.id, page=0)


async def cancel(db: AsyncSession, actor: Actor, row: Import) -> None:
    """Stop. What is written stays, and can be undone. Raises :class:`ImportState`."""
    if row.status not in ("reading", "uploaded", "checking", "checked", "running"):
        raise ImportState(state=row.status)
    if row.status != "running":
        row.counts, row.errors, row.done = None, None, 0
        await forget(db, row)
    audit.record(db, actor, "import.cancelled", "import", row.id, state=row.status, done=row.done)
    row.status, row.finished_at = "cancelled", now()


async def undo(db: AsyncSession, actor: Actor, row: Import) -> None:
    """Take the whole import back. Raises :class:`ImportState`, :class:`ImportRunning`."""
    if not undoable(row):
        raise ImportState(state=row.status)
    row.undo, row.done, row.page = {"removed": 0, "restored": 0, "left": 0}, 0, 0
    await _begin(db, row, "undoing")
    audit.record(db, actor, "import.undoing", "import", row.id)
    await jobs.enqueue(db, "imports.undo", import_id=row.id, after=0)


async def _begin(db: AsyncSession, row: Import, status: str) -> None:
    row.status = status
    try:
        await db.flush()
    except IntegrityError as error:
        if sqlstate(error) != _UNIQUE_VIOLATION:
            raise
        raise ImportRunning from error


async def forget(db: AsyncSession, row: Import) -> None:
    """Delete the file, and what was shown of it."""
    for kind in (ImportChunk, ImportPage):
        await db.execute(delete(kind).where(kind.import_id == row.id))
    row.filename, row.columns, row.kept_until = None, None, None
