"""Every night each merchant's trail is verified, so that its team sees how far it is whole."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import delete, text
from uuid_utils.compat import uuid7

from api.core import jobs
from api.core.audit.seals import AuditVerification
from api.core.audit.verify import Report, verify
from api.core.clock import now
from api.core.jobs import Work, job, periodic
from api.core.tenancy import merchant_of

log = logging.getLogger("carnet.audit")

KEPT = timedelta(days=400)
_SEALED = text("SELECT merchant_id FROM audit_heads").execution_options(touches_no_merchant=True)


@periodic("41 1 * * *", "audit.verify")
async def verify_everywhere(work: Work) -> None:
    """One job for each merchant."""
    for merchant_id in (await work.db.scalars(_SEALED)).all():
        await jobs.enqueue(work.db, "audit.verify_of", merchant_id=merchant_id, once="nightly")


@job("audit.verify_of", after_end=True)
async def verify_of(work: Work) -> None:
    """Verify the merchant's trail and note what was found: kinds, places and ids."""
    merchant_id, report = merchant_of(work.db), Report()
    async for fault in verify(work.database, merchant_id, report):
        if report.faults <= len(report.first):
            log.error("audit trail of merchant %s: %s: %s", merchant_id, fault.kind, fault.says)
    work.db.add(
        AuditVerification(
            id=uuid7(),
            at=now(),
            position=report.begins + report.seals,
            up_to=report.up_to,
            waiting=report.waiting,
            faults=report.faults,
            first_faults=[fault.as_json() for fault in report.first],
        )
    )
    old = delete(AuditVerification).where(AuditVerification.at < now() - KEPT)
    await work.db.execute(old)
