"""A screen to look at, and what one does to bring it up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from playwright.async_api import Locator, Page, expect

from tests.world import RoleName, Shop

Step = Callable[[Page], Awaitable[None]]
Words = tuple[str, str]
"""In French, in English: the page speaks one of them."""


@dataclass(frozen=True)
class Screen:
    name: str
    path: str
    who: Shop | None = None
    role: RoleName = "owner"
    then: Step | None = None
    primary: str | None = None
    """The action that the screen is for, in English: the keyboard must reach it."""
    browser: httpx.AsyncClient | None = None
    """In place of ``who``: whose cookies the page has, such as those of a counter device."""


def button(page: Page, words: Words) -> Locator:
    french, english = (page.get_by_role("button", name=each, exact=True) for each in words)
    return french.or_(english).first


def field(page: Page, words: Words) -> Locator:
    french, english = (page.get_by_label(each) for each in words)
    return french.or_(english).first


async def press_enter(button: Locator) -> None:
    """By the keyboard, once it takes keys: while something is on its way it swallows them."""
    await expect(button).to_be_enabled()
    await button.press("Enter")


def press(keys: str) -> Step:
    async def step(page: Page) -> None:
        await page.keyboard.press(keys)
        await page.get_by_role("dialog").wait_for()

    return step


def click(*path: Words, to: str = "dialog") -> Step:
    """Press a button, then those it leads to; in the end there is a dialog, or what has the role
    ``to``."""

    async def step(page: Page) -> None:
        for words in path:
            await button(page, words).click()
        await page.locator(f"dialog[open], [role={to}]").first.wait_for()

    return step
