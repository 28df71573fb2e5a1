"""A program of points that uses every rule there is, and what one does on its screens."""

from __future__ import annotations

import re

from playwright.async_api import Page

from tests.world import GivenProgram, Shop


async def points_program(shop: Shop) -> GivenProgram:
    rewards = [
        {"name": "Un café offert", "cost": 40},
        {"name": "Un tote bag", "cost": 60, "stock": 0},
        {"name": "Un panier", "cost": 150, "limit_per_customer": 1, "description": "De saison."},
    ]
    levels = [{"name": "Argent", "threshold": 50, "percent": 110}, {"name": "Or", "threshold": 900}]
    quiet = {"weekdays": [2], "from": "14:00", "to": "17:00"}
    return await shop.program(
        kind="points",
        name="Les points du fournil",
        rewards=rewards,
        terms="Une carte par personne.",
        per_amount={"units": 1, "per": 100},
        items=[{"sku": "MIEL", "name": "Miel", "units": 20}],
        bonuses=[{"name": "Heures creuses", "when": quiet, "percent": 200}],
        expiry={"kind": "after_earning", "months": 1},
        warn_days=60,
        tiers={"window_months": 12, "levels": levels},
        sponsorship={"sponsor_units": 20, "friend_units": 10},
        redeem_value={"units": 100, "value": 500},
    )


async def amount(page: Page) -> None:
    words = re.compile("^(Montant des achats|Amount of the purchase)")
    await page.get_by_label(words).fill("12,50")
    await page.get_by_role("button", name=re.compile("^(Créditer|Credit) ")).wait_for()


async def open_rules(page: Page) -> None:
    """Every part of the rules, and the details of every reward."""
    await page.locator("details").first.wait_for()
    await page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")


async def dearer(page: Page) -> None:
    price = re.compile("(Récompense 1, prix|Reward 1, price)")
    await page.get_by_label(price).fill("90")
    await page.get_by_role("button", name=re.compile("^(Vérifier|Check)")).click()
    await page.get_by_role("dialog").get_by_role("term").first.wait_for()
