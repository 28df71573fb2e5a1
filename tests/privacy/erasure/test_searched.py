"""Which values are searched for before an erasure is answered, where there are very many."""

from __future__ import annotations

from api.core.personal import Subject
from api.customers.models import Customer
from api.privacy.erasure.searching import MOST_VALUES, most_telling, values_of
from api.privacy.inventory import Person
from api.privacy.scan import values
from tests.privacy.erasure.stage import Stage


def test_what_reaches_the_person_comes_first() -> None:
    codes = [f"0a1b-{number:05}" for number in range(100_000)]
    chosen = most_telling([*codes, "zoe@example.org", "+33639980102"])
    assert len(chosen) == MOST_VALUES
    assert chosen[:2] == ["+33639980102", "zoe@example.org"]


def test_of_few_none_is_left_out() -> None:
    assert most_telling({"code-of-somebody", "zoe@example.org"}) == [
        "zoe@example.org", "code-of-somebody",
    ]  # fmt: skip


async def test_the_database_chooses_the_values(stage: Stage) -> None:
    """All that tells the person from others where it is little; the most telling of very much."""
    person = Person(Subject.CUSTOMER, stage.person, stage.shop.id)
    async with stage.shop.db() as db:
        all_, further = await values.telling(db, person, 1000)
        assert (all_, further) == (set((await values.kept(db, person)).values()), 0)
        many = [f"{number:03}@many.example" for number in range(MOST_VALUES + 5)]
        for one in many:
            db.add(Customer(source="desk", email=one, merged_into=stage.person))
        few, beyond = await values.telling(db, person, MOST_VALUES)
        assert set(many[:MOST_VALUES]) <= few
        assert len(all_ | {*many}) == len(few) + beyond
        wanted = await values_of(db, [person])
        assert len(wanted.values) == MOST_VALUES
        assert all(values.reaches(one) for one in wanted.values)
        assert wanted.left_out == len(few) + beyond - MOST_VALUES
