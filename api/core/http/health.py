"""Is the service alive, and is it fit to serve?"""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection

from api.core import migrate
from api.core.deps import Pool
from api.core.errors import Problem, problems

router = APIRouter(tags=["health"])

_DANGERS = """
SELECT rolname, rolsuper, rolbypassrls, EXISTS (
    SELECT FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    AND pg_has_role(current_user, relowner, 'MEMBER')
) AS owns_tables
FROM pg_roles WHERE rolname = current_user
"""


class UnsafeRole(RuntimeError):
    """The database login could see through the isolation of merchants."""


class NotReady(Problem):
    status, code, title = 503, "NOT_READY", "The service cannot answer requests yet"


class Health(BaseModel):
    status: Literal["ok"] = "ok"


async def refuse_unsafe_role(connection: AsyncConnection) -> None:
    """Row-level security does not bind superusers, BYPASSRLS, or a table's owner for long (an
    owner can switch it off): with such a login the second lock would be a decoration."""
    role = (await connection.execute(text(_DANGERS))).one()
    why = (
        "is a superuser"
        if role.rolsuper
        else "has BYPASSRLS"
        if role.rolbypassrls
        else "owns the tables or is a member of their owner"
        if role.owns_tables
        else None
    )
    if why:
        raise UnsafeRole(
            f"The database role {role.rolname!r} {why}, so row-level security does not bind it. "
            "DATABASE_URL has to be the login of carnet_app; the owner's login belongs in "
            "MIGRATION_DATABASE_URL."
        )


@router.get("/healthz", operation_id="is_alive", summary="Is the process alive?")
async def healthz() -> Health:
    """Answers as long as the process can answer at all; the database is not asked."""
    return Health()


@router.get(
    "/readyz",
    operation_id="is_ready",
    summary="Can requests be served?",
    responses=problems(NotReady),
)
async def readyz(pool: Pool) -> Health:
    """The database answers, has the schema this version was written for, and the login is one
    that row-level security binds. Otherwise 503, with the reason in `detail`."""
    try:
        async with pool.engine.connect() as connection:
            if not await migrate.is_at_head(connection):
                raise NotReady("The database is not migrated to this version", retry_after=5)
            await refuse_unsafe_role(connection)
    except UnsafeRole as error:
        raise NotReady(str(error)) from error
    except (DBAPIError, PoolTimeout, OSError) as error:
        raise NotReady("The database does not answer", retry_after=5) from error
    return Health()
