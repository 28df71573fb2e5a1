"""Imported for the tables that the domains add to the metadata, so that no part of the inventory
depends on what else a process has imported."""

from api.accounts import models as accounts
from api.alerts import models as alerts
from api.billing import models as billing
from api.campaigns import models as campaigns
from api.cards import models as cards
from api.core import audit, events, library_tables
from api.core.audit import seals
from api.core.quotas import usages
from api.customers import models as customers
from api.exports import models as exports
from api.imports import models as imports
from api.media import models as media
from api.privacy import models as privacy
from api.programs import models as programs
from api.statistics import models as statistics

MODULES = (
    *(audit, seals, events, usages, library_tables),
    *(accounts, media, billing, customers, programs, cards, campaigns, exports, imports),
    *(statistics, alerts, privacy),
)
