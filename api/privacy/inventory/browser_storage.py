"""What the screens keep in the browser besides cookies, on the person's or the shop's own device.
None of it is read by anybody else, and all of it goes with the site's data in the browser.
"""

from __future__ import annotations

from typing import Any

from api.core.personal import (
    Category,
    Erasure,
    Purpose,
    Retention,
    Subject,
    declare_storage,
    neutral,
    personal,
)

_CHOICE = "until the browser's data for this site is cleared"
_BUILD = "until the next build of the screens takes its place"
_WITHHELD = "lies on the device alone, which nobody else reads"


def _on_device(
    category: Category, subject: Subject, purpose: Purpose, erasure: Erasure
) -> dict[str, Any]:
    return personal(
        category,
        subject,
        purpose,
        retention=Retention.EXPIRY,
        erasure=erasure,
        withheld=_WITHHELD,
    )


_PREFERENCE = neutral("a choice for this browser, about nobody")

declare_storage(
    "local", "carnet.language", _PREFERENCE, until=_CHOICE, why="the language that was chosen here"
)
declare_storage(
    "local", "carnet.theme", _PREFERENCE, until=_CHOICE, why="light or dark, as was chosen here"
)
declare_storage(
    "local", "carnet.single_keys", _PREFERENCE, until=_CHOICE, why="that single keys do nothing"
)
declare_storage(
    "local", "carnet.installHint", _PREFERENCE, until=_CHOICE, why="that a hint was waved away"
)
declare_storage(
    "local",
    "carnet.cards.*",
    _on_device(Category.CREDENTIAL, Subject.CUSTOMER, Purpose.LOYALTY, Erasure.DELETE),
    until="until the card's link is dead, at the next look at it; the newest five of a shop",
    why="the addresses of one's own cards, so that joining again leads there",
)
declare_storage(
    "local",
    "carnet.seen.*",
    _on_device(Category.ACTIVITY, Subject.CUSTOMER, Purpose.LOYALTY, Erasure.DELETE),
    until="until the card's link is dead, at the next look at it",
    why="one's own card as last seen, shown where there is no network",
)
declare_storage(
    "cache", "card-*", neutral("files of the screens"), until=_BUILD, why="the card without network"
)
declare_storage(
    "local",
    "carnet.merchant",
    neutral("the id of the shop that somebody works in, no secret"),
    until=_CHOICE,
    why="in which of one's shops one works",
)
declare_storage(
    "session",
    "carnet.merchant",
    neutral("the id of the shop that somebody works in, no secret"),
    until="until the tab is closed",
    why="in which of one's shops this tab works",
)
declare_storage(
    "session",
    "tsr-scroll-restoration-*",
    neutral("how far down each screen of the desk was"),
    until="until the tab is closed",
    why="that going back leads to where one was; kept by the router",
)
declare_storage(
    "local",
    "carnet.counter",
    _on_device(Category.IDENTITY, Subject.USER, Purpose.ACCOUNT, Erasure.DELETE),
    until="until signing out",
    why="first name and role of who serves, so that the counter starts without a network",
)
declare_storage(
    "local",
    "carnet.counter.program",
    neutral("the id of a program of the shop"),
    until=_CHOICE,
    why="the program that cards were given out for last",
)
declare_storage(
    "session",
    "carnet.place.*",
    neutral("the id of a place of the shop"),
    until="until the tab is closed",
    why="at which of the shop's places this tab stands",
)
declare_storage(
    "database",
    "carnet-counter-outbox",
    _on_device(Category.ACTIVITY, Subject.CUSTOMER, Purpose.LOYALTY, Erasure.KEEP),
    until="until the service has answered, and a day longer",
    why="stamps that wait for the network, by codes of cards and without names",
)
declare_storage(
    "database",
    "carnet-counter-cards",
    _on_device(Category.ACTIVITY, Subject.CUSTOMER, Purpose.LOYALTY, Erasure.KEEP),
    until="sixty days after the card was last shown; the newest five hundred, until signing out",
    why="cards this device has shown, without whose they are, for a counter without network",
)
declare_storage(
    "cache", "counter-*", neutral("files of the screens"), until=_BUILD, why="start without network"
)
