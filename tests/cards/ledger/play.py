"""The steps of which a play is made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from api.cards.operations import holds
from api.core import clock
from api.core.clock import now
from api.programs.schemas.rules import Rules
from tests.cards.counter import done
from tests.cards.ledger.ledger_model import Hold
from tests.cards.ledger.play_checks import Watched
from tests.cards.ledger.play_stage import (
    AMOUNTS,
    CARDS,
    COST,
    EXPIRY,
    MOST,
    PENDING,
    PLAYED,
    ROUNDING,
    UNDO_WITHIN,
)
from tests.cards.nightly.night import night, run


class Play(Watched):
    numbers = st.integers(0, CARDS - 1)

    @initialize(expiry=EXPIRY, pending=PENDING, rounding=ROUNDING)
    def begin(self, expiry: dict[str, Any], pending: int, rounding: str) -> None:
        """Most plays never change the rules: let them differ from the first step on."""
        self.change_rules(expiry, pending, rounding)

    @rule(number=numbers, units=st.integers(1, MOST + 1), amount=st.sampled_from(AMOUNTS),
          late=st.sampled_from((0, 0, 0, 7, 24, 72)), spend=st.booleans())  # fmt: skip
    def earn(self, number: int, units: int, amount: int, late: int, spend: bool) -> None:
        moment, (_, twin) = now() - timedelta(hours=late), self.root(number)
        body: dict[str, Any] = {"units": units}
        if amount:
            body["amount"] = amount
        if late:
            body["occurred_at"] = moment.isoformat()
        given = self.cast.model.units_of(twin, units, amount, moment, now())
        entry = self.attempt(number, "earnings", body, given is not None)
        if entry and given is not None:
            occurred = datetime.fromisoformat(entry["occurred_at"])
            self.cast.model.earn(twin, given, occurred, now(), amount)
        # Among units that expire at the same moment the ids decide: the model has to know them.
        self.check()
        if spend:  # what may still be pending
            self.redeem(number)

    @rule(number=numbers)
    def redeem(self, number: int) -> None:
        root, twin = self.root(number)
        allowed = twin.available(now()) >= COST
        body = {"reward_id": str(self.cast.program.rewards[0])}
        entry = self.attempt(number, "redemptions", body, allowed)
        if entry:
            self.cast.model.redeem(twin, COST, datetime.fromisoformat(entry["occurred_at"]))
        self.check()
        if entry:  # what it was paid with cannot be taken back
            spent = twin.entries[-1].took[0][0]
            came = next(place for place, one in enumerate(twin.entries) if spent in one.came)
            named = self.written[self.cast.cards[root].id][came][0]
            self.attempt(number, "reversals", {"entry_id": str(named)}, False)

    @rule(number=numbers, delta=st.integers(-6, 6))
    def adjust(self, number: int, delta: int) -> None:
        _, twin = self.root(number)
        allowed = delta > 0 or (delta < 0 and twin.available(now()) >= -delta)
        body = {"delta": delta, "reason": "Geste"}
        entry = self.attempt(number, "adjustments", body, allowed)
        if entry:
            self.cast.model.adjust(twin, delta, datetime.fromisoformat(entry["occurred_at"]))
        self.check()

    @rule(number=numbers, back=st.integers(0, 4))
    def reverse(self, number: int, back: int) -> None:
        root, twin = self.root(number)
        if back >= len(twin.entries):
            return
        entry = twin.entries[-1 - back]
        named = self.written[self.cast.cards[root].id][len(twin.entries) - 1 - back][0]
        allowed = self.cast.model.may_reverse(entry)
        if self.attempt(number, "reversals", {"entry_id": str(named)}, allowed):
            self.cast.model.reverse(twin, entry, now(), now())
            self.attempt(number, "reversals", {"entry_id": str(named)}, False)
        self.check()

    @precondition(lambda self: self.calls)
    @rule(back=st.integers(0, 5))
    def repeat(self, back: int) -> None:
        """Whatever has happened since, the first answer comes again and nothing else happens."""
        path, body, one, first = self.calls[-1 - back % len(self.calls)]
        answer = self.post(path, body, one)
        assert (answer.content, answer.headers["Idempotent-Replayed"]) == (first, "true")
        other = self.post(path, body | {"receipt": "other", "reason": "other"}, one)
        assert other.status_code == 422, other.text
        self.check()

    @rule(number=numbers, units=st.integers(1, MOST))
    def hold(self, number: int, units: int) -> None:
        root, twin = self.root(number)
        allowed = self.cast.model.may_earn(twin, units, now(), now())
        held = self.attempt(number, "holds", {"units": units, "minutes": 60}, allowed)
        if held:
            begun, ends = (
                datetime.fromisoformat(held[one]) for one in ("occurred_at", "expires_at")
            )
            twin.holds.append(Hold(units, begun, ends, 0))
            self.cast.held[held["id"]] = root, twin.holds[-1]
        self.check()

    @precondition(lambda self: self.cast.held)
    @rule(which=st.integers(0, 3), confirm=st.booleans())
    def settle(self, which: int, confirm: bool) -> None:
        held_id, (number, held) = list(self.cast.held.items())[-1 - which % len(self.cast.held)]
        end = "confirmation" if confirm else "cancellation"
        path = f"/v1/cards/{self.cast.cards[number].id}/holds/{held_id}/{end}"
        answer = self.post(path, None, f"settle-{held_id}")
        _, twin = self.root(number)
        lapsed = held.status == "open" and held.ends <= now()
        if twin.into or twin is not self.twins[number]:
            assert answer.status_code == 404, answer.text
        elif confirm and (held.status == "confirmed" or (held.status == "open" and not lapsed)):
            assert answer.status_code == 201, answer.text
            if held.status == "open":
                held.status = "confirmed"
                self.cast.model.earn(twin, held.units, held.at, now())
        elif not confirm and (held.status == "cancelled" or (held.status == "open" and not lapsed)):
            assert answer.status_code == 200, answer.text
            held.status = "cancelled"
        else:
            assert answer.status_code == 409, answer.text
        self.check()

    @rule(hours=st.sampled_from((7, 24, 72, 480, 720, 1500)), dark=st.booleans())
    def wait(self, hours: int, dark: bool) -> None:
        """Days pass; the job runs or does not."""
        self.offset += timedelta(hours=hours)
        clock.move(self.offset)
        self.changed.update(range(CARDS))
        if dark:
            self.night()
        self.check()
        if not dark:  # what has expired is still in the balance
            for number in range(CARDS):
                self.redeem(number)

    @rule()
    def night(self) -> None:
        self.do(night(self.stage.shop))
        for held_id, (_, held) in self.cast.held.items():
            self.do(run(self.stage.shop, holds.lapse, hold_id=UUID(held_id)))
            if held.status == "open" and held.ends <= now():
                held.status = "lapsed"
        for twin in self.twins:
            if twin.into is None:
                self.cast.model.write_off(twin, now())
                if any(one.entries for one in self.twins):
                    self.cast.model.place(twin, now())
        self.check()

    @rule(expiry=EXPIRY, pending=PENDING, rounding=ROUNDING)
    def change_rules(self, expiry: dict[str, Any], pending: int, rounding: str) -> None:
        rules = PLAYED | {"expiry": expiry, "pending_days": pending, "rounding": rounding}
        path = f"/v1/programs/{self.cast.program.id}"
        client = self.stage.counter.client
        done(self.do(client.patch(path, json={"rules": rules}, headers={"If-Match": "*"})), 200)
        self.cast.model.rules = Rules.model_validate(rules)
        self.check()

    @rule(keep=numbers, gone=numbers)
    def merge(self, keep: int, gone: int) -> None:
        target, source = self.twins[keep], self.twins[gone]
        if keep == gone or target.into or source.into:
            return
        cards, client = self.cast.cards, self.stage.counter.client
        ids = [str(cards[one].customer_id) for one in (keep, gone)]
        tags = [
            self.do(client.get(f"/v1/customers/{one}")).headers["ETag"].strip('W/"') for one in ids
        ]
        order = {
            "keep_id": ids[0], "merge_id": ids[1],
            "keep_version": int(tags[0]), "merge_version": int(tags[1]),
        }  # fmt: skip
        answer = self.do(client.post("/v1/merges", json=order))
        if any(held.status == "open" and held.ends > now() for held in source.holds):
            assert answer.status_code == 409, answer.text
        else:
            made = done(answer)
            for held in source.holds:
                held.status = "lapsed" if held.status == "open" else held.status
            idle = target.idle_until
            self.cast.model.move(source, target, now())
            owners = list(self.cast.customers)
            self.cast.customers = [keep if one == gone else one for one in owners]
            self.merged = (made["id"], gone, keep, idle, owners)
            self.merged_at = now()
        self.check()
        self.after_merge = [len(twin.entries) for twin in self.twins]

    @precondition(lambda self: self.merged)
    @rule()
    def undo_merge(self) -> None:
        """Until something else has happened to the cards of the customer that was kept."""
        assert self.merged
        merge_id, gone, keep, idle, owners = self.merged
        self.merged = None
        mine = [n for n, owner in enumerate(self.cast.customers) if owner == keep]
        same = now() - self.merged_at < UNDO_WITHIN and all(
            len(self.twins[n].entries) == self.after_merge[n] for n in mine
        )
        answer = self.do(self.stage.counter.client.post(f"/v1/merges/{merge_id}/reversal"))
        assert (answer.status_code == 200) == same, answer.text
        if same:
            self.cast.model.move_back(self.twins[gone], self.twins[keep], idle, now())
            self.cast.customers = owners
        self.check()
