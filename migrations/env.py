"""Runs the migrations: over the connection that ``api.core.migrate`` hands in, or, when called by
the ``alembic`` command, over one of its own."""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection

from api.accounts import models as accounts
from api.alerts import models as alerts
from api.billing import models as billing
from api.campaigns import models as campaigns
from api.cards import models as cards
from api.core import audit, migrate
from api.core.audit import seals
from api.core.db import Base
from api.core.postgres import embedded
from api.core.quotas import usages
from api.core.settings import Settings
from api.customers import models as customers
from api.exports import models as exports
from api.imports import models as imports
from api.media import models as media
from api.privacy import models as privacy
from api.programs import models as programs
from api.statistics import models as statistics

DOMAINS = (
    *(audit, seals, usages, accounts, media, billing),
    *(customers, programs, cards, campaigns, imports, exports, statistics, alerts, privacy),
)
"""Imported for the tables they add to the metadata."""


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transaction_per_migration=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_from_the_command_line() -> None:
    settings = Settings()
    url = settings.migration_database_url or settings.database_url
    if url:
        asyncio.run(migrate.with_connection(url, run))
        return
    with embedded.running(settings.data) as server:
        asyncio.run(migrate.with_connection(server.url(embedded.OWNER), run))


given = context.config.attributes.get("connection")
if given is None:
    run_from_the_command_line()
else:
    run(given)
