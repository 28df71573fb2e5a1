"""Walking along a merchant's chain of seals, each with its event beside it: pure, one seal at a
time, and keeping no more of them than are wrong (:data:`HELD` at most).

That something is wrong is certain: a hash does not fit. What was done to it is concluded from
what still fits: the chain that goes on from a seal tells that its link is genuine, the place
hashed into each link tells how many seals were taken out or put in before.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from api.core.audit.chain import START, VERSION, Sealed, digest, link
from api.core.audit.faults import Fault, moment, places
from api.core.audit.puzzle import Misfit, Stands, solve

HELD = 60
"""Wrong seals that are compared with one another, to find those that changed places."""
FARTHEST = 64
"""Seals taken out or put in at one place that can still be counted."""
LATE = timedelta(days=1)
"""By how much an event may be older than what was sealed before it. Transactions last seconds
and hosts' clocks differ by less; what is older was not written when it says."""


class Seal(Protocol):
    """A seal, and its event as it is now; None when it is gone."""

    @property
    def position(self) -> int: ...
    @property
    def id(self) -> UUID: ...
    @property
    def version(self) -> int: ...
    @property
    def sealed_at(self) -> datetime: ...
    @property
    def digest(self) -> bytes: ...
    @property
    def link(self) -> bytes: ...
    @property
    def event(self) -> Sealed | None: ...


@dataclass(frozen=True)
class Known:
    """What the chain is known to have had at a place."""

    position: int
    link: bytes
    source: str
    """Where that is known from, for the sentence."""


