"""What integrators may follow: written with the change (:mod:`.outbox`), numbered by its reader
(:mod:`.feed`), and kept for a while (:mod:`.retention`)."""

from api.core.events.outbox import KEPT, Event, EventHead, publish

__all__ = ["KEPT", "Event", "EventHead", "publish"]
