"""Composing a file: the tables, their schemas, the pictures, a page to read, the manifest.

What is read is read as of one moment, and handed on in pieces: the memory it takes does not grow
with the file.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from api.accounts.models import Membership, Merchant, User
from api.core.db import Database
from api.core.personal import Subject
from api.core.settings import Settings
from api.media import stored
from api.privacy.access import contents as what
from api.privacy.access import own, pictures, settings_file
from api.privacy.access.archive import Archive
from api.privacy.access.contents import Contents, Sheet
from api.privacy.access.manifest import NAME, manifest, schema
from api.privacy.access.page import Page
from api.privacy.access.pseudonyms import Pseudonyms
from api.privacy.access.rows import Row, batches, is_of_merchants, snapshot
from api.privacy.access.words import Language
from api.privacy.access.writing import Put, Read, Writer
from api.privacy.inventory import Person

Kind = Literal["customer", "user", "merchant"]


@dataclass(frozen=True)
class Order:
    """Whose file, and how it is to be."""

    file_id: UUID
    person: Person
    """For a merchant's, the merchant."""
    language: Language
    made_at: datetime

    @property
    def kind(self) -> Kind:
        return self.person.subject.value


async def compose(database: Database, settings: Settings, order: Order, put: Put) -> int:
    """How many rows the file has."""
    person = order.person
    if person.subject is Subject.USER:
        return await _of_user(database, settings, order, put)
    async with snapshot(database, person.merchant_id) as db:
        query = select(Merchant).where(Merchant.id == person.merchant_id)
        merchant = (await db.scalars(query)).one()

        async def picture(name: str) -> bytes | None:
            return await stored.read(db, settings, name, held=True)

        if person.subject is Subject.MERCHANT:
            file = _File(order, what.of_merchant(), put, merchant.name, picture, None)
            file.add(settings_file.NAME, settings_file.written(merchant))
            return await file.all(lambda sheet: batches(db, sheet, None), empty=True)
        others = Pseudonyms(settings.secret, order.file_id, await own.values(db, person))
        found = what.of_person(Subject.CUSTOMER)
        file = _File(order, found, put, merchant.name, picture, others)
        return await file.all(lambda sheet: batches(db, sheet, person))


async def _of_user(database: Database, settings: Settings, order: Order, put: Put) -> int:
    """What belongs to no merchant, and what stands in the shops that the user works for."""
    person = order.person
    async with snapshot(database, None) as of_nobody:
        shops = select(Membership.merchant_id).where(Membership.user_id == person.id)
        merchants = (await of_nobody.scalars(shops.order_by(Membership.merchant_id))).all()
        name = await of_nobody.scalar(select(User.first_name).where(User.id == person.id))
        mine = await own.values(of_nobody, person)
        others = Pseudonyms(settings.secret, order.file_id, mine)

        async def read(sheet: Sheet) -> AsyncIterator[Sequence[Row]]:
            if not is_of_merchants(sheet):
                async for batch in batches(of_nobody, sheet, person):
                    yield batch
                return
            for merchant_id in merchants:
                async with snapshot(database, merchant_id) as db:
                    there = Person(Subject.USER, person.id, merchant_id)
                    async for batch in batches(db, sheet, there):
                        yield batch

        file = _File(order, what.of_person(Subject.USER), put, name or "", None, others)
        return await file.all(read)


class _File:
    """One file while it is composed."""

    def __init__(
        self,
        order: Order,
        contents: Contents,
        put: Put,
        title: str,
        picture: pictures.Reader | None,
        others: Pseudonyms | None,
    ) -> None:
        self._order, self._contents, self._put, self._picture = order, contents, put, picture
        self._archive = Archive(order.made_at)
        self._page = Page(order.kind, order.language, order.made_at, title)
        self._writer = Writer(self._archive, put, others, self._page)

    def add(self, name: str, body: bytes) -> None:
        with self._archive.file(name) as file:
            file.write(body)

    async def all(self, read: Read, *, empty: bool = False) -> int:
        try:
            return await self._parts(read, empty=empty)
        finally:
            self._page.close()

    async def _parts(self, read: Read, *, empty: bool) -> int:
        rows = await self._writer.tables(self._contents, read, empty=empty)
        for sheet in self._contents.sheets:
            self.add(f"schemas/{sheet.name}.schema.json", schema(sheet))
        missing: Iterable[str] = ()
        if self._picture is not None:
            found = await pictures.write(self._picture, self._contents, read, self._writer)
            missing = found.missing
            self._page.pictures(found.written)
        self._page.withheld(self._contents)
        with self._archive.file("index.html") as file:
            await self._writer.copy(self._page.whole(), file)
        order, parts = self._order, self._archive.parts
        body = manifest(
            order.kind, order.person.id, order.made_at, self._contents, parts, [*missing]
        )
        self.add(NAME, body)
        await self._put(await asyncio.to_thread(lambda: list(self._archive.end())))
        return rows
