"""Form-encoded bodies as Stripe reads them: ``items[0][price]=price_1``, ``expand[]=customer``."""

from __future__ import annotations

import itertools
import re
from typing import Any
from urllib.parse import parse_qsl

from tests.stripe_fake.refusal import Refusal

KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
PART = re.compile(r"\[([^\[\]]*)\]")


class Params(dict[str, Any]):
    """Leaves are texts, as they came; an empty text unsets, as at Stripe."""

    def text(self, name: str) -> str | None:
        value = self.get(name)
        if value is not None and not isinstance(value, str):
            raise Refusal(f"Invalid string: {name}", param=name)
        return value or None

    def needed(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise Refusal(f"Missing required param: {name}.", code="parameter_missing", param=name)
        return value

    def whole(self, name: str) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            return int(value)
        except ValueError:
            raise Refusal(
                f"Invalid integer: {value}", code="parameter_invalid_integer", param=name
            ) from None

    def flag(self, name: str) -> bool | None:
        value = self.text(name)
        if value not in (None, "true", "false"):
            raise Refusal(f"Invalid boolean: {value}", param=name)
        return None if value is None else value == "true"

    def within(self, name: str) -> Params:
        value = self.get(name)
        if value in (None, ""):
            return Params()
        if not isinstance(value, Params):
            raise Refusal(f"Invalid object: {name}", param=name)
        return value

    def each(self, name: str) -> list[Any]:
        value = self.get(name)
        if value in (None, ""):
            return []
        if not isinstance(value, Params):
            raise Refusal(f"Invalid array: {name}", param=name)
        return [value[key] for key in sorted(value, key=_place)]

    def metadata(self, before: dict[str, str] | None = None) -> dict[str, str]:
        """What it is afterwards: an empty text takes a key away."""
        merged = {**(before or {}), **self.within("metadata")}
        return {key: value for key, value in merged.items() if value != ""}


def _place(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdigit() else (0, key)


def decoded(text: str) -> Params:
    found = Params()
    for name, value in parse_qsl(text, keep_blank_values=True):
        match = KEY.match(name)
        if match is None:
            raise Refusal(f"Invalid parameter name: {name}", code="parameter_unknown")
        place = found
        path = [match[1], *PART.findall(match[2])]
        for step, following in itertools.pairwise(path):
            place = place.setdefault(step or str(len(place)), Params())
            if not isinstance(place, Params):
                raise Refusal(f"Parameter given twice: {name}", param=following)
        place[path[-1] or str(len(place))] = value
    return found
