"""The tables of accounts."""

from api.accounts.models.factors import Challenge, Passkey, RecoveryCode, Totp
from api.accounts.models.merchants import ApiKey, Location, Membership, Merchant
from api.accounts.models.people import LastSignIn, PasswordReset, Session, SignUp, Throttle, User
from api.accounts.models.team import CounterSession, Device, Invitation, MemberPin, Pairing

__all__ = [
    "ApiKey",
    "Challenge",
    "CounterSession",
    "Device",
    "Invitation",
    "LastSignIn",
    "Location",
    "MemberPin",
    "Membership",
    "Merchant",
    "Pairing",
    "Passkey",
    "PasswordReset",
    "RecoveryCode",
    "Session",
    "SignUp",
    "Throttle",
    "Totp",
    "User",
]
