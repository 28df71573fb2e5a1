"""Where the shops serve, the tablet at the bakery's counter, its PINs, and somebody invited."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import devices, invitations, pins
from api.accounts.models import Device, Invitation, Location, MemberPin, Pairing
from api.accounts.roles import Role
from api.core import jobs
from api.core.settings import Settings
from api.demo import team
from api.demo.chance import chance, code, uuid7
from api.demo.rhythm import ZONE
from api.demo.shop import Shop
from api.demo.shops import BAKERY

SECOND = "Marché Saint-Pierre"
PINS = ((team.OWNER, "6183"), (team.CASHIER, "2749"))
GUEST = "camille@deuxepis.example"
_STALL_AFTER = timedelta(days=200)
_MARKET_DAYS = (2, 5)
_CODE_LASTS = timedelta(days=365)
"""Longer than a real one: whoever tries the demonstration next week wants to pair a tablet."""


def pairing_code(shop: Shop) -> str:
    return code(chance("pairing", shop.slug), devices.CODE_LENGTH)


def lines() -> list[tuple[str, str]]:
    """For printing: what it is, and the value."""
    typed = ", ".join(f"{person.first_name} {pin}" for person, pin in PINS)
    found = pairing_code(BAKERY)
    return [
        ("Code of a counter tablet", f"{found[:4]}-{found[4:]}  (once)"),
        ("PINs at the counter", typed),
    ]


async def furnish(
    db: AsyncSession, settings: Settings, shop: Shop, opened: datetime, moment: datetime
) -> None:
    """Each shop has its own place; the bakery also a stall, a tablet, PINs and a guest."""
    main = _place(shop, shop.name, opened)
    db.add(main)
    if shop is not BAKERY:
        await db.flush()
        return
    stall = _place(shop, SECOND, opened + _STALL_AFTER)
    db.add(stall)
    await db.flush()
    tablet = Device(
        id=uuid7(chance("device", shop.slug), opened),
        name="Tablette du comptoir",
        location_id=main.id,
        created_by=team.membership_id(shop, team.OWNER),
        created_at=moment - timedelta(days=2),
    )
    db.add(tablet)
    db.add(
        Pairing(
            code_hash=devices.code_hash(settings, pairing_code(shop)),
            merchant_id=team.merchant_id(shop),
            device_id=tablet.id,
            expires_at=moment + _CODE_LASTS,
        )
    )
    for person, pin in PINS:
        member_id = team.membership_id(shop, person)
        db.add(
            MemberPin(
                membership_id=member_id,
                pin_hash=await pins.hashed(settings, member_id, pin),
                changed_at=moment - timedelta(days=40),
            )
        )
    await _invite(db, shop, stall.id, moment)


def _place(shop: Shop, name: str, at: datetime) -> Location:
    return Location(id=_place_id(shop.slug, name, at), name=name, created_at=at)


@cache
def _place_id(slug: str, name: str, at: datetime) -> UUID:
    return uuid7(chance("place", slug, name), at)


def place_at(shop: Shop, opened: datetime, at: datetime) -> UUID:
    """Where somebody is served: once there is the stall, there on market mornings, mostly."""
    local = at.astimezone(ZONE)
    market = local.weekday() in _MARKET_DAYS and local.hour < 13 and local.minute % 4
    if shop is BAKERY and market and at > opened + _STALL_AFTER:
        return _place_id(shop.slug, SECOND, opened + _STALL_AFTER)
    return _place_id(shop.slug, shop.name, opened)


async def _invite(db: AsyncSession, shop: Shop, place_id: UUID, moment: datetime) -> None:
    """The mail goes out with the first jobs, so that its link can be followed."""
    sent = moment - timedelta(days=1)
    row = Invitation(
        id=uuid7(chance("invitation", shop.slug), sent),
        email=GUEST,
        role=Role.CASHIER.value,
        location_ids=[str(place_id)],
        language="fr",
        invited_by=team.membership_id(shop, team.OWNER),
        created_at=sent,
        sent_at=sent,
        expires_at=sent + invitations.LIFETIME,
    )
    db.add(row)
    await db.flush()
    await jobs.enqueue(db, invitations.MAIL, invitation_id=row.id)
