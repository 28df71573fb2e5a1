"""The screens of erasures, of the rules about them, and of one's own account."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from api.core.clock import now
from api.privacy.models import Erasure, LegalHold
from tests.browser.screen import Screen, click
from tests.cards.counter import done
from tests.world import Shop

LIST = "/privacy/erasures"
RULES = "/privacy/settings"


@dataclass(frozen=True)
class ErasureStage:
    waiting: str
    """Asked for by the manager: an owner may say yes."""
    mine: str
    finished: str
    held: str
    """Begun, and a hold was placed meanwhile."""


async def erased(shop: Shop) -> str:
    """Somebody is erased, to the end: while an import is at work, no erasure begins."""
    owner = await shop.client("owner")
    gone = await shop.customer("Oubliée", email="oubliee@client.example")
    erasure = await _asked(shop, gone, owner_asks=True)
    for _ in range(1500):
        if done(await owner.get(f"/v1/erasures/{erasure}"), 200)["state"] == "done":
            return erasure
        await asyncio.sleep(0.02)
    raise AssertionError("The erasure does not end")


async def set_up_erasures(shop: Shop, finished: str) -> ErasureStage:
    owner, manager = await shop.client("owner"), await shop.browser("manager")
    done(await owner.put("/v1/erasure-rule", json={"approval": True}), 200)
    waiting = await _asked(shop, await shop.customer("Gaston", last_name="Oudin"))
    mine = await _asked(shop, await shop.customer("Rosalie"), owner_asks=True)
    held = await _held(shop)
    # What other screens ask for is not held up by it.
    done(await owner.put("/v1/erasure-rule", json={"approval": False}), 200)
    done(await owner.post("/v1/privacy/calendar/address"))
    done(await manager.post("/v1/me/extracts", json={}))
    return ErasureStage(*(f"{LIST}/{each}" for each in (waiting, mine, finished, held)))


async def _held(shop: Shop) -> str:
    customer_id = await shop.customer("Ysaline")
    erasure = await _asked(shop, customer_id)
    async with shop.db() as db:
        row = Erasure.id == UUID(erasure)
        await db.execute(update(Erasure).where(row).values(state="executing", begun_at=now()))
        until = now() + timedelta(days=90)
        db.add(LegalHold(table_name="customers", row_id=customer_id, reason="Litige", until=until))
    return erasure


async def _asked(shop: Shop, customer_id: UUID, *, owner_asks: bool = False) -> str:
    member = await shop.browser("owner" if owner_asks else "manager")
    path = f"/v1/customers/{customer_id}"
    plan = done(await member.post(f"{path}/erasure-plan"), 200)
    body = {"plan_digest": plan["digest"]}
    return str(done(await member.post(f"{path}/erasures", json=body))["id"])


def of_erasures(shop: Shop, empty: Shop, stage: ErasureStage) -> list[Screen]:
    delete = ("Supprimer mon compte…", "Delete my account…")
    renew = ("Remplacer l’adresse", "Replace the address")
    return [
        Screen("erasures", LIST, shop),
        Screen("erasures, none", LIST, empty, primary="See the customers"),
        Screen("erasures, closed", f"{LIST}?status=closed", shop, "auditor"),
        Screen("erasure, to approve", stage.waiting, shop, primary="Approve"),
        Screen("erasure, one's own", stage.mine, shop, primary="Refuse"),
        Screen("erasure, held up", stage.held, shop),
        Screen("erasure, proved", stage.finished, shop),
        Screen("privacy rules", RULES, shop, primary="Replace the address"),
        Screen("privacy rules, replacing", RULES, shop, then=click(renew)),
        Screen("privacy rules, new", RULES, empty, primary="Make the address"),
        Screen("a manager's account", "/settings/account", shop, "manager"),
        Screen("sole owner leaves", "/settings/account", shop, then=click(delete)),
        Screen("deleting an account", "/settings/account", shop, "manager", click(delete)),
        Screen("proof of deletion", "/erasure-proof", primary="See the proof"),
    ]
