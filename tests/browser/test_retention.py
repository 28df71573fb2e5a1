"""The owner chooses how long silent customers are kept, sees what that erases, and keeps one."""

from __future__ import annotations

from datetime import timedelta

from playwright.async_api import expect

from api.core.clock import now
from api.customers.models import Customer
from tests.browser.conftest import OpenShop, Visit
from tests.browser.watch import Watch

SILENT = {"Odile": 725, "Fernand": 728, "Camille": 3}
"""Days since somebody was there."""


async def test_a_shorter_period_is_tried_saved_and_one_record_held(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    watch.allow("422 GET /v1/privacy/retention/rules/.*")
    shop = await open_shop()
    ago = {await shop.customer(name): days for name, days in SILENT.items()}
    async with shop.db() as db:
        for customer_id, days in ago.items():
            customer = await db.get_one(Customer, (shop.id, customer_id))
            customer.last_active_at = now() - timedelta(days=days)
    desk = await visit("/privacy/retention", shop=shop)
    await desk.get_by_role("link", name="Change: Customers who no longer come").click()
    period = desk.get_by_label("Period", exact=True)
    await period.fill("11")
    await desk.get_by_label("Unit").select_option(label="years")
    await expect(desk.get_by_text("Too long: 3 years at most.")).to_be_visible()
    await period.fill("2")
    await expect(desk.get_by_text("2 rows in the next 30 days")).to_be_visible()
    await desk.get_by_role("button", name="Save this period").click()
    await expect(desk.get_by_text("Nothing goes at once")).to_be_visible()
    await desk.get_by_role("link", name="Retention periods").click()
    await expect(desk.get_by_text("2 years after the last visit")).to_be_visible()
    await expect(desk.get_by_text("2 rows in seven days")).to_be_visible()

    await desk.get_by_role("link", name="Holds").click()
    await desk.get_by_role("button", name="Hold a record").click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_label("Find a customer").fill("odile")
    await dialog.get_by_role("button", name="Odile").click()
    await dialog.get_by_label("Reason").fill("Dispute over the March invoice")
    await dialog.get_by_role("button", name="Hold the record").click()
    await expect(desk.get_by_role("row", name="Odile")).to_contain_text("Dispute over the March")
    await desk.get_by_role("link", name="Retention", exact=True).click()
    await expect(desk.get_by_text("1 row in seven days")).to_be_visible()
