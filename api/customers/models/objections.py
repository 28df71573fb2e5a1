"""Contacts that must not be taken in again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import neutral
from api.core.tenancy import MerchantOwned


class Objection(MerchantOwned, Base):
    """An address or a number whose owner objected (GDPR art. 21). It names nobody, and stays
    when the customer is erased: else the next list would bring the contact back."""

    __tablename__ = "objections"
    __table_args__ = (UniqueConstraint("merchant_id", "fingerprint"),)

    fingerprint: Mapped[bytes] = mapped_column(
        info=neutral(
            "keyed fingerprint of an address or a number, by a secret that the database does not"
            " hold; it answers only whoever names the contact"
        )
    )
    created_at: Mapped[datetime] = mapped_column(
        default=now, info=neutral("when a fingerprint was noted")
    )
