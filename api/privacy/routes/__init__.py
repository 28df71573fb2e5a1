"""What persons, merchants and members ask of this domain."""

from __future__ import annotations

from fastapi import APIRouter

from api.privacy.routes import (
    account_extracts,
    closure,
    erasure,
    extracts,
    holds,
    identification,
    linked,
    my_data,
    my_rights,
    own_erasure,
    request_calendar,
    request_identification,
    request_steps,
    requests,
    restriction,
    retention,
    takeouts,
)

routers: tuple[APIRouter, ...] = (
    *(extracts.router, takeouts.router, linked.router, account_extracts.router),
    *(erasure.router, own_erasure.router),
    *(requests.router, request_identification.router, request_steps.router),
    *(request_calendar.router, request_calendar.public),
    restriction.router,
    *(identification.router, identification.codes, my_data.router, my_rights.router),
    *(retention.router, holds.router, closure.router),
)
