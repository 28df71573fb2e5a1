"""The way of a request."""

from __future__ import annotations

import pytest

from api.privacy.requests.states import (
    CLOSED,
    OPEN,
    NotNow,
    State,
    Step,
    after,
    may_extend,
    next_step,
    possible,
)


def test_the_straight_way_from_received_to_answered() -> None:
    state, way = State.RECEIVED, [State.RECEIVED]
    while (step := next_step(state)) is not None:
        state = after(state, step)
        way.append(state)
    assert [str(one) for one in way] == [
        *("received", "identified", "qualified", "planned", "approved", "executing"),
        *("verifying", "answered"),
    ]


def test_a_recipient_may_have_to_be_waited_for() -> None:
    waiting = after(State.EXECUTING, Step.AWAIT)
    assert waiting is State.AWAITING_PROVIDER
    assert after(waiting, Step.VERIFY) is State.VERIFYING


def test_what_was_understood_or_planned_may_be_changed_until_it_is_approved() -> None:
    assert after(State.PLANNED, Step.PLAN) is State.PLANNED
    assert after(State.PLANNED, Step.QUALIFY) is State.QUALIFIED
    for state in (State.APPROVED, State.EXECUTING, State.VERIFYING, State.ANSWERED):
        for step in (Step.QUALIFY, Step.PLAN, Step.REFUSE):
            with pytest.raises(NotNow):
                after(state, step)


def test_refused_only_while_nothing_is_done() -> None:
    refusable = {state for state in State if Step.REFUSE in possible(state)}
    assert refusable == {"received", "identified", "qualified", "planned"}


def test_nothing_leads_on_from_an_answer_or_a_refusal() -> None:
    for state in CLOSED:
        assert possible(state) == []
        assert next_step(state) is None


def test_nobody_is_skipped() -> None:
    """Neither plan nor execution without knowing who asks, nor destruction without a yes."""
    before: dict[State, set[State]] = {state: set() for state in State}
    for state in State:
        for step in possible(state):
            before[after(state, step)].add(state)
    assert before[State.EXECUTING] == {State.APPROVED}
    assert before[State.APPROVED] == {State.PLANNED}
    assert before[State.IDENTIFIED] == {State.RECEIVED}
    assert before[State.ANSWERED] == {State.VERIFYING}
    assert State.RECEIVED not in before[State.QUALIFIED] | before[State.PLANNED]


def test_one_extension_while_open() -> None:
    assert {state for state in State if may_extend(state, extended=False)} == set(OPEN)
    assert not any(may_extend(state, extended=True) for state in State)
