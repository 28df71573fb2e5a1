"""What each role of a merchant's team may do. Nothing else in the code decides by role."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    CASHIER = "cashier"
    AUDITOR = "auditor"
    """Reads everything, changes nothing."""


class Scope(StrEnum):
    """A right. Roles carry them, API keys are given some of them."""

    CARDS_READ = "cards:read"
    CARDS_WRITE = "cards:write"
    """Enrol, stamp, redeem, undo, replace a lost card."""
    CARDS_ADJUST = "cards:adjust"
    """Adjust, reverse at any time, close."""
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    CUSTOMERS_MERGE = "customers:merge"
    CUSTOMERS_IMPORT = "customers:import"
    CUSTOMERS_EXPORT = "customers:export"
    """Take whole lists out; each time is recorded."""
    PROGRAMS_READ = "programs:read"
    PROGRAMS_WRITE = "programs:write"
    LOCATIONS_READ = "locations:read"
    LOCATIONS_WRITE = "locations:write"
    DEVICES_WRITE = "devices:write"
    """Pair counter devices, and revoke them from afar."""
    CAMPAIGNS_READ = "campaigns:read"
    CAMPAIGNS_WRITE = "campaigns:write"
    """Write to the customers who agreed to it."""
    EVENTS_READ = "events:read"
    AUDIT_READ = "audit:read"
    """Search who has done what."""
    PRIVACY_READ = "privacy:read"
    PRIVACY_WRITE = "privacy:write"
    """Handle the requests of persons who exercise a right."""
    PRIVACY_APPROVE = "privacy:approve"
    """Say yes to what such a request would change or destroy."""
    STATISTICS_READ = "statistics:read"
    USAGE_READ = "usage:read"
    """How much of what the plan gives is used."""
    TEAM_READ = "team:read"
    TEAM_WRITE = "team:write"
    """Invite, change roles, remove: of the roles in `MANAGES`."""
    KEYS_WRITE = "keys:write"
    MERCHANT_WRITE = "merchant:write"
    MERCHANT_EXPORT = "merchant:export"
    """Take everything out at once, to leave or to keep."""
    BILLING_READ = "billing:read"
    BILLING_WRITE = "billing:write"
    """Subscribe, change the plan, cancel: what costs money."""


_CASHIER = frozenset(
    {
        Scope.CARDS_READ,
        Scope.CARDS_WRITE,
        Scope.CUSTOMERS_READ,
        Scope.CUSTOMERS_WRITE,
        Scope.PROGRAMS_READ,
        Scope.LOCATIONS_READ,
    }
)
_MANAGER = _CASHIER | {
    Scope.CARDS_ADJUST,
    Scope.CUSTOMERS_MERGE,
    Scope.CUSTOMERS_IMPORT,
    Scope.CUSTOMERS_EXPORT,
    Scope.PROGRAMS_WRITE,
    Scope.LOCATIONS_WRITE,
    Scope.DEVICES_WRITE,
    Scope.CAMPAIGNS_READ,
    Scope.CAMPAIGNS_WRITE,
    Scope.EVENTS_READ,
    Scope.PRIVACY_READ,
    Scope.PRIVACY_WRITE,
    Scope.STATISTICS_READ,
    Scope.USAGE_READ,
    Scope.TEAM_READ,
    Scope.TEAM_WRITE,
}

SCOPES: dict[Role, frozenset[Scope]] = {
    Role.OWNER: frozenset(Scope),
    Role.MANAGER: _MANAGER,
    Role.CASHIER: _CASHIER,
    Role.AUDITOR: frozenset(scope for scope in Scope if scope.endswith(":read")),
}

MANAGES: dict[Role, frozenset[Role]] = {
    Role.OWNER: frozenset(Role),
    Role.MANAGER: frozenset({Role.CASHIER}),
    Role.CASHIER: frozenset(),
    Role.AUDITOR: frozenset(),
}
"""The roles that a role with ``team:write`` gives and takes: never one with rights it lacks."""

READING: frozenset[Scope] = SCOPES[Role.AUDITOR]
"""What a member may do for whom the plan has no room."""

UNPAID: frozenset[Scope] = READING | {
    Scope.CARDS_WRITE,
    Scope.CUSTOMERS_EXPORT,
    Scope.MERCHANT_EXPORT,
    Scope.PRIVACY_WRITE,
    Scope.PRIVACY_APPROVE,
    Scope.BILLING_WRITE,
}
"""What stays where nothing was paid for too long: the counter goes on, whoever wants to pay or to
take the data out can, and persons' rights are not suspended with the merchant."""

ENDED: frozenset[Scope] = READING | {Scope.MERCHANT_EXPORT}
"""What is shown as possible where the contract has ended."""

COUNTER: frozenset[Scope] = _CASHIER
"""At most this at a counter device, whatever the role of whoever has typed the PIN."""


def in_order(scopes: frozenset[Scope]) -> list[Scope]:
    """The scopes as they are declared, so that every answer lists them alike."""
    return [scope for scope in Scope if scope in scopes]
