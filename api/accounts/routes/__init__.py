"""Accounts, the merchant, its team, devices and keys over HTTP."""

from api.accounts.routes import (
    account,
    counter,
    devices,
    invitations,
    locations,
    members,
    merchant,
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
)
