"""The tables of accounts."""

from api.accounts.models.merchants import ApiKey, Location, Membership, Merchant
from api.accounts.models.people import PasswordReset, Session, SignUp, Throttle, User

__all__ = [
    "ApiKey",
    "Location",
    "Membership",
    "Merchant",
    "PasswordReset",
    "Session",
    "SignUp",
    "Throttle",
    "User",
]
