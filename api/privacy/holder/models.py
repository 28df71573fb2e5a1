"""How a holder was identified, and for how long that holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    Category,
    Endings,
    Ends,
    Erasure,
    Persons,
    Purpose,
    Retention,
    Subject,
    Via,
    neutral,
    personal,
)
from api.core.tenancy import MerchantOwned
from api.customers.models.declared import MEMBER

_SECRET = personal(
    Category.CREDENTIAL,
    Subject.CUSTOMER,
    Purpose.SECURITY,
    retention=Retention.EXPIRY,
    erasure=Erasure.DELETE,
    withheld="digest of a secret that only the holder has",
)
_LINK = personal(
    Category.LINK,
    Subject.CUSTOMER,
    Purpose.SECURITY,
    retention=Retention.EXPIRY,
    erasure=Erasure.DELETE,
    withheld="an opaque id; what it leads to is exported itself",
)
_WHEN = neutral("time of a technical event")


class Identification(MerchantOwned, Base):
    """A one-time code, and the access that it gave. Kept for a day."""

    __tablename__ = "identifications"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Via("customer_id", "customers"),
        Subject.USER: Via("given_by", "memberships"),
    }
    __ends__: ClassVar[Endings] = (
        Ends(Subject.CUSTOMER, Retention.EXPIRY, "created_at", own=timedelta(days=1)),
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "customer_id"], ["customers.merchant_id", "customers.id"]
        ),
        CheckConstraint("how in ('mail', 'counter')", name="how"),
        UniqueConstraint("merchant_id", "access"),
        Index("ix_identifications_customer", "merchant_id", "customer_id", "id"),
    )

    customer_id: Mapped[UUID] = mapped_column(info=_LINK)
    how: Mapped[str] = mapped_column(info=neutral("by mail or at the counter"))
    code: Mapped[bytes | None] = mapped_column(info=_SECRET)
    """Keyed digest; None until the mail's job has made it, and once it was used."""
    given_by: Mapped[UUID | None] = mapped_column(info=MEMBER)
    created_at: Mapped[datetime] = mapped_column(default=now, info=_WHEN)
    expires_at: Mapped[datetime] = mapped_column(info=_WHEN)
    access: Mapped[bytes | None] = mapped_column(info=_SECRET)
    """Digest of the secret that opens the data until then."""
    access_until: Mapped[datetime | None] = mapped_column(info=_WHEN)
