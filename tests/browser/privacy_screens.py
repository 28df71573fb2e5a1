"""The screens of what is kept and for how long: periods, what they would erase, legal holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from api.core.clock import now
from api.customers.models import Customer
from api.privacy.retention.models import RetentionNotice, RetentionStop
from tests.browser.screen import Screen, click
from tests.cards.counter import done
from tests.world import Shop

HOLD = ("Geler une fiche", "Hold a record")


@dataclass(frozen=True)
class PrivacyStage:
    rule: str
    tried: str
    """The same with a period that would erase somebody on many days."""


async def set_up_privacy(shop: Shop, customer_id: UUID) -> PrivacyStage:
    at, days = now(), timedelta(days=1)
    async with shop.db() as db:
        db.add(RetentionStop(rule="merchant.payment", table_name="invoices", announced=2, found=9))
        silent = [364, 363, 363, 361, 358, 357, 357, 357, 352, 349, 349, 344, 341, 340]
        gone = [
            Customer(source="desk", first_name=name, last_active_at=at - 1092 * days)
            for name in ("Odile", "Fernand")
        ]
        db.add_all(gone)
        for ago in silent:
            db.add(Customer(source="desk", first_name="Ada", last_active_at=at - ago * days))
        await db.flush()
        for one in gone:
            due = at + 3 * days
            db.add(
                RetentionNotice(
                    customer_id=one.id, since=one.last_active_at, days=30, how="unreachable",
                    due_at=due, sent_at=at,
                )
            )  # fmt: skip
    hold = {
        "table": "customers", "row_id": str(customer_id), "until": (at + 200 * days).isoformat(),
        "reason": "Litige sur la facture de mars",
    }  # fmt: skip
    api = await shop.client("owner")
    done(await api.post("/v1/privacy/holds", json=hold))
    over = done(await api.post("/v1/privacy/holds", json=hold))["id"]
    assert (await api.delete(f"/v1/privacy/holds/{over}")).status_code == 204
    rule = "/privacy/retention/customer.last_activity"
    return PrivacyStage(rule, f"{rule}?period=P12M&days=30")


def of_privacy(shop: Shop, empty: Shop, stage: PrivacyStage) -> list[Screen]:
    retention, holds = "/privacy/retention", "/privacy/holds"
    release = ("Laisser reprendre…", "Let it go on…")
    lift = ("Lever le gel : Élodie Marchand", "Lift the hold: Élodie Marchand")
    return [
        Screen("retention", retention, shop, primary="Change: Customers who"),
        Screen("retention, nothing goes", retention, empty),
        Screen("retention, releasing", retention, shop, then=click(release)),
        Screen("retention, only to look at", retention, shop, "auditor"),
        Screen("retention, a cashier's", retention, shop, "cashier"),
        Screen("period, tried", stage.tried, shop, primary="Save this period"),
        Screen("period, beyond the law", f"{stage.rule}?period=P11Y", shop),
        Screen("holds", holds, shop, primary="Lift the hold"),
        Screen("holds, none", holds, empty, primary="Hold a record"),
        Screen("holds, ended", f"{holds}?status=ended", shop, "auditor"),
        Screen("placing a hold", holds, shop, then=click(HOLD)),
        Screen("lifting a hold", holds, shop, then=click(lift)),
    ]
