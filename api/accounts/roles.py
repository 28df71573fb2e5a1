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
    """Enrol, stamp, redeem, undo."""
    CARDS_ADJUST = "cards:adjust"
    """Adjust, reverse at any time, close, replace."""
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    PROGRAMS_READ = "programs:read"
    PROGRAMS_WRITE = "programs:write"
    TEAM_READ = "team:read"
    KEYS_WRITE = "keys:write"
    MERCHANT_WRITE = "merchant:write"


_CASHIER = frozenset(
    {
        Scope.CARDS_READ,
        Scope.CARDS_WRITE,
        Scope.CUSTOMERS_READ,
        Scope.CUSTOMERS_WRITE,
        Scope.PROGRAMS_READ,
    }
)

SCOPES: dict[Role, frozenset[Scope]] = {
    Role.OWNER: frozenset(Scope),
    Role.MANAGER: _CASHIER | {Scope.CARDS_ADJUST, Scope.PROGRAMS_WRITE, Scope.TEAM_READ},
    Role.CASHIER: _CASHIER,
    Role.AUDITOR: frozenset(scope for scope in Scope if scope.endswith(":read")),
}


def in_order(scopes: frozenset[Scope]) -> list[Scope]:
    """The scopes as they are declared, so that every answer lists them alike."""
    return [scope for scope in Scope if scope in scopes]
