"""The audit trail: what was done is written (:mod:`.trail`), sealed into a chain for each merchant
soon after (:mod:`.sealer`), put under a daily root (:mod:`.roots`), and verified (:mod:`.verify`).
"""

from api.core.audit.trail import (
    NIGHTS,
    SYSTEM,
    Actor,
    ActorKind,
    AuditEvent,
    AuditWaiting,
    By,
    record,
)

__all__ = ["NIGHTS", "SYSTEM", "Actor", "ActorKind", "AuditEvent", "AuditWaiting", "By", "record"]
