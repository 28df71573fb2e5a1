"""Which values are searched for before an erasure is answered, where there are very many."""

from __future__ import annotations

from api.privacy.erasure.searching import MOST_VALUES, most_telling


def test_what_reaches_the_person_comes_first() -> None:
    codes = [f"0a1b-{number:05}" for number in range(100_000)]
    chosen = most_telling([*codes, "zoe@example.org", "+33639980102"])
    assert len(chosen) == MOST_VALUES
    assert chosen[:2] == ["+33639980102", "zoe@example.org"]


def test_of_few_none_is_left_out() -> None:
    assert most_telling({"code-of-somebody", "zoe@example.org"}) == [
        "zoe@example.org", "code-of-somebody",
    ]  # fmt: skip
