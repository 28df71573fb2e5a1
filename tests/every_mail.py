"""One of every mail that the service sends, as somebody gets it. A kind that is missing here is
found by tests/core/test_mail.py."""

from __future__ import annotations

from datetime import date
from typing import Any

from api.accounts.mails import (
    AlreadyHaveAccount,
    ConfirmAddress,
    PasswordChanged,
    ResetPassword,
    SecondFactorChanged,
    Welcome,
)
from api.accounts.team_mails import InvitationMail, PinLockedMail
from api.alerts.mails import UnusualHour
from api.billing.mails import (
    ActionRequired,
    InvoicePaid,
    OfficeReadOnly,
    PaymentFailed,
    SubscriptionCancelled,
    TrialEnding,
)
from api.billing.plans import COUNTED
from api.billing.quota_mails import QuotaFull, QuotaNear, amount
from api.campaigns.mails import CampaignLetter, CampaignTrial
from api.cards.nightly.warnings import UnitsExpire
from api.core.mail import Leave, Mail
from api.core.wording import long_day, money
from api.privacy.ending.mails import ContractEnded, ContractPurged, PurgeNear
from api.privacy.holder.identify import IdentificationCode
from api.privacy.requests.holidays import Calendar
from api.privacy.requests.mails import (
    RequestAnswered,
    RequestCode,
    RequestExtended,
    RequestRefused,
)
from api.privacy.requests.owner_mails import RequestForwarded, RequestReminder
from api.privacy.requests.remedies import authority
from api.privacy.requests.words import right
from api.privacy.restriction.telling import RestrictionEnds
from api.privacy.retention.mails import AccountWillGo, DataWillGo, RetentionStopped

LINK = "http://localhost:8000/verify#ABCDEFGHJK"
UNSUBSCRIBE = "http://localhost:8000/v1/unsubscribe/00ff"
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
        Welcome(
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
            leave=Leave(None, UNSUBSCRIBE),
        ),
        *(
            kind(
                to=to,
                language=language,
                first_name=first_name,
                merchant_name=merchant_name,
                resource=resource,
                used=amount(resource, 1_900_000_000, language),
                most=amount(resource, 2_000_000_000, language),
                link=LINK,
            )
            for kind in (QuotaNear, QuotaFull)
            for resource in COUNTED
        ),
        RestrictionEnds(
            to=to,
            language=language,
            first_name=first_name,
            merchant_name=merchant_name,
            contact="contact@ete.example",
        ),
        IdentificationCode(
            to=to,
            language=language,
            first_name=first_name,
            merchant_name=merchant_name,
            code="042137",
        ),
        *news(language),
        *mails_about_unusual_hours(language),
        *mails_about_money(language),
        *mails_about_requests(language),
    ]


def news(language: str) -> list[Mail]:
    hello = "Bonjour" if language == "fr" else "Hello"
    letter: dict[str, Any] = {
        "to": TO,
        "language": language,
        "merchant_name": MERCHANT_NAME,
        "address": "3 rue des Lilas, 44000 Nantes",
        "contact": "contact@ete.example",
        "subject": f"{hello} {FIRST_NAME}",
        "paragraphs": [[f"{hello} {FIRST_NAME},"], ["Un café.", "Et un sourire."]],
    }
    return [
        CampaignLetter(**letter, card_link=LINK, leave=Leave(None, UNSUBSCRIBE)),
        CampaignLetter(**letter, card_link="", leave=Leave(None, UNSUBSCRIBE)),
        CampaignTrial(**letter, card_link=LINK),
    ]


def mails_about_requests(language: str) -> list[Mail]:
    day, late = (long_day(date(2026, month, 1), language) for month in (11, 12))
    who = {
        "to": TO,
        "language": language,
        "first_name": FIRST_NAME,
        "merchant_name": MERCHANT_NAME,
        "right": right("access", language),
    }
    asker = who | {
        "received_on": day,
        "words": "Zoé a une carte depuis 2024.",
        "contact": "contact@ete.example",
        "authority": authority(Calendar.BELGIUM, language),
    }
    return [
        RequestCode(**who, code="042137"),
        RequestExtended(**asker, last_day=late),
        RequestAnswered(**asker),
        RequestAnswered(**asker | {"words": ""}, file_link=LINK),
        *(
            RequestRefused(**asker, ground=ground)
            for ground in ("identity", "unfounded", "excessive", "law", "nothing_held")
        ),
        *(RequestReminder(**who, last_day=late, days=days, link=LINK) for days in (10, 1, 0, -2)),
        *(
            RequestForwarded(**who, last_day=late, complaint=complaint, again=again, link=LINK)
            for complaint in (True, False)
            for again in (True, False)
        ),
        *mails_about_retention(language),
    ]


def mails_about_retention(language: str) -> list[Mail]:
    who = {"to": TO, "language": language, "first_name": FIRST_NAME}
    day = long_day(date(2026, 12, 1), language)
    shop = {"merchant_name": MERCHANT_NAME}
    return [
        DataWillGo(**who, **shop, last_day=day, contact="contact@ete.example"),
        AccountWillGo(**who, last_day=day, link=LINK),
        RetentionStopped(**who, **shop, announced=2, found=6, link=LINK),
        ContractEnded(**who, **shop, last_day=day, link=LINK),
        PurgeNear(**who, **shop, last_day=day, link=LINK),
        ContractPurged(**who, slug="l-ete"),
    ]


def mails_about_unusual_hours(language: str) -> list[Mail]:
    who: dict[str, Any] = {
        "to": TO,
        "language": language,
        "first_name": FIRST_NAME,
        "merchant_name": MERCHANT_NAME,
        "link": LINK,
        "member": "Noé",
        "day": long_day(date(2026, 11, 21), language),
        "hour": 23,
        "stamps": 61,
    }
    return [UnusualHour(**who, usual=12), UnusualHour(**who, usual=None)]


def mails_about_money(language: str) -> list[Mail]:
    who = {
        "to": TO,
        "language": language,
        "first_name": FIRST_NAME,
        "merchant_name": MERCHANT_NAME,
        "link": LINK,
    }
    plan = {"plan": "Essentiel" if language == "fr" else "Starter"}
    price = {"price": money(1900, "EUR", language)}
    day = long_day(date(2026, 12, 1), language)
    return [
        TrialEnding(**who, **plan, **price, ends_on=day, yearly=False),
        TrialEnding(**who, **plan, price=money(19000, "EUR", language), ends_on=day, yearly=True),
        PaymentFailed(**who, **plan, **price, reminder=False, read_only_on=day),
        PaymentFailed(**who, **plan, **price, reminder=True, read_only_on=day),
        ActionRequired(**who, amount=money(2280, "EUR", language)),
        InvoicePaid(
            **who,
            number="F-2026-0042",
            amount=money(228000, "EUR", language),
            tax=money(38000, "EUR", language),
            paid_on=day,
        ),
        SubscriptionCancelled(**who, **plan, ends_on=day, ended=False),
        SubscriptionCancelled(**who, **plan, ends_on=day, ended=True),
        OfficeReadOnly(**who, **plan, **price),
    ]
