"""The pictures that lie in the store."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base
from api.core.personal import neutral
from api.core.tenancy import MerchantOwned


class Picture(MerchantOwned, Base):
    """How large a stored picture is; it goes when the picture does."""

    __tablename__ = "pictures"
    __table_args__ = (UniqueConstraint("merchant_id", "name"),)

    name: Mapped[str] = mapped_column(info=neutral("a random name in the store"))
    bytes: Mapped[int] = mapped_column(info=neutral("a size"))
