"""What the screens keep in a browser is declared; that they keep nothing else, every browser test
looks for itself (``Watch.look_at_storage``)."""

from __future__ import annotations

import re

from api.core.personal import Subject
from api.privacy import inventory
from tests.browser.live import ROOT

SOURCES = ROOT / "frontend" / "src"
OF_THE_ROUTER = "tsr-scroll-restoration-*"
NAMED = re.compile(r"'(carnet\.[\w.]+)'")


def sources() -> str:
    found = [*SOURCES.rglob("*.ts"), *SOURCES.rglob("*.tsx")]
    return "\n".join(one.read_text() for one in found if ".test." not in one.name)


def test_the_screens_and_the_declarations_name_the_same() -> None:
    said, text = inventory.declared().stored, sources()
    for one in said:
        if one.name == OF_THE_ROUTER:
            continue
        assert f"'{one.name.removesuffix('*')}'" in text, f"nothing keeps {one.name} any more"
    names = {one.name.removesuffix("*") for one in said}
    assert {*NAMED.findall(text)} <= names


def test_names_and_numbers_are_told_apart() -> None:
    declared = inventory.declared()
    assert declared.knows_stored("local", "carnet.seen.01ABC")
    assert not declared.knows_stored("session", "carnet.seen.01ABC")
    assert not declared.knows_stored("local", "carnet.themes")
    assert not declared.knows_stored("database", "carnet-counter-outbox-2")


def test_a_lost_tablet_names_no_customer() -> None:
    at_counter = [one for one in inventory.declared().stored if "counter" in one.name]
    assert len(at_counter) == 5
    named = {
        one.declaration.subject for one in at_counter if one.declaration.category == "identity"
    }
    assert named == {Subject.USER}
