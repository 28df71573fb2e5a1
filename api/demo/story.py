"""What became of one customer: joining, visits, rewards, mistakes, a lost card, going away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from api.accounts.roles import Role
from api.core.audit import By
from api.demo import counters, team
from api.demo.book import Book
from api.demo.programs import Program, Reward, Row, event
from api.demo.rhythm import ZONE
from api.demo.shop import DAYS, Shop
from api.programs.rules import Sale

_PAPER_UNTIL = timedelta(days=60)
"""So long after a program began, customers still brought a stamp card of paper."""
_NEVER_CAME = 0.04
_RARE = 20
"""Days between two visits, beyond which some forget that there are rewards."""
_MOVED = "Report sur la nouvelle carte"
_MOVED_HERE = "Report de la carte précédente"
_CLOSED = ("À la demande du client", "Doublon", "A déménagé")
_WRONG_CARD = "Tampon donné à la mauvaise carte"
_ONE_TOO_MANY = "Un tampon de trop"
_PAPER = "Report de l’ancienne carte en papier"


@dataclass
class Scene:
    """Where it all happens."""

    shop: Shop
    now: datetime
    programs: list[Program]
    owner: By = field(init=False)
    cashiers: list[By] = field(init=False)
    given: Counter[UUID] = field(default_factory=Counter)
    """How many of each reward that has a stock are gone."""

    def __post_init__(self) -> None:
        (self.owner,) = team.members(self.shop, Role.OWNER)
        self.cashiers = team.members(self.shop, Role.CASHIER)

    @property
    def till_since(self) -> datetime:
        """Since then the till stamps cards itself, where there is one that can."""
        return self.now - timedelta(days=150)

    def place(self, at: datetime) -> UUID:
        return counters.place_at(self.shop, self.opened, at)

    @property
    def opened(self) -> datetime:
        """A few days before the first customer."""
        return self.now - timedelta(days=DAYS + 4)

    def program(self, at: datetime) -> Program:
        return next(program for program in self.programs if program.gives(at))

    def actor(self, rng: Random, at: datetime) -> By:
        draw = rng.random()
        if draw < 0.3 and team.has_key(self.shop) and at > self.till_since:
            return By("api_key", team.key_id(self.shop))
        return self.owner if draw > 0.7 else rng.choice(self.cashiers)

    def joining(self, rng: Random) -> datetime:
        """More and more customers join; a few weeks after the beginning are busy."""
        first = self.now.astimezone(ZONE).date() - timedelta(days=DAYS)
        while True:
            share = rng.random() ** 0.72 if rng.random() > 0.05 else rng.random() * 0.03
            day = self.shop.rhythm.open_from(first + timedelta(days=int(share * (DAYS + 1))))
            at = self.shop.rhythm.moment(rng, day, None)
            if at < self.now:
                return at


@dataclass
class Story:
    """One customer, or somebody whose card is anonymous."""

    scene: Scene
    rng: Random
    joined: datetime
    customer: Row | None
    books: list[Book] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)
    former: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)

    def live(self, gap: float, leaves: float) -> None:
        """Come about every ``gap`` days; ``leaves`` is how likely one stops coming."""
        keen = self.rng.choices(("all", "first", "never"), (68, 22, 10 if gap > _RARE else 0))[0]
        self._book(self.joined)
        for at in self._visits(gap, leaves):
            book = self._book(at)
            if self.rng.random() < 0.0015 and book.entries:
                self.former.append(book.replace(at - timedelta(minutes=2)))
                self._note(at - timedelta(minutes=2), "replaced", book, self.scene.owner)
            self._visit(book, at, keen)
        if self.rng.random() < 0.02:
            last = self.books[-1].visited or self.joined
            later = last + timedelta(days=self.rng.uniform(1, 30))
            self._close(self.books[-1], later, self.rng.choice(_CLOSED))
        self.sum_up()

    def sum_up(self) -> None:
        """What the customer's record says of the visits."""
        if self.customer is not None:
            visited = max((book.visited for book in self.books if book.visited), default=None)
            self.customer["last_visit_at"] = visited
            self.customer["spent"] = sum(book.spent for book in self.books)
            self.customer["visits"] = len({day for book in self.books for day in book.days})
            self.customer["last_active_at"] = max(
                self.customer["created_at"], visited or self.joined
            )

    def _visits(self, gap: float, leaves: float) -> Iterator[datetime]:
        scene, rng, rhythm = self.scene, self.rng, self.scene.shop.rhythm
        if rng.random() < _NEVER_CAME:
            return
        until = scene.now - timedelta(minutes=1)
        known_for = until - timedelta(days=95) - self.joined
        if known_for > timedelta() and rng.random() < leaves:
            until = self.joined + known_for * rng.random()
        hour = rng.choice(list(rhythm.hours))
        weekday = rng.choice([day for day in range(7) if rhythm.weekdays[day]])
        at = self.joined + timedelta(seconds=rng.randrange(20, 90))
        while at < until:
            yield at
            day = at.astimezone(ZONE).date()
            pause = gap * rng.lognormvariate(0, 0.35)
            at = rhythm.moment(rng, rhythm.day_after(rng, day, pause, weekday), hour)

    def _book(self, at: datetime) -> Book:
        """The card in the program that runs now, with what the one before still held."""
        program = self.scene.program(at)
        if self.books and self.books[-1].program is program:
            return self.books[-1]
        issued = at if self.books else self.joined
        holder = self.customer["id"] if self.customer else None
        book = Book.open(self.rng, self.scene.now, program, holder, issued)
        book.place = self.scene.place
        self.books.append(book)
        if program.offer.conditions and self.customer and self.customer["source"] == "join":
            book.card.update(terms_version=1, terms_accepted_at=issued)
        self._note_issue(book, issued)
        if len(self.books) > 1:
            self._move(self.books[-2], book, at)
        elif program.begins and at < program.begins + _PAPER_UNTIL and self.rng.random() < 0.2:
            later = at + timedelta(milliseconds=500)
            book.adjust(later, self.rng.randrange(2, 7), _PAPER, self.scene.owner)
        return book

    def _move(self, old: Book, new: Book, at: datetime) -> None:
        if (units := old.balance) and old.adjust(at, -units, _MOVED, self.scene.owner):
            new.adjust(at + timedelta(seconds=1), units, _MOVED_HERE, self.scene.owner)
        self._close(old, at + timedelta(seconds=1), "Programme terminé")

    def _visit(self, book: Book, at: datetime, keen: str) -> None:
        scene, rng = self.scene, self.rng
        by = scene.actor(rng, at)
        at += timedelta(seconds=2)
        if (reward := self._wish(book, at, keen)) and rng.random() < 0.75:
            at = self._redeem(book, reward, at, by) + timedelta(seconds=12)
        if scene.shop.basket:
            self._sell(book, at, by)
            return
        (units,) = rng.choices(range(1, len(scene.shop.units) + 1), scene.shop.units)
        if rng.random() < 0.006 and (wrong := book.earn(at, units + 1, by)):
            at += timedelta(seconds=rng.randrange(4, 20))
            book.reverse(at, wrong, by)
            at += timedelta(seconds=rng.randrange(4, 12))
        if by.kind == "api_key":
            receipt = f"{at.astimezone(ZONE):%y%m%d}-{rng.randrange(1, 600):04}"
            book.earn(at, units, by, receipt=receipt)
            return
        if rng.random() < 0.01:
            # The telephone at the counter was offline, and told us later.
            book.earn(at, units, by, recorded=at + timedelta(minutes=rng.randrange(2, 90)))
            return
        earned = book.earn(at, units, by)
        at += timedelta(seconds=25)
        if (reward := self._wish(book, at, keen)) and rng.random() < 0.3:
            at = self._redeem(book, reward, at, by)
        self._put_right(book, earned, at)

    def _sell(self, book: Book, at: datetime, by: By) -> None:
        """A sale whose amount is typed at the counter, with an article or two that give more."""
        rng, (usual, varies) = self.rng, self.scene.shop.basket or (0.0, 0.0)
        articles = book.program.at(at).rules.items
        items = tuple((item.sku, 1) for item in articles if rng.random() < 0.12)
        amount = max(90, round(100 * usual * rng.lognormvariate(0, varies) / 5) * 5)
        month = self.customer.get("birth_month") if self.customer else None
        receipt = f"{at.astimezone(ZONE):%y%m%d}-{rng.randrange(1, 400):04}"
        sale = Sale(amount=amount, items=items)
        earned = book.sell(at, sale, by, birth_month=month, receipt=receipt)
        if earned and rng.random() < 0.004:
            book.reverse(at + timedelta(seconds=rng.randrange(5, 25)), earned, by)
        elif rng.random() < 0.002:
            reason = rng.choice(self.scene.shop.gestures)
            book.adjust(at + timedelta(minutes=1), 10 * rng.randrange(1, 6), reason, by)

    def _put_right(self, book: Book, earned: object, at: datetime) -> None:
        """What an owner does by hand, now and then."""
        draw, owner = self.rng.random(), self.scene.owner
        if draw < 0.0012:
            reason = self.rng.choice(self.scene.shop.gestures)
            book.adjust(at + timedelta(minutes=1), self.rng.choice((1, 1, 2)), reason, owner)
        elif draw < 0.0016:
            book.adjust(at + timedelta(minutes=4), -1, _ONE_TOO_MANY, owner)
        elif draw < 0.0026 and earned is not None and book.entries[-1] is earned:
            book.reverse(at + timedelta(minutes=40), book.entries[-1], owner, _WRONG_CARD)

    def _wish(self, book: Book, at: datetime, keen: str) -> Reward | None:
        """The reward that this customer would take now."""
        rewards = sorted(book.program.at(at).rewards, key=lambda reward: reward.cost)
        wanted = rewards[0].cost if keen == "first" else rewards[-1].cost
        if keen == "never" or book.available(at) < wanted:
            return None
        reward = self.rng.choice([reward for reward in rewards if reward.cost == wanted])
        limit, stock = reward.more.get("limit_per_customer"), reward.more.get("stock")
        if limit and book.taken(reward) >= limit:
            return None
        return None if stock and self.scene.given[reward.id] >= stock else reward

    def _redeem(self, book: Book, reward: Reward, at: datetime, by: By) -> datetime:
        had = book.taken(reward)
        entry = book.redeem(at, reward, by)
        if entry and self.rng.random() < 0.01:
            at += timedelta(seconds=self.rng.randrange(5, 20))
            book.reverse(at, entry, by)
            at += timedelta(seconds=8)
            book.redeem(at, reward, by)
        if reward.more.get("stock"):
            self.scene.given[reward.id] += book.taken(reward) - had
        return at

    def _close(self, book: Book, at: datetime, reason: str) -> None:
        if at < self.scene.now:
            book.close(at, reason)
            self._note(at, "closed", book, self.scene.owner)

    def _note_issue(self, book: Book, at: datetime) -> None:
        joined = len(self.books) == 1 and self.customer and self.customer["source"] == "join"
        by = By("holder", book.card["id"]) if joined else self.scene.actor(self.rng, at)
        facts = {} if joined else {"program_id": str(book.program.id)}
        self._note(at, "issued", book, by, facts)

    def _note(self, at: datetime, verb: str, book: Book, by: By, facts: Row | None = None) -> None:
        line = event(self.rng, by, at, f"card.{verb}", "card", book.card["id"], facts or {})
        self.events.append(line)
