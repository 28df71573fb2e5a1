"""The screens of requests: by deadline, one at each of its steps, the dialogs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

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
    )


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
        Screen("refusing", stage.received, shop, then=click(("Refuser…", "Refuse…"))),
        Screen("extending", stage.received, shop, then=click(("Prolonger…", "Extend…"))),
        Screen("request, for an auditor", stage.planned, shop, "auditor"),
    ]