@dataclass
class Walk:
    """``known``: by place, what roots say."""

    known: Iterable[Known] = ()
    last: int = 0
    tip: bytes = START
    up_to: datetime | None = None
    _shift: int = 0
    """By how much places have moved from those that were hashed."""
    _run: list[Misfit] = field(default_factory=list)
    """Seals that do not fit, of which it is not known yet why."""
    _wrong: list[Misfit] = field(default_factory=list)
    _turned: bytes = b""
    """The link that goes on after two neighbours that have changed places."""
    _horizon: datetime | None = None
    _batch: tuple[datetime, datetime | None] | None = None
    """When the present batch was sealed, and the horizon before it."""

    def __post_init__(self) -> None:
        self._ahead = iter(sorted(self.known, key=lambda one: one.position))
        self._next = next(self._ahead, None)
        self._agreed = 0

    def begin(self, position: int, link: bytes, *, attested: bool) -> Iterator[Fault]:
        """Behind a checkpoint, which stands for what is not there any more."""
        self.last = self._agreed = position
        self.tip = link
        if not attested:
            yield Fault(
                "truncated",
                f"the seals of {places(1, position)} are gone, and nothing in the chain says that"
                " the service took them away",
                1,
            )
        while self._next is not None and self._next.position <= position:
            if self._next.position == position and self._next.link != link:
                yield Fault(
                    "forked",
                    f"the checkpoint at place {position} is not the chain of {self._next.source}",
                    position,
                )
            self._next = next(self._ahead, None)

    def step(self, seal: Seal) -> Iterator[Fault]:
        if seal.position <= self.last:
            yield self._second(seal)
            return
        if seal.position > self.last + 1:
            first, gone = self.last + 1, seal.position - 1
            yield Fault("missing", f"the seals of {places(first, gone)} are gone", first)
            self._give_up()
        changed = seal.event is not None and self._digest(seal) != seal.digest
        if seal.event is None:
            yield Fault(
                "missing",
                f"event {seal.id}, sealed at place {seal.position} on"
                f" {moment(seal.sealed_at)}, is gone",
                *(seal.position, seal.id),
            )
        else:
            yield from self._dated(seal, seal.event.at)
        after_gap = seal.position > self.last + 1
        yield from self._follow(seal, changed, after_gap)
        self.last = seal.position
        self.up_to = max(self.up_to or seal.sealed_at, seal.sealed_at)
        yield from self._compare(seal)

    def _second(self, seal: Seal) -> Fault:
        """A seal at a place that is taken: the one that does not fit is the stranger."""
        stranger: Stands = seal
        if self._run and seal.position == self.last:
            last = self._run[-1]
            if last.before is not None and self._fits(last.before, seal, self._shift):
                stranger = last.seal
                self._run.pop()
                self._give_up()
                self.tip = seal.link
        return Fault(
            "forked",
            f"place {seal.position} is taken twice: event {stranger.id} does not belong there",
            *(seal.position, stranger.id),
        )

    def _digest(self, seal: Seal) -> bytes:
        return digest(seal.event) if seal.event and seal.version == VERSION else b""

    def _dated(self, seal: Seal, at: datetime) -> Iterator[Fault]:
        if self._batch is None or self._batch[0] != seal.sealed_at:
            self._batch = seal.sealed_at, self._horizon
        before = self._batch[1]
        if before is not None and at < before - LATE:
            yield Fault(
                "inserted",
                f"event {seal.id} at place {seal.position} is dated {moment(at)}, but what was"
                f" sealed before it reaches until {moment(before)}: it was written later than it"
                " says",
                *(seal.position, seal.id),
            )
        reaches = min(at, seal.sealed_at)
        self._horizon = max(self._horizon or reaches, reaches)

    def _fits(self, before: bytes, seal: Seal, shift: int) -> bool:
        place = seal.position - shift
        return link(before, place, seal.sealed_at, seal.digest) == seal.link

    def _follow(self, seal: Seal, changed: bool, after_gap: bool) -> Iterator[Fault]:
        """Set the seal behind the last one, or into the run of those that do not fit."""
        before = self._run[-1].seal.link if self._run else self.tip
        if after_gap or self._fits(before, seal, self._shift):
            self._give_up()
        elif not self._run or not (yield from self._explain(seal)):
            self._run.append(
                Misfit(seal, before, seal.position - self._shift, self._event_digest(seal))
            )
            if len(self._run) >= FARTHEST:
                self._give_up()
            return
        self.tip, self._turned = self._turned or seal.link, b""
        if changed:
            self._hold(Misfit(seal, None, seal.position, self._event_digest(seal)))

    def _event_digest(self, seal: Seal) -> bytes | None:
        return self._digest(seal) if seal.event is not None else None

    def _explain(self, seal: Seal) -> Generator[Fault, None, bool]:
        """Whether this seal fits when the run before it is read otherwise. (A generator: the
        faults found, and that as its value.)"""
        run, first, last = self._run, self._run[0], self._run[-1]
        count = len(run)
        if self._fits(self.tip, seal, self._shift + count):
            after = link(seal.link, seal.position - self._shift, *_sealed(last))
            if count == 1 and after == last.seal.link:
                yield _misplaced(last.seal, seal.position)
                yield _misplaced(seal, last.seal.position)
                self._run = []
                self._turned = last.seal.link
                return True
            for one in run:
                yield _put_in(one)
            self._shift += count
            self._run = []
            return True
        made = link(last.before or START, last.place, *_sealed(last))
        if self._fits(made, seal, self._shift):
            self._give_up()
            return True
        for shift in range(self._shift - FARTHEST, self._shift + FARTHEST):
            if self._fits(last.seal.link, seal, shift):
                gone = self._shift - shift
                if gone > 0 and count == 1:
                    yield _taken_out(gone, first)
                    self._run = []
                    if last.of_event is not None and last.of_event != last.seal.digest:
                        self._hold(last)
                self._shift = shift
                self._give_up()
                return True
        return False

    def _give_up(self) -> None:
        """The run is wrong, and the chain goes on behind it."""
        if self._run:
            self.tip = self._run[-1].seal.link
        for one in self._run:
            self._hold(one)
        self._run = []

    def _hold(self, misfit: Misfit) -> None:
        self._wrong.append(misfit)

    def _compare(self, seal: Seal) -> Iterator[Fault]:
        place = seal.position - self._shift
        while self._next is not None and self._next.position <= place:
            known = self._next
            if known.position == place and known.link != seal.link:
                yield Fault(
                    "forked",
                    f"at place {place} the chain is not the one of {known.source}: it was"
                    f" rewritten at place {self._agreed + 1} or after it",
                    *(place, seal.id),
                )
            elif known.position == place:
                self._agreed = place
            self._next = next(self._ahead, None)

    def overflow(self) -> Iterator[Fault]:
        """So that memory does not grow: what is wrong, once there is much of it."""
        if len(self._wrong) >= HELD:
            yield from solve(self._wrong)
            self._wrong = []

    def end(self, head: Known | None) -> Iterator[Fault]:
        """``head``: how far the sealer itself says that it went."""
        yield from self._end_of_run(head)
        yield from solve(self._wrong)
        self._wrong = []
        end = self.last - self._shift
        reached = [] if self._next is None else [self._next, *self._ahead]
        if head is not None and head.position > end:
            reached.append(head)
        if reached:
            farthest = max(reached, key=lambda one: one.position)
            yield Fault(
                "truncated",
                f"the chain ends at place {end}, but {farthest.source} has place"
                f" {farthest.position}: {farthest.position - end} seal(s) are cut off",
                end + 1,
            )
        elif self.last and head is None:
            yield Fault("edited", "the head of the chain is gone", self.last)
        elif head is not None and head.position < end:
            yield Fault(
                "inserted",
                f"the sealer went to place {head.position} only, yet there are seals to place"
                f" {end}",
                head.position + 1,
            )
        elif head is not None and head.link != self.tip:
            yield Fault("forked", f"the chain does not end as {head.source} says", end)

    def _end_of_run(self, head: Known | None) -> Iterator[Fault]:
        run, end = self._run, self.last - self._shift
        if run and head and (head.position, head.link) == (end - len(run), self.tip):
            for one in run:
                yield _put_in(one)
            self._shift += len(run)
            self._run = []
        self._give_up()


def _sealed(one: Misfit) -> tuple[datetime, bytes]:
    return one.seal.sealed_at, one.seal.digest


def _misplaced(seal: Stands, place: int) -> Fault:
    says = f"event {seal.id} at place {seal.position} belongs to place {place}"
    return Fault("reordered", says, seal.position, seal.id)


def _put_in(one: Misfit) -> Fault:
    says = f"event {one.seal.id} was put in at place {one.seal.position}: the chain goes on"
    return Fault("inserted", f"{says} without it", one.seal.position, one.seal.id)


def _taken_out(gone: int, behind: Misfit) -> Fault:
    seal = behind.seal
    says = f"{gone} seal(s) before event {seal.id} at place {seal.position} were taken out"
    return Fault("missing", says, seal.position, seal.id)
