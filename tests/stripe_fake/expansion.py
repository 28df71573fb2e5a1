"""``expand[]``: an object in the place of its id."""

from __future__ import annotations

from typing import Any

from tests.stripe_fake.refusal import Refusal
from tests.stripe_fake.shapes import listed
from tests.stripe_fake.state import Obj, State, public

LISTED_ON_DEMAND = {
    ("invoice", "payments"): ("invoice_payment", "invoice"),
    ("charge", "refunds"): ("refund", "charge"),
}


def expanded(state: State, answer: Obj, paths: list[str]) -> Obj:
    for path in paths:
        steps = path.split(".")
        if len(steps) > 4:
            raise Refusal("You cannot expand more than 4 levels of a property.", param="expand")
        _follow(state, answer, steps)
    return answer


def _follow(state: State, place: Any, steps: list[str]) -> None:
    if isinstance(place, list):
        for each in place:
            _follow(state, each, steps)
        return
    if not steps or not isinstance(place, dict) or place.get("deleted"):
        return
    step, rest = steps[0], steps[1:]
    demand = LISTED_ON_DEMAND.get((place.get("object", ""), step))
    if demand and step not in place:
        found = state.all(demand[0], **{demand[1]: place["id"]})
        place[step] = listed(public(found), f"/v1/{place['object']}s/{place['id']}/{step}")
    if step not in place:
        raise Refusal(f"This property cannot be expanded ({step}).", param="expand")
    if isinstance(place[step], list):
        place[step] = [_object(state, each) for each in place[step]]
    else:
        place[step] = _object(state, place[step])
    _follow(state, place[step], rest)


def _object(state: State, value: Any) -> Any:
    if isinstance(value, str) and value in state.objects:
        return public(state.objects[value])
    return value
