"""The whole ledger against its model: earning, late replays, redeeming, adjusting, reversing,
repeating, holds, merges of customers and their undoing, changed rules and the nights that pass.

After each step every card is what the model says, nothing written was changed, and the chains
verify. ``pytest --hypothesis-profile=long`` plays for minutes instead of seconds.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as checked
from hypothesis.stateful import run_state_machine_as_test

from tests.cards.ledger.play import Play
from tests.cards.ledger.play_stage import MOST, Stage


@pytest.fixture(autouse=True)
def on_stage(furnished: Stage) -> None:
    Play.stage = furnished


def test_what_has_expired_is_not_spent() -> None:
    """Played on purpose: chance seldom lets units expire, leaves the job out, and redeems."""
    for expiry in ({"kind": "after_earning", "months": 1}, {"kind": "inactivity", "months": 1}):
        play = Play()
        play.change_rules(expiry, 0, "down")
        play.earn(0, MOST, 0, 0, spend=False)
        play.wait(1500, dark=False)
        play.earn(0, MOST, 0, 0, spend=True)
        play.redeem(0)


def test_what_was_spent_is_not_taken_back() -> None:
    """Also where the balance would allow it: other units are there, and those are not these."""
    play = Play()
    play.change_rules({"kind": "none"}, 0, "down")
    play.earn(0, MOST, 0, 0, spend=False)
    play.adjust(0, 6)
    play.redeem(0)  # and tries to take back what paid for it
    play.reverse(0, 0)
    play.reverse(0, 2)


def test_the_ledger_does_what_the_model_says() -> None:
    run_state_machine_as_test(
        Play,
        settings=checked(
            max_examples=max(10, checked().max_examples // 10),
            stateful_step_count=25,
            deadline=None,
            derandomize=checked().max_examples <= 100,
            database=None,
            phases=[one for one in (Phase.generate, Phase.shrink) if one in checked().phases],
            suppress_health_check=list(HealthCheck),
        ),
    )
