"""The pictures that lie in the store, and what is under way to or from it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    Category,
    Erasure,
    Persons,
    Purpose,
    Retention,
    Subject,
    Via,
    declare_file,
    neutral,
    personal,
)
from api.core.tenancy import MerchantOwned

_NAME = neutral("a random name in the store")
_HERE = "where it lies now: another host puts it elsewhere"

declare_file(
    "picture of a shop",
    personal(
        Category.IDENTITY,
        Subject.MERCHANT,
        Purpose.ACCOUNT,
        retention=Retention.CONTRACT,
        erasure=Erasure.DELETE,
    ),
    place="media",
    column="pictures.name",
)


class Picture(MerchantOwned, Base):
    """What a stored picture is and takes; it goes when the picture does."""

    __tablename__ = "pictures"
    __stay__: ClassVar = dict.fromkeys(("sent_at", "receipt"), _HERE)
    __table_args__ = (
        UniqueConstraint("merchant_id", "name"),
        CheckConstraint("kind IN ('photo', 'logo', 'background')", name="kind"),
    )

    name: Mapped[str] = mapped_column(info=_NAME)
    kind: Mapped[str] = mapped_column(default="photo", info=neutral("what it is for"))
    bytes: Mapped[int] = mapped_column(info=neutral("a size"))
    created_at: Mapped[datetime] = mapped_column(default=now, info=neutral("when it was put"))
    sent_at: Mapped[datetime | None] = mapped_column(info=neutral(_HERE))
    """Since then it lies with the outside service alone."""
    receipt: Mapped[str | None] = mapped_column(info=neutral("the service's own id of it"))


class WaitingPicture(MerchantOwned, Base):
    """A picture on its way to the outside service: here, where any worker on any host finds it,
    until the service has said that it has it."""

    __tablename__ = "waiting_pictures"
    __stays__ = "on its way; the file has the picture itself"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Via("name", "customers", "photo"),
    }
    __table_args__ = (UniqueConstraint("merchant_id", "name"),)

    name: Mapped[str] = mapped_column(info=_NAME)
    body: Mapped[bytes] = mapped_column(
        info=personal(
            Category.IDENTITY,
            Subject.CUSTOMER,
            Purpose.NOTEBOOK,
            retention=Retention.LAST_ACTIVITY,
            erasure=Erasure.DELETE,
            withheld="the photo itself is in the file",
        )
    )
    created_at: Mapped[datetime] = mapped_column(default=now, info=neutral("when it was put"))


class PictureRemoval(MerchantOwned, Base):
    """That a picture had to go, and what the stores said when it was gone."""

    __tablename__ = "picture_removals"
    __stays__ = "what the stores of this host were told"
    __table_args__ = (UniqueConstraint("merchant_id", "name"),)

    name: Mapped[str] = mapped_column(info=neutral("the random name of what is gone"))
    asked_at: Mapped[datetime] = mapped_column(default=now, info=neutral("when it had to go"))
    done_at: Mapped[datetime | None] = mapped_column(info=neutral("when it was gone"))
    receipt: Mapped[str | None] = mapped_column(info=neutral("what the outside service answered"))
