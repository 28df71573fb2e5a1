"""Restricting a customer's data, and objecting to its use."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core.deps import Config, Db
from api.core.errors import problems
from api.customers.found import NOT_THERE, find
from api.customers.schemas import Channel
from api.privacy.restriction import restrict
from api.privacy.restriction.objecting import object_to_use
from api.privacy.restriction.restrict import NoAddress, NotRestricted, PersonNotInformed

router = APIRouter(prefix="/v1/customers/{customer_id}", tags=["privacy"])

Reader = Annotated[Caller, needs("privacy:read")]
Writer = Annotated[Caller, needs("privacy:write")]


class RestrictionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: restrict.Reason = Field(
        description="GDPR art. 18(1): `accuracy` is contested, the use is `unlawful`, the data is"
        " needed for `legal_claims`, an `objection` is being weighed."
    )


class NoticeIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    how: restrict.Told = Field(
        description="`mail`: we write to the person; `told`: a member has told them otherwise."
    )


class RestrictionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    customer_id: UUID
    reason: restrict.Reason
    placed_at: datetime
    placed_by: UUID | None = Field(description="The member; null: the holder, on its page.")
    informed_at: datetime | None = Field(
        description="When the person was told that it will be lifted; before that it cannot be."
    )
    informed_how: restrict.Told | None


class ObjectionOut(BaseModel):
    customer_id: UUID
    objected_at: datetime
    kept: str | None = Field(description="The company or the name under which the record stays.")


@router.post(
    "/restriction",
    operation_id="restrict_customer",
    summary="Restrict the use of a customer's data",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, *NOT_THERE),
)
async def restrict_customer(
    db: Db, caller: Writer, customer_id: UUID, body: RestrictionIn
) -> RestrictionOut:
    """The data is kept and shown, marked, and no longer used: changing, merging, exporting in
    lists, importing over it, marketing and reminders answer `CUSTOMER_RESTRICTED` or leave the
    person out. Presenting the card at the counter is the person's own act and goes on. A second
    call gives the first restriction."""
    return RestrictionOut.model_validate(
        await restrict.restrict(db, caller, customer_id, body.reason)
    )


@router.get(
    "/restriction",
    operation_id="read_restriction",
    summary="Read the restriction of a customer's data",
    responses=problems(*CALLER_REFUSALS, *NOT_THERE, NotRestricted),
)
async def read_restriction(db: Db, caller: Reader, customer_id: UUID) -> RestrictionOut:
    """The open one."""
    await find(db, customer_id)
    return RestrictionOut.model_validate(await restrict.current(db, customer_id))


@router.post(
    "/restriction/notice",
    operation_id="announce_lifting",
    summary="Tell the person that the restriction will be lifted",
    status_code=202,
    responses=problems(*CALLER_REFUSALS, *NOT_THERE, NotRestricted, NoAddress),
)
async def announce_lifting(
    db: Db, caller: Writer, customer_id: UUID, body: NoticeIn
) -> RestrictionOut:
    """GDPR art. 18(3). `informed_at` is set once the mail has left, a moment later."""
    return RestrictionOut.model_validate(await restrict.inform(db, caller, customer_id, body.how))


@router.delete(
    "/restriction",
    operation_id="lift_restriction",
    summary="Lift the restriction",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, *NOT_THERE, NotRestricted, PersonNotInformed),
)
async def lift_restriction(db: Db, caller: Writer, customer_id: UUID) -> None:
    """Only after the person was told."""
    await restrict.lift(db, caller, customer_id)


@router.post(
    "/objection",
    operation_id="object_for_customer",
    summary="Record that a customer objects",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, *NOT_THERE),
)
async def object_for_customer(
    db: Db, caller: Writer, settings: Config, customer_id: UUID
) -> ObjectionOut:
    """GDPR art. 21. Every consent is withdrawn; phone, e-mail, notes, tags, birthday and photo are
    emptied, of a company also the person's name, of a person the address. A company's record stays
    and is marked, a person's card goes on. The contacts are recognised by keyed fingerprints:
    creating, importing and marketing to them answers `CONTACT_OBJECTED` or `CUSTOMER_OBJECTED`.
    There is no undo."""
    channel: Channel = "api" if caller.kind == "api_key" else "desk"
    customer = await object_to_use(db, settings, caller, channel, customer_id)
    names = " ".join(filter(None, (customer.first_name, customer.last_name)))
    return ObjectionOut.model_validate(
        {
            "customer_id": customer.id,
            "objected_at": customer.objected_at,
            "kept": customer.company or names or None,
        }
    )
