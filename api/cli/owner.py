"""``carnet merchant owner``: for a shop that nobody can open any more."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import typer

from api.cli.merchant import Slug, run
from api.cli.starting import Data
from api.core.settings import Settings


def owner(
    slug: Slug,
    address: Annotated[str, typer.Argument(help="Of an account, in the team or not.")],
    data: Data = None,
) -> None:
    """Name an owner, where the only one has died, left for good, or is gone with a restored
    backup. Make sure who is asking: an owner reads and changes everything."""

    async def use(database: Any, settings: Settings, merchant_id: UUID) -> int:
        await _appoint(database, merchant_id, address)
        return 0

    run(slug, data, use)
    typer.echo(f"{slug}: {address} is an owner now.")


async def _appoint(database: Any, merchant_id: UUID, address: str) -> None:
    from api.accounts import invitations, team
    from api.core.tenancy import enter

    async with database.session() as db:
        user_id = await invitations.account_of(db, address.lower())
        if user_id is None:
            raise typer.BadParameter(f"nobody has an account with {address}")
        await enter(db, merchant_id)
        await team.appoint(db, user_id)
