"""A shop without a mouse: what a keyboard alone can do, from the first key to the last."""

from __future__ import annotations

from playwright.async_api import FilePayload, Page, TimeoutError, expect

from tests.browser.conftest import OpenShop, Visit
from tests.browser.counter import heading, last_operation

MOST_TABS = 60
SPOKEN = """(at) => {
  if (at === document.body) return '(nowhere)';
  const spoken = at.cloneNode(true);
  for (const each of spoken.querySelectorAll('[aria-hidden=true]')) each.remove();
  const label = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent;
  return (label ?? spoken.textContent).trim();
}"""
AT = f"() => ({SPOKEN})(document.activeElement)"
THERE = f"""(name) => [...document.querySelectorAll('a, button, input, select, textarea')].some(
  (each) => !each.matches(':disabled, [aria-disabled=true]') && each.checkVisibility()
    && ({SPOKEN})(each).startsWith(name))"""
SEEN = f"""(name) => {{
  const at = document.activeElement;
  if (!({SPOKEN})(at).startsWith(name)) return false;
  const box = at.getBoundingClientRect();
  const middle = [box.left + box.width / 2, box.top + box.height / 2];
  const there = document.elementFromPoint(...middle);
  const outlined = getComputedStyle(at).outlineStyle !== 'none' || at.matches('input');
  return outlined && there !== null && (at.contains(there) || at.closest('label')?.contains(there));
}}"""


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on this; it is in sight there, not under something else. Nobody
    looks for what has not come yet."""
    try:
        await page.wait_for_function(THERE, arg=name)
    except TimeoutError:
        raise AssertionError(f"{name} does not come") from None
    for _ in range(MOST_TABS):
        if str(await page.evaluate(AT)).startswith(name):
            break
        await page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{name} is not reached; at last: {await page.evaluate(AT)}")
    try:
        await page.wait_for_function(SEEN, arg=name)
    except TimeoutError:
        raise AssertionError(f"{name} has not kept the focus or cannot be seen") from None


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
    await expect(counter.get_by_role("textbox", name="Search for a customer")).to_be_focused()
    await counter.keyboard.type("zoe")
    await counter.keyboard.press("Enter")  # before anybody is found: it means her all the same
    await expect(heading(counter)).to_have_text("Zoé")
    await counter.keyboard.press("Escape")
    await expect(counter.get_by_role("button", name="Scan a card")).to_be_visible()
    # Until then those who came last are shown, and she is one of them.
    await expect(counter.get_by_text("1 result")).to_be_visible()
    await press(counter, "Zoé")
    await expect(heading(counter)).to_have_text("Zoé")
    await press(counter, "Stamp")
    await expect(counter.get_by_text("Stamp added")).to_be_visible()
    await press(counter, "Give: Récompense à 2")
    await expect(counter.get_by_text("Récompense à 2: given. 0 stamps left.")).to_be_visible()
    await press(counter, "Undo")
    await expect(last_operation(counter)).to_contain_text("Undone on Zoé")


async def test_a_new_program_from_nothing_to_active(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    await shop.customer("Camille", last_name="Morel")
    desk = await visit("/programs", shop=shop)
    await expect(desk.get_by_role("link", name="Create a programme")).to_be_visible()
    await press(desk, "Create a programme")
    await expect(desk.get_by_role("heading", level=1)).to_have_text("New programme")
    await tab_to(desk, "Programme name")
    await desk.keyboard.press("Control+a")
    await desk.keyboard.type("House stamps")
    await press(desk, "Create the draft")
    await expect(desk.get_by_role("heading", level=1)).to_have_text("House stamps")
    await press(desk, "Activate")
    await expect(desk.get_by_text("The programme is active.")).to_be_visible()

    # A customer is found from any screen.
    await desk.keyboard.press("Control+k")
    await expect(desk.get_by_role("combobox", name="Search or act")).to_be_focused()
    await desk.keyboard.type("morel")
    await expect(desk.get_by_role("option", name="Camille Morel")).to_be_visible()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Camille Morel")

    # So is every screen, by its letter or by its name, and what one has seen last.
    await desk.keyboard.press("g")
    await desk.keyboard.press("p")
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Programmes")
    await desk.keyboard.press("/")
    palette = desk.get_by_role("combobox", name="Search or act")
    await expect(palette).to_be_focused()
    await expect(desk.get_by_role("option", name="Camille Morel")).to_be_visible()
    await desk.keyboard.type("dark")
    await desk.keyboard.press("Enter")
    await expect(palette).to_have_count(0)
    await expect(desk.locator("html")).to_have_css("background-color", "rgb(20, 22, 29)")
    await desk.keyboard.press("Control+k")
    await desk.keyboard.type("new cust")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("dialog", name="New customer")).to_be_visible()
    await desk.keyboard.press("Escape")
    await expect(desk.get_by_role("dialog")).to_have_count(0)
    await desk.keyboard.press("?")
    keys = desk.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(keys).to_be_visible()
    await desk.keyboard.press("g")
    await desk.keyboard.press("p")
    await expect(keys).to_be_visible()
    await keys.get_by_label("Single-key shortcuts on this device").press("Space")
    await desk.keyboard.press("Escape")
    await expect(keys).to_have_count(0)
    await desk.keyboard.press("?")
    # What comes after it is answered: it would have been, too.
    await desk.keyboard.press("Control+k")
    await expect(palette).to_be_focused()
    await expect(keys).to_have_count(0)


async def test_a_list_of_customers_is_brought_in(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    desk = await visit("/customers/imports", shop=shop)
    await expect(desk.get_by_text("No import yet.")).to_be_visible()
    # Begun before the walk to it: the browser takes keys and the wish to hear of the dialog by two
    # ways, and a key that comes first opens a dialog that nobody hears of.
    async with desk.expect_file_chooser() as opened:
        await press(desk, "Choose a file")
    text = "Prénom;Téléphone\nÉlodie;06 39 98 01 12\nChloé;06 39 98 01 13\n"
    file: FilePayload = {"name": "clients.csv", "mimeType": "text/csv", "buffer": text.encode()}
    await (await opened.value).set_files([file])
    await expect(desk.get_by_role("heading", name="What does each column hold?")).to_be_visible()
    await press(desk, "Check the file")
    await expect(desk.get_by_role("button", name="Import 2 rows")).to_be_visible()
    await press(desk, "Import 2 rows")
    await expect(desk.get_by_role("heading", name="Import finished")).to_be_visible()
    await press(desk, "Undo the whole import")
    await expect(desk.get_by_role("heading", name="Import undone")).to_be_visible()
