"""What a person reads in ``index.html`` is in the person's language."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pytest

from api.core.clock import now
from api.core.personal import Subject
from api.privacy.access import contents as what
from api.privacy.access.contents import Contents
from api.privacy.access.page import Page, worth_reading
from api.privacy.access.words import Language, named, reason, word

KINDS = {
    "customer": what.of_person(Subject.CUSTOMER),
    "user": what.of_person(Subject.USER),
    "merchant": what.of_merchant(),
}


def said(contents: Contents) -> Iterator[str]:
    yield from contents.left_out.values()
    for sheet in contents.sheets:
        yield from sheet.withheld.values()


def page(kind: str, language: Language) -> str:
    made = Page(kind, language, now(), "Au Bon Pain")
    made.withheld(KINDS[kind])
    text = b"".join(made.whole()).decode()
    made.close()
    return text


@pytest.mark.parametrize("kind", KINDS)
def test_every_reason_for_leaving_out_is_in_the_readers_language(kind: str) -> None:
    english, french = page(kind, "en"), page(kind, "fr")
    for one in sorted({*said(KINDS[kind])}):
        assert one, "something is left out without a reason"
        here = reason(one, "fr")
        assert here != one, f"no French in api/privacy/access/words.toml: {one!r}"
        assert f"<dd>{escape(one)}<" in english
        assert f"<dd>{escape(here)}<" in french
        assert f"<dd>{escape(one)}<" not in french


@pytest.mark.parametrize("kind", ["customer", "user"])
def test_every_table_has_a_name_in_french(kind: str) -> None:
    contents = KINDS[kind]
    names = {*contents.left_out, *(sheet.name for sheet in contents.sheets)}
    plain = {name for name in names if word("tables", name, "fr") == name.replace("_", " ")}
    assert plain == set(), "no name in api/privacy/access/words.toml"


@pytest.mark.parametrize("kind", ["customer", "user"])
def test_every_column_that_is_named_has_a_name_of_its_own(kind: str) -> None:
    for sheet in KINDS[kind].sheets:
        for name in [*worth_reading(sheet), *sheet.withheld]:
            assert named(name), f"no name in api/privacy/access/words.toml: {sheet.name}.{name}"
