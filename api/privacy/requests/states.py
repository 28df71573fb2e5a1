"""Where a request stands, and which step leads where. Pure: no rows, no clock."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    RECEIVED = "received"
    IDENTIFIED = "identified"
    """It is known who asks."""
    QUALIFIED = "qualified"
    """It is known what is asked for."""
    PLANNED = "planned"
    """Somebody has seen what would happen."""
    APPROVED = "approved"
    EXECUTING = "executing"
    AWAITING_PROVIDER = "awaiting_provider"
    """All is done here; a recipient has not confirmed yet."""
    VERIFYING = "verifying"
    """Done; the answer is what is missing."""
    ANSWERED = "answered"
    REFUSED = "refused"


class Step(StrEnum):
    IDENTIFY = "identify"
    QUALIFY = "qualify"
    PLAN = "plan"
    APPROVE = "approve"
    EXECUTE = "execute"
    AWAIT = "await"
    VERIFY = "verify"
    ANSWER = "answer"
    REFUSE = "refuse"


CLOSED = frozenset({State.ANSWERED, State.REFUSED})
OPEN = frozenset(State) - CLOSED
UNDECIDED = frozenset({State.RECEIVED, State.IDENTIFIED, State.QUALIFIED, State.PLANNED})
"""Nothing has been done yet, so it can still be refused."""

_LEADS: dict[Step, tuple[frozenset[State], State]] = {
    Step.IDENTIFY: (frozenset({State.RECEIVED}), State.IDENTIFIED),
    # Both may be done again: a right misunderstood, a plan that has grown old.
    Step.QUALIFY: (
        frozenset({State.IDENTIFIED, State.QUALIFIED, State.PLANNED}),
        State.QUALIFIED,
    ),
    Step.PLAN: (frozenset({State.QUALIFIED, State.PLANNED}), State.PLANNED),
    Step.APPROVE: (frozenset({State.PLANNED}), State.APPROVED),
    Step.EXECUTE: (frozenset({State.APPROVED}), State.EXECUTING),
    Step.AWAIT: (frozenset({State.EXECUTING}), State.AWAITING_PROVIDER),
    Step.VERIFY: (frozenset({State.EXECUTING, State.AWAITING_PROVIDER}), State.VERIFYING),
    Step.ANSWER: (frozenset({State.VERIFYING}), State.ANSWERED),
    Step.REFUSE: (UNDECIDED, State.REFUSED),
}

_NEXT: dict[State, Step] = {
    State.RECEIVED: Step.IDENTIFY,
    State.IDENTIFIED: Step.QUALIFY,
    State.QUALIFIED: Step.PLAN,
    State.PLANNED: Step.APPROVE,
    State.APPROVED: Step.EXECUTE,
    State.EXECUTING: Step.VERIFY,
    State.AWAITING_PROVIDER: Step.VERIFY,
    State.VERIFYING: Step.ANSWER,
}


class NotNow(ValueError):
    """The step does not lead on from this state."""


def after(state: State, step: Step) -> State:
    """Where ``step`` leads from ``state``. Raises :class:`NotNow`."""
    allowed, to = _LEADS[step]
    if state not in allowed:
        raise NotNow(f"{step} is no step from {state}")
    return to


def possible(state: State) -> list[Step]:
    """The steps that lead on from here."""
    return [step for step, (allowed, _) in _LEADS.items() if state in allowed]


def next_step(state: State) -> Step | None:
    """The one that leads towards the answer; None: there is an answer."""
    return _NEXT.get(state)


def may_extend(state: State, *, extended: bool) -> bool:
    """Once, and while it is open (GDPR art. 12(3))."""
    return state in OPEN and not extended
