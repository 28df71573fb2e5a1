"""The notebook at the desk: a file of customers brought in and taken back, two records merged and
parted again, two people at one record."""

from __future__ import annotations

import re
from uuid import UUID

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import OpenShop, Visit
from tests.browser.notebook_stage import proposed
from tests.browser.watch import Watch
from tests.world import GivenCard, Shop, key

FILE = """Prénom;Nom;Téléphone;E-mail;Ville;Tampons
Élodie;Marchand;06 39 98 01 02;elodie@marchand.example;Lyon;3
Bastien;Roy;06 39 98 01 03;bastien@roy;Lyon;
Chloé;Le Goff;;chloe@legoff.example;Brest;5
"""
CORRECTED = FILE.replace("bastien@roy;", "bastien@roy.example;")


async def bring(desk: Page, name: str, text: str) -> None:
    await desk.get_by_label("Choose a file").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    )
    await expect(desk.get_by_role("heading", name="What does each column hold?")).to_be_visible()


async def test_a_file_with_errors_is_put_right_brought_in_and_taken_back(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    program = await shop.program(10)
    desk = await visit("/customers/imports", shop=shop)
    await bring(desk, "clients à reprendre.csv", FILE)
    await expect(desk.get_by_role("heading", level=1)).to_have_text("clients à reprendre.csv")
    await expect(field(desk, "Téléphone")).to_have_value("phone")
    await field(desk, "Tampons").select_option("balance")
    await desk.get_by_role("button", name="Check the file").click()
    await expect(desk.get_by_text("Say in which programme the balances open.")).to_be_visible()
    await desk.get_by_label("Programme of the opening balances").select_option(str(program.id))
    await desk.get_by_role("button", name="Check the file").click()

    await expect(
        desk.get_by_role("heading", name="This is what the import will do")
    ).to_be_visible()
    problems = desk.get_by_role("table", name="What does not pass")
    await expect(problems).to_contain_text("The e-mail address is not valid")
    await expect(desk.get_by_role("button", name="Import 2 rows")).to_be_visible()
    async with desk.expect_download() as saved:
        await desk.get_by_role("button", name="Download the rejected rows").click()
    rejected = (await (await saved.value).path()).read_text("utf-8-sig")
    assert "bastien@roy" in rejected
    assert "elodie" not in rejected
    await desk.get_by_role("button", name="Give up this import").click()
    await expect(desk.get_by_role("heading", name="Import given up")).to_be_visible()

    await desk.get_by_role("link", name="Import another file").click()
    await bring(desk, "clients.csv", CORRECTED)
    # The columns are those of the file before: so are the answers.
    await expect(desk.get_by_text("An earlier file had these columns")).to_be_visible()
    await expect(field(desk, "Tampons")).to_have_value("balance")
    await desk.get_by_label("Programme of the opening balances").select_option(str(program.id))
    await desk.get_by_role("button", name="Check the file").click()
    await desk.get_by_role("button", name="Import 3 rows").click()
    await expect(desk.get_by_role("heading", name="Import finished")).to_be_visible()

    await desk.goto("/customers?city=Lyon")
    await expect(desk.get_by_text("2 customers")).to_be_visible()
    await desk.get_by_role("link", name="Élodie Marchand").click()
    history = desk.get_by_role("region", name="History")
    await expect(history).to_contain_text("Taken over")

    await desk.goto("/customers/imports")
    await desk.get_by_role("link", name="clients.csv", exact=True).click()
    await desk.get_by_role("button", name="Undo the whole import").click()
    await expect(desk.get_by_role("heading", name="Import undone")).to_be_visible()
    await expect(desk.get_by_text("3 customers removed")).to_be_visible()
    await desk.goto("/customers")
    await expect(desk.get_by_text("Your notebook is still empty")).to_be_visible()


def field(desk: Page, column: str) -> Locator:
    return desk.get_by_label(f"Field of the notebook for the column “{column}”")


async def test_two_records_are_merged_and_parted_again(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    program = await shop.program(10)
    kept = await shop.customer("Élodie", last_name="Marchand", phone="+33639980102")
    other = await written(
        shop,
        first_name="Elodie",
        last_name="Marchand",
        phone="06 39 98 01 02",
        email="elodie@marchand.example",
    )
    first = await stamped(shop, await shop.card(program, customer_id=kept), 2)
    second = await stamped(shop, await shop.card(program, customer_id=other), 3)
    await proposed(await shop.client("owner"))
    desk = await visit("/customers/duplicates", shop=shop)
    await expect(desk.get_by_text("same phone", exact=True)).to_be_visible()
    await desk.get_by_role("link", name=re.compile("Compare and merge")).click()
    await expect(desk.get_by_role("region", name="What moves")).to_contain_text("1 card")
    name = desk.get_by_role("group", name="What to keep for “First name”?")
    await name.get_by_text("Élodie").click()
    await desk.get_by_role("button", name="Merge", exact=True).click()

    await expect(desk.get_by_role("heading", level=1)).to_have_text("Élodie Marchand")
    await expect(desk.get_by_text("The record “Elodie Marchand” was merged")).to_be_visible()
    await expect(desk.get_by_role("link", name="elodie@marchand.example")).to_be_visible()
    for card in (first, second):
        assert await balance(shop, card) == 5

    # The line comes from the books: it is there in another session, too.
    again = await visit(desk.url, shop=shop, role="manager")
    await again.get_by_role("button", name=re.compile("Undo the merge")).click()
    await expect(again.get_by_text("Merge undone")).to_be_visible()
    assert [await balance(shop, card) for card in (first, second)] == [2, 3]
    await again.goto("/customers")
    await expect(again.get_by_text("2 customers")).to_be_visible()


async def written(shop: Shop, **record: str) -> UUID:
    """A customer added over the API: somebody looks whether another one is alike."""
    wish = {**record, "allow_duplicate": True}
    answer = await (await shop.client("owner")).post("/v1/customers", json=wish)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


async def stamped(shop: Shop, card: GivenCard, units: int) -> GivenCard:
    answer = await (await shop.client("owner")).post(
        f"{card.path}/adjustments", json={"delta": units, "reason": "test"}, headers=key()
    )
    assert answer.status_code == 201, answer.text
    return card


async def balance(shop: Shop, card: GivenCard) -> int:
    answer = await (await shop.client("owner")).get(f"/v1/cards/{card.number}")
    return int(answer.json()["balance"])


async def test_two_people_edit_a_record_and_nothing_is_lost(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    customer = await shop.customer("Camille", last_name="Morel")
    desk = await visit(f"/customers/{customer}", shop=shop)
    await desk.get_by_role("button", name="Edit", exact=True).click()
    form = desk.get_by_role("dialog", name="Edit the record")
    await form.get_by_label("City").fill("Lyon")
    await form.get_by_label("First name").fill("Camille-Rose")
    await change_elsewhere(shop, customer, {"first_name": "Kamille", "company": "Le Fournil"})
    watch.allow("412 PATCH /v1/customers/.*")
    await form.get_by_role("button", name="Save").click()

    conflict = desk.get_by_role("dialog", name="This record has changed in the meantime")
    await expect(conflict).to_contain_text("Taken from the other person: Company.")
    await expect(conflict).to_contain_text("Kept from you: City.")
    await conflict.get_by_role("radio", name="Saved version Kamille").check()
    await conflict.get_by_role("button", name="Save like this").click()
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Kamille Morel")
    record = desk.get_by_role("region", name="Record")
    await expect(record).to_contain_text("Lyon")

    await desk.get_by_role("button", name="Undo the change").click()
    await expect(desk.get_by_text("Record put back.")).to_be_visible()
    await expect(record).not_to_contain_text("Lyon")
    await expect(desk.get_by_text("Le Fournil").first).to_be_visible()


async def change_elsewhere(shop: Shop, customer: UUID, change: dict[str, str]) -> None:
    api = await shop.client("manager")
    path = f"/v1/customers/{customer}"
    etag = (await api.get(path)).headers["ETag"]
    answer = await api.patch(path, json=change, headers={"If-Match": etag})
    assert answer.status_code == 200, answer.text


async def test_many_are_tagged_at_once_and_untagged_again(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    for name in ("Awa", "Bruno", "Coralie"):
        await shop.customer(name)
    desk = await visit("/customers", shop=shop)
    await desk.get_by_label("Select Awa").check()
    await desk.get_by_label("Select Bruno").check()
    await expect(desk.get_by_role("link", name="Compare and merge")).to_be_visible()
    await desk.get_by_role("button", name="Tag", exact=True).click()
    dialog = desk.get_by_role("dialog", name="Tag the selection")
    await dialog.get_by_label("Tags to add").fill("morning")
    await dialog.get_by_label("Tags to add").press("Enter")
    await dialog.get_by_role("button", name="Apply").click()
    await expect(desk.get_by_text("Tags changed: 2 customers.")).to_be_visible()

    await desk.get_by_role("button", name="Filters").click()
    await desk.get_by_label("Tag", exact=True).select_option("morning")
    await expect(desk).to_have_url(re.compile(r"tag=morning"))
    await expect(desk.get_by_text("2 customers", exact=True)).to_be_visible()
    await desk.get_by_role("button", name="Remove the filter Tag: morning").click()
    await expect(desk.get_by_text("3 customers", exact=True)).to_be_visible()


async def test_a_filtered_list_is_exported(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    for name in ("Awa", "Bruno"):
        await shop.customer(name)
    desk = await visit("/customers?q=awa", shop=shop)
    await desk.get_by_role("button", name="Export").click()
    await expect(desk.get_by_text("shows with its filters: 1.")).to_be_visible()
    await desk.get_by_role("button", name="Prepare the file").click()
    await expect(desk.get_by_text("Ready", exact=True)).to_be_visible()
    async with desk.expect_download() as saved:
        await desk.get_by_role("button", name=re.compile("^Download")).click()
    text = (await (await saved.value).path()).read_text("utf-8-sig")
    assert "Awa" in text
    assert "Bruno" not in text


async def test_a_cashier_is_offered_neither_merge_nor_import(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    customer = await shop.customer("Camille")
    desk = await visit("/customers", shop=shop, role="cashier")
    await expect(desk.get_by_role("link", name="Camille")).to_be_visible()
    for name in ("Duplicates", "Imports", "Exports"):
        await expect(desk.get_by_role("link", name=name)).to_have_count(0)
    await expect(desk.get_by_role("button", name="Export")).to_have_count(0)
    await desk.goto(f"/customers/{customer}")
    await expect(desk.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    await expect(desk.get_by_role("link", name="Merge…")).to_have_count(0)
    await desk.goto("/customers/imports")
    await expect(desk.get_by_text("Importing is for managers and owners.")).to_be_visible()
