"""The application: one line for each domain."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api.accounts import fitting as team_fitting
from api.accounts import mails, team_mails
from api.accounts import routes as accounts
from api.accounts.roles import COUNTER, SCOPES, in_order
from api.agenda import routes as agenda
from api.alerts import mails as alert_mails
from api.alerts import routes as alerts
from api.alerts import watching
from api.billing import customers as billing_customers
from api.billing import daily, handle, plans, quota_mails, reconcile, webhook
from api.billing import ending as billing_ending
from api.billing import mails as billing_mails
from api.billing import routes as billing
from api.campaigns import planning, sending, trial
from api.campaigns import routes as campaigns
from api.cards import fitting as card_fitting
from api.cards import routes as cards
from api.cards.merging import unmerge
from api.cards.nightly import nights, warnings
from api.cards.operations import sponsorship
from api.core.audit import nightly, roots, sealer
from api.core.db import Database
from api.core.events import retention
from api.core.http import accidents, docs, health, openapi, spa
from api.core.http.again import Again
from api.core.http.bodies import BodyLimit
from api.core.http.narrowing import narrowed
from api.core.http.rate_headers import RateHeaders
from api.core.quotas import recount
from api.core.settings import Settings
from api.customers import duplicates, missing_keys
from api.customers import routes as customers
from api.exports import make
from api.exports import routes as exports
from api.imports import check, run, tidy, undo, upload
from api.imports import routes as imports
from api.imports.reading import read
from api.media import moving as moving_pictures
from api.media import pictures
from api.media import routes as media
from api.privacy import routes as privacy
from api.privacy.access import expiry as extract_expiry
from api.privacy.access import intake
from api.privacy.access import make as make_extracts
from api.privacy.ending import course as contract_course
from api.privacy.ending import mails as contract_mails
from api.privacy.ending import purging
from api.privacy.erasure import executing, leaving, recipients, verifying
from api.privacy.holder import identify
from api.privacy.requests import execute as request_execution
from api.privacy.requests import mails as request_mails
from api.privacy.requests import owner_mails as request_owner_mails
from api.privacy.requests import reminders as request_reminders
from api.privacy.restriction import telling
from api.privacy.retention import accounts as silent_accounts
from api.privacy.retention import inactivity, silent_mail
from api.privacy.retention import mails as retention_mails
from api.privacy.retention import nightly as retention_nights
from api.privacy.retention import trail as retention_trail
from api.programs import fitting as program_fitting
from api.programs import routes as programs
from api.statistics import following as statistics_following
from api.statistics import routes as statistics

JOBS = (
    mails,
    team_mails,
    *(billing_customers, billing_mails, handle, reconcile, daily),
    retention,
    recount,
    quota_mails,
    team_fitting,
    program_fitting,
    card_fitting,
    duplicates,
    missing_keys,
    moving_pictures,
    nights,
    sponsorship,
    unmerge,
    warnings,
    *(sealer, roots, nightly),
    *(planning, sending, trial),
    *(read, check, run, undo, tidy, make),
    statistics_following,
    *(watching, alert_mails),
    *(executing, verifying, leaving, recipients),
    *(make_extracts, extract_expiry, intake),
    *(request_execution, request_mails, request_owner_mails, request_reminders),
    *(retention_nights, retention_mails),
    *(telling, identify),
    *(contract_course, contract_mails, purging, billing_ending, retention_trail),
    *(retention_nights, retention_mails, inactivity, silent_mail, silent_accounts),
)
"""Imported for the jobs that they register."""

LIMITS = {
    "POST /v1/imports": upload.LARGEST,
    "POST /v1/intakes": intake.LARGEST,
    "PUT /v1/customers/{customer_id}/photo": pictures.LARGEST,
    "PUT /v1/merchant/logo": pictures.LARGEST,
    "POST /v1/images": pictures.LARGEST,
    "POST /v1/webhooks/stripe": webhook.LARGEST,
}
"""Routes with a limit of their own on the body's bytes."""


def create_app(settings: Settings) -> FastAPI:
    """The service. ``settings.database_url`` has to be set; the pool opens with the first use."""
    if settings.database_url is None:
        raise ValueError("settings.database_url is not set")
    plans.load(settings.plans_file)
    settings.check_webhook_secrets()
    database = Database(settings.database_url, settings.pool_size)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await database.close()

    app = FastAPI(lifespan=lifespan, **openapi.ABOUT)
    app.state.database = database
    app.state.settings = settings
    accidents.install(app)
    app.add_middleware(RateHeaders)
    app.add_middleware(Again)
    app.add_middleware(BodyLimit, larger=LIMITS)
    for router in (
        agenda.router,
        *privacy.routers,
        *cards.routers,
        *alerts.routers,
        statistics.router,
        imports.router,
        exports.router,
        *campaigns.routers,
        *programs.routers,
        *customers.routers,
        *billing.routers,
        *media.routers,
        *accounts.routers,
        health.router,
        docs.router,
    ):
        app.include_router(narrowed(router))
    rights = {role.value: kept for role, kept in SCOPES.items()} | {openapi.COUNTER: COUNTER}
    roles = {role: [scope.value for scope in in_order(kept)] for role, kept in rights.items()}
    openapi.install(app, roles)
    spa.install(app, settings)
    return app
