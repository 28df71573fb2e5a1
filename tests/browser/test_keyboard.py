"""A shop without a mouse: what a keyboard alone can do, from the first key to the last."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import OpenShop, Visit
from tests.browser.counter import heading, last_operation

MOST_TABS = 60
AT = """() => {
  const at = document.activeElement;
  if (at === document.body) return '(nowhere)';
  const spoken = at.cloneNode(true);
  for (const each of spoken.querySelectorAll('[aria-hidden=true]')) each.remove();
  const label = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent;
  return (label ?? spoken.textContent).trim();
}"""
SEEN = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const middle = [box.left + box.width / 2, box.top + box.height / 2];
  const there = document.elementFromPoint(...middle);
  const outlined = getComputedStyle(at).outlineStyle !== 'none' || at.matches('input');
  return outlined && there !== null && (at.contains(there) || at.closest('label')?.contains(there));
}"""


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on this; it is in sight there, not under something else."""
    for _ in range(MOST_TABS):
        if str(await page.evaluate(AT)).startswith(name):
            break
        await page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{name} is not reached; at last: {await page.evaluate(AT)}")
    assert await page.evaluate(SEEN), f"{name} has the focus and cannot be seen"


async def press(page: Page, name: str) -> None:
    await tab_to(page, name)
    await page.keyboard.press("Enter")


async def test_enrol_earn_redeem_and_undo(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    await shop.program(2, cooldown_minutes=0)
    counter = await visit("/counter", shop=shop, role="cashier")
    await expect(counter.get_by_role("button", name="New customer")).to_be_visible()
    await press(counter, "New customer")
    await expect(heading(counter)).to_have_text("New card")
    await tab_to(counter, "First name")
    await counter.keyboard.type("Zoé")
    await counter.keyboard.press("Enter")
    await expect(heading(counter)).to_have_text("Card created for Zoé")
    await press(counter, "Stamp now")

    await expect(heading(counter)).to_have_text("Zoé")
    await press(counter, "Stamp")
    await expect(counter.get_by_text("Stamp added")).to_be_visible()
    await press(counter, "Done")

    # Found again by the shortcut for the search.
    await expect(counter.get_by_role("button", name="Scan a card")).to_be_visible()
    await counter.keyboard.press("/")
    await counter.keyboard.type("zoe")
    await press(counter, "Zoé")
    await expect(heading(counter)).to_have_text("Zoé")
    await press(counter, "Stamp")
    await expect(counter.get_by_text("Stamp added")).to_be_visible()
    await press(counter, "Give: Récompense à 2")
    await expect(counter.get_by_text("Récompense à 2: given. 0 stamps left.")).to_be_visible()
    await press(counter, "Undo")
    await expect(last_operation(counter)).to_contain_text("Undone on Zoé")
