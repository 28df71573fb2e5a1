"""``carnet migrate`` and ``carnet screens``: what a release does before it serves."""

from __future__ import annotations

from api.cli.starting import Data, ending_well, settings_from


def migrate(data: Data = None) -> None:
    """Bring the database to this version's schema, as its owner (MIGRATION_DATABASE_URL)."""
    from api.core import launch

    with ending_well():
        launch.migrate_only(settings_from(data=data))


def screens() -> None:
    """Build the screens if they are missing or older than their sources."""
    from api.core import launch

    with ending_well():
        launch.screens(settings_from())
