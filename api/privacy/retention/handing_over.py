"""A notice counts when its mail was handed over, and is written down as sent only then."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update

from api.core.clock import now
from api.core.jobs import Work
from api.core.mail import Mail, send
from api.core.tenancy import enter
from api.privacy.retention.models import RetentionNotice, UserNotice


async def handed_over(
    work: Work,
    mail: Mail,
    kind: type[RetentionNotice] | type[UserNotice],
    notice_id: UUID,
    merchant_id: UUID | None = None,
) -> None:
    """Raises what the mail server raises; the job then tries again."""
    await send(work.settings, mail)
    async with work.database.session() as db:
        if merchant_id is not None:
            await enter(db, merchant_id)
        await db.execute(update(kind).where(kind.id == notice_id).values(sent_at=now()))
