"""One of every mail that the service sends, as somebody gets it. A kind that is missing here is
found by tests/core/test_mail.py."""

from __future__ import annotations

from api.accounts.mails import (
    AlreadyHaveAccount,
    ConfirmAddress,
    PasswordChanged,
    ResetPassword,
    SecondFactorChanged,
)
from api.accounts.team_mails import InvitationMail, PinLockedMail
from api.cards.nightly.warnings import UnitsExpire
from api.core.mail import Mail

LINK = "http://localhost:8000/verify#ABCDEFGHJK"
TO = "marie@boulangerie.example"
FIRST_NAME = "Zoé"
MERCHANT_NAME = "L’Été"


def every_mail(language: str) -> list[Mail]:
    to, first_name, merchant_name = TO, FIRST_NAME, MERCHANT_NAME
    return [
        ConfirmAddress(
            to=to,
            language=language,
            first_name=first_name,
            merchant_name=merchant_name,
            link=LINK,
        ),
        AlreadyHaveAccount(to=to, language=language, first_name=first_name, link=LINK),
        ResetPassword(to=to, language=language, first_name=first_name, link=LINK),
        PasswordChanged(to=to, language=language, first_name=first_name, link=LINK),
        SecondFactorChanged(
            to=to, language=language, first_name=first_name, change="totp_added", link=LINK
        ),
        InvitationMail(
            to=to,
            language=language,
            merchant_name=merchant_name,
            inviter="Hélène",
            role="manager",
            link=LINK,
        ),
        PinLockedMail(
            to=to,
            language=language,
            first_name=first_name,
            member="Lucas",
            merchant_name=merchant_name,
            device="Tablette de la caisse",
            link=LINK,
        ),
        UnitsExpire(
            to=to,
            language=language,
            first_name=first_name,
            merchant_name=merchant_name,
            units="12 points",
            last_day="31 décembre 2026",
            contact="contact@ete.example",
        ),
    ]
