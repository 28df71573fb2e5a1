"""What is counted with every batch, and whose answers are awaited."""

from __future__ import annotations

from datetime import UTC, datetime

from api.privacy.erasure import course

AT = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
LATER = AT.replace(hour=9)


def test_batches_add_up_by_table() -> None:
    found = course.counted({}, "entries", 2000)
    found = course.counted(found, "entries", 1)
    assert course.counted(found, "cards", 3) == {"entries": 2001, "cards": 3}
    assert course.counted(found, "cards", 0) == found


def test_it_is_done_when_everybody_has_confirmed() -> None:
    assert course.state_after({}) == "done"
    two = course.asked(course.asked({}, "images", "one", AT), "stripe", "two", AT)
    assert course.state_after(two) == "awaiting_provider"
    one_left = course.confirmed(two, "one", LATER)
    assert course.state_after(one_left) == "awaiting_provider"
    assert course.state_after(course.confirmed(one_left, "two", LATER)) == "done"


def test_asking_again_takes_no_answer_back() -> None:
    found = course.confirmed(course.asked({}, "images", "one", AT), "one", LATER)
    assert course.asked(found, "images", "one", LATER) == found
    assert found["one"] == {
        "recipient": "images",
        "asked_at": AT.isoformat(),
        "confirmed_at": LATER.isoformat(),
    }


def test_nobody_confirms_what_was_not_asked() -> None:
    assert course.confirmed({}, "one", AT) == {}
