"""Which request does what."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.stripe_fake.forms import Params
from tests.stripe_fake.refusal import Refusal, missing
from tests.stripe_fake.shapes import listed
from tests.stripe_fake.state import Obj, State

Handler = Callable[..., Obj]
table: list[tuple[str, re.Pattern[str], Handler]] = []


def route(method: str, path: str) -> Callable[[Handler], Handler]:
    """``{id}`` in the path is the handler's third argument."""
    pattern = re.compile("^/v1/" + path.replace("{id}", "([^/]+)") + "$")

    def add(handler: Handler) -> Handler:
        table.append((method, pattern, handler))
        return handler

    return add


def answer(state: State, method: str, path: str, params: Params) -> Obj:
    for known, pattern, handler in table:
        match = pattern.match(path)
        if match and known == method:
            return handler(state, params, *match.groups())
    raise Refusal(f"Unrecognized request URL ({method}: {path}).", status=404)


def page_of(found: list[Obj], params: Params, path: str) -> Obj:
    """The page asked for, of what is newest first."""
    limit = params.whole("limit") or 10
    if not 1 <= limit <= 100:
        raise Refusal("This value must be between 1 and 100.", param="limit")
    ids = [each["id"] for each in found]
    for end in ("starting_after", "ending_before"):
        if (cursor := params.text(end)) and cursor not in ids:
            raise missing("object", cursor, end)
    if after := params.text("starting_after"):
        found = found[ids.index(after) + 1 :]
    if before := params.text("ending_before"):
        found = found[: ids.index(before)]
        return listed(found[-limit:], f"/v1/{path}", len(found) > limit)
    return listed(found[:limit], f"/v1/{path}", len(found) > limit)


def created_within(found: list[Obj], params: Params) -> list[Obj]:
    asked = params.get("created")
    if asked is None:
        return found
    if isinstance(asked, str):
        return [each for each in found if each["created"] == int(asked)]
    tests: dict[str, Callable[[int, int], bool]] = {
        "gt": int.__gt__,
        "gte": int.__ge__,
        "lt": int.__lt__,
        "lte": int.__le__,
    }
    return [
        each
        for each in found
        if all(tests[name](each["created"], int(value)) for name, value in asked.items())
    ]


def plain_list(path: str, kind: str, *filters: str) -> None:
    """A list whose filters are fields."""

    @route("GET", path)
    def of_kind(state: State, params: Params) -> Obj:
        wanted: dict[str, Any] = {name: params[name] for name in filters if name in params}
        if "active" in wanted:
            wanted["active"] = params.flag("active")
        found = created_within(state.all(kind, **wanted), params)
        return page_of(found, params, path)


def plain_read(path: str, kind: str) -> None:
    @route("GET", f"{path}/{{id}}")
    def one(state: State, params: Params, id: str) -> Obj:
        return state.get(kind, id)
