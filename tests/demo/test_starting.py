"""Filling the demonstration: what it prints, a second time, after a crash, in a database in use."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.accounts import devices
from api.accounts.credentials import by_api_key
from api.accounts.models import Invitation, Location, Membership, Merchant, User
from api.cards.models import Card
from api.core.db import Database
from api.core.launch import CannotStart
from api.core.postgres.embedded import Server
from api.core.tokens import digest
from api.customers.models import Customer
from api.demo import counters, team
from api.demo import fill as demo
from api.demo.shops import BAKERY, CAFE
from tests.demo.filled import MOMENT, SCALE, Filled

pytestmark = pytest.mark.xdist_group("demo")


async def test_what_is_printed_opens_the_doors(filled: Filled) -> None:
    printed = await filled.fill()
    assert {login.role for login in printed.logins} == {"owner", "cashier", "auditor"}
    async with filled.database.session() as db:
        for login in printed.logins:
            query = select(Membership.role).join(User, User.id == Membership.user_id)
            assert login.role in list(await db.scalars(query.where(User.email == login.email)))
    async with filled.database.session() as db:
        caller = await by_api_key(db, printed.api_key)
        assert caller.merchant_id == team.merchant_id(BAKERY)
    address, _, token = printed.page_url.partition("#")
    assert address == f"http://localhost:8000/c/{BAKERY.slug}"
    async with filled.at(BAKERY) as db:
        card = (await db.scalars(select(Card).where(Card.page_token == digest(token)))).one()
        assert card.status == "active"
        assert 7 <= card.balance < 10
    assert all(what and value for what, value in printed.lines())


async def test_the_tablet_is_paired_and_opened_as_printed(filled: Filled) -> None:
    printed = dict((await filled.fill()).lines())
    code = printed["Code of a counter tablet"].split()[0]
    pins_printed = re.findall(r"(\w+) (\d+)", printed["PINs at the counter"])
    assert [name for name, _ in pins_printed] == [person.first_name for person, _ in counters.PINS]
    async with filled.database.session() as db:
        cookie = await devices.pair(db, filled.settings, code, "")
    async with filled.database.session() as db:
        placed = await devices.at(db, cookie)
        assert placed.location.name == BAKERY.name
    for (person, _), (_, pin) in zip(counters.PINS, pins_printed, strict=True):
        async with filled.database.session() as db:
            member_id = team.membership_id(BAKERY, person)
            session, *_ = await devices.open_session(
                filled.database, db, filled.settings, cookie, member_id, pin
            )
            assert session.membership_id == member_id
    async with filled.at(BAKERY) as db:
        assert await db.scalar(select(func.count()).select_from(Location)) == 2
        assert (await db.scalars(select(Invitation.email))).all() == [counters.GUEST]


async def test_a_second_start_finds_everything_there(filled: Filled) -> None:
    before, said = await filled.rows(), len(filled.said)
    again = await filled.fill(moment=MOMENT + timedelta(days=40))
    assert again == await filled.fill()
    assert (await filled.rows(), len(filled.said)) == (before, said)


async def test_what_a_crash_left_out_is_made_up_for(
    filled: Filled, empty_database: str, server: Server, tmp_path: Path
) -> None:
    """And two fills that lead up to the same moment are the same to the last byte."""
    other = Filled(Database(server.url(database=empty_database), 2), tmp_path)

    class Crash(Exception):
        pass

    def crash(line: str) -> None:
        if line.startswith(CAFE.name):
            raise Crash

    try:
        with pytest.raises(Crash):
            await demo.fill(other.database, other.settings, crash, moment=MOMENT, scale=SCALE)
        async with other.database.session() as db:
            assert await db.scalar(select(func.count()).select_from(Merchant)) == 2
        async with other.at(CAFE) as db:
            assert await db.scalar(select(func.count()).select_from(Customer)) == 0
        await other.fill()
        assert await other.rows() == await filled.rows()
    finally:
        await other.database.close()


async def test_a_database_in_use_is_left_alone(
    empty_database: str, server: Server, tmp_path: Path
) -> None:
    other = Filled(Database(server.url(database=empty_database), 2), tmp_path)
    try:
        async with other.database.session() as db:
            db.add(Merchant(slug="chez-paul", name="Chez Paul", language="fr", time_zone="UTC"))
        with pytest.raises(CannotStart, match="holds merchants"):
            await other.fill()
        async with other.database.session() as db:
            assert await db.scalar(select(func.count()).select_from(Merchant)) == 1
    finally:
        await other.database.close()
