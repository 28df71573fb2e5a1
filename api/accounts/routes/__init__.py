"""Accounts, the merchant, its team, devices and keys over HTTP."""

from api.accounts.routes import (
    account,
    audit,
    counter,
    devices,
    invitations,
    locations,
    members,
    merchant,
    second_factor,
    second_step,
    sign_in,
)

routers = (
    merchant.router,
    members.router,
    invitations.router,
    locations.router,
    devices.router,
    counter.router,
    account.router,
    sign_in.router,
    second_factor.router,
    second_step.router,
    audit.router,
)
