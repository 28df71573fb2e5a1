"""Everybody who has a card in one shop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

from api.core.tokens import digest
from api.demo import notebook, people, team
from api.demo.chance import chance
from api.demo.programs import Row
from api.demo.rush import Rush
from api.demo.shop import Habit
from api.demo.shops import BAKERY
from api.demo.story import Scene, Story

FEWEST = 10
_LEAVES = 0.21
_LEAVES_ANONYMOUSLY = 0.4


def stories(scene: Scene, scale: float) -> Iterator[Story]:
    """The stories of customers and of anonymous cards."""
    shop, crowd = scene.shop, people.Neighbourhood(scene.shop)
    customers = max(FEWEST, round(shop.customers * scale))
    rush = unusual_hour(scene)
    known: list[Row] = []
    for number in range(customers):
        if shop is BAKERY and number == 0:
            story = _shown(scene, crowd)
        else:
            rng = chance("customer", shop.slug, number, scene.now.date())
            joined = scene.joining(rng)
            row = notebook.enrich(shop, crowd.customer(rng, joined))
            if other := notebook.twin(shop, number, known):
                row = notebook.as_again(row, other)
            story = Story(scene, rng, joined, row)
            story.live(_gap(scene, rng), _LEAVES)
            if rush and rush.draw_in(story.books[-1]):
                story.sum_up()
        if story.customer:
            known.append(story.customer)
            consents = people.consents(story.rng, scene.now, story.customer, scene.owner.id)
            story.consents += consents
        yield story
    for number in range(max(1, round(customers * shop.anonymous))):
        rng = chance("anonymous", shop.slug, number, scene.now.date())
        story = Story(scene, rng, scene.joining(rng), None)
        story.live(_gap(scene, rng) * 1.5, _LEAVES_ANONYMOUSLY)
        yield story


def unusual_hour(scene: Scene) -> Rush | None:
    """At the bakery alone."""
    if scene.shop is not BAKERY:
        return None
    return Rush.before_closing(scene.shop.rhythm, scene.cashiers[0], scene.now)


def _gap(scene: Scene, rng: Random) -> float:
    habits = scene.shop.habits
    habit: Habit = rng.choices(habits, [one.share for one in habits])[0]
    return habit.gap * rng.lognormvariate(0, 0.25)


def _shown(scene: Scene, crowd: people.Neighbourhood) -> Story:
    """The customer whose page is printed: a regular, whose card is nearly full, who has had a
    reward before and can be stamped at once."""
    joined = scene.shop.rhythm.moment(
        chance("shown", scene.shop.slug),
        scene.shop.rhythm.open_from(scene.now.date() - timedelta(days=300)),
        9,
    )
    customer = notebook.enrich(scene.shop, crowd.regular(chance("shown", scene.shop.slug), joined))
    for attempt in count():
        rng = chance("shown", scene.shop.slug, scene.now.date(), attempt)
        story = Story(scene, rng, joined, dict(customer))
        story.live(6, 0)
        if _worth_showing(story, scene.now):
            story.books[-1].card["page_token"] = digest(team.page_token(scene.shop))
            return story
    raise AssertionError("count() ends")


def _worth_showing(story: Story, now: datetime) -> bool:
    book = story.books[-1]
    redeemed = any(entry.kind == "redeem" for entry in book.entries)
    last = book.visited
    return (
        redeemed
        and 7 <= book.balance <= 8
        and book.card["status"] == "active"
        and last is not None
        and timedelta(hours=14) < now - last < timedelta(days=8)
    )
