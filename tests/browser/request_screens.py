"""The screens of requests: by deadline, one at each of its steps, the dialogs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import update

from api.core.clock import now
from api.privacy.models import PrivacyRequest
from tests.browser.screen import Screen, click
from tests.cards.counter import done
from tests.world import Shop

PATH = "/v1/privacy/requests"
ANY = {"If-Match": "*"}


@dataclass(frozen=True)
class RequestStage:
    received: str
    qualified: str
    planned: str
    by_hand: str
    refused: str
    to_correct: str
    corrected: str
    to_restrict: str
    failed: str


async def set_up_requests(shop: Shop, customer_id: UUID | None) -> RequestStage:
    async def ask(kind: str, *steps: tuple[str, dict[str, Any]]) -> str:
        api = await shop.client("owner")
        body = {"customer_id": str(customer_id), "kind": kind, "details": "Depuis le début."}
        request: str = done(await api.post(PATH, json=body))["id"]
        for step, what in steps:
            path = f"{PATH}/{request}"
            if step == "approval":
                plan = done(await api.get(f"{path}/plan"), 200)
                what = {"plan_digest": plan["digest"]}
            done(await api.post(f"{path}/{step}", json=what, headers=ANY), 200)
        return f"/privacy/requests/{request}"

    known = ("identification", {"by": "counter"})
    new = {"last_name": "Marchand-Oury", "address": {"line1": "1 rue Haute", "city": "Nantes"}}
    correct = {"kind": "rectification", "correction": new}
    no = {"ground": "law", "reason": "La facture de mars est à garder dix ans."}
    return RequestStage(
        await ask("access", ("identification-codes", {})),
        await ask("objection", known, ("qualification", {"kind": "objection"})),
        await ask("erasure", known, ("qualification", {"kind": "erasure"}), ("plan", {})),
        await ask(
            "rectification",
            *(known, ("qualification", {"kind": "rectification"}), ("plan", {}), ("approval", {})),
        ),
        await ask("portability", ("refusal", no)),
        await ask("rectification", known),
        await ask("rectification", known, ("qualification", correct), ("plan", {})),
        await ask("restriction", known),
        await _failed(shop, await ask("access", known)),
    )


async def _failed(shop: Shop, path: str) -> str:
    """As the engines leave a request whose work has given up."""
    async with shop.db() as db:
        stopped = {"state": "executing", "failed_at": now()}
        row = PrivacyRequest.id == UUID(path.rpartition("/")[2])
        await db.execute(update(PrivacyRequest).where(row).values(stopped))
    return path


def of_requests(shop: Shop, empty: Shop, customer: str, stage: RequestStage) -> list[Screen]:
    right = ("Exercer un droit", "Exercise a right")
    return [
        Screen("requests", "/privacy/requests", shop),
        Screen("requests, none", "/privacy/requests", empty),
        Screen("requests, closed", "/privacy/requests?status=closed", shop),
        Screen("requests, only to look at", "/privacy/requests", shop, "auditor"),
        Screen("new request", customer, shop, then=click(right)),
        Screen("request, who asks", stage.received, shop, primary="Check the code"),
        Screen("request, to plan", stage.qualified, shop, primary="Lay down the plan"),
        Screen("request, to approve", stage.planned, shop, primary="Approve and erase"),
        Screen("request, by hand", stage.by_hand, shop, primary="It is done"),
        Screen("request, refused", stage.refused, shop),
        Screen("request, correcting", stage.to_correct, shop, primary="Confirm this right"),
        Screen("request, corrected", stage.corrected, shop, primary="Approve and begin"),
        Screen("request, restricting", stage.to_restrict, shop, primary="Confirm this right"),
        Screen("request, failed", stage.failed, shop, primary="Start again"),
        Screen("refusing", stage.received, shop, then=click(("Refuser…", "Refuse…"))),
        Screen("extending", stage.received, shop, then=click(("Prolonger…", "Extend…"))),
        Screen("request, for an auditor", stage.planned, shop, "auditor"),
    ]
