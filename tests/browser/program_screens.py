"""The screens of programs that are no longer, or not yet, what a customer can join."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from playwright.async_api import Page

from api.core.clock import now
from tests.browser.screen import Screen, click, field
from tests.cards.counter import done
from tests.world import GivenCard, GivenProgram, Shop


@dataclass(frozen=True)
class ProgramLives:
    draft: GivenProgram
    closing: GivenProgram
    archived: GivenProgram
    last: GivenCard
    """A card of the program that runs out, with a reward still to collect."""


async def set_up_lives(shop: Shop) -> ProgramLives:
    draft = await shop.program(8, name="Les petits déjeuners", active=False)
    closing = await shop.program(5, name="La carte de l’été")
    archived = await shop.program(6, name="Un essai", active=False)
    last = await shop.stamped(closing, 6)
    api = await shop.client("owner")
    until = (now() + timedelta(days=20)).date().isoformat()
    done(await api.post(f"/v1/programs/{closing.id}/closing", json={"redeem_until": until}), 200)
    done(await api.post(f"/v1/programs/{archived.id}/archival"), 200)
    return ProgramLives(draft, closing, archived, last)


def of_programs(shop: Shop, lives: ProgramLives) -> list[Screen]:
    draft, closing = f"/programs/{lives.draft.id}", f"/programs/{lives.closing.id}"
    archive = ("Archiver…", "Archive…")
    return [
        Screen("draft", draft, shop, primary="Activate"),
        Screen("draft, archived?", draft, shop, then=click(archive)),
        Screen("draft, not saved", draft, shop, then=change, primary="Save"),
        Screen("draft, left unsaved", draft, shop, then=leave),
        Screen("program closing", closing, shop, primary="Archive"),
        Screen("program closing, poster", f"{closing}/poster", shop),
        Screen("program archived", f"/programs/{lives.archived.id}", shop),
    ]


async def change(page: Page) -> None:
    await field(page, ("Nom du programme", "Programme name")).fill("Les petits matins")


async def leave(page: Page) -> None:
    await change(page)
    await page.get_by_role("link", name="Programmes", exact=True).first.click()
    await page.get_by_role("dialog").wait_for()
