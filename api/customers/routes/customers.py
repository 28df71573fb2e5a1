"""One customer: adding, reading, changing."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response

from api.accounts import local_time
from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core import audit, events
from api.core.deps import Config, Db
from api.core.errors import PreconditionRequired, Stale, match_version, problems
from api.customers import consents, duplicates, objections
from api.customers.consents import ContactMissing, NoMarketingUnder15
from api.customers.found import NOT_THERE, NOT_USABLE, find
from api.customers.register import DuplicateCustomer, NobodyNamed, change, find_duplicate, register
from api.customers.restricted import ContactObjected
from api.customers.schemas import Channel, CustomerIn, CustomerOut, CustomerPatch, shown

router = APIRouter(prefix="/v1/customers", tags=["customers"])

Reader = Annotated[Caller, needs("customers:read")]
Writer = Annotated[Caller, needs("customers:write")]


COMPARED = frozenset(
    {"title", "first_name", "last_name", "company", "siret", "phone", "email", "birthday"}
)
"""What tells whether two customers are one person."""


def channel(caller: Caller) -> Channel:
    return "api" if caller.kind == "api_key" else "desk"


@router.post(
    "",
    operation_id="create_customer",
    summary="Add a customer",
    status_code=201,
    responses=problems(
        *CALLER_REFUSALS,
        DuplicateCustomer,
        NobodyNamed,
        ContactMissing,
        ContactObjected,
        NoMarketingUnder15,
    ),
)
async def create_customer(
    db: Db, caller: Writer, settings: Config, body: CustomerIn, answer: Response
) -> CustomerOut:
    """Without `allow_duplicate`, a known phone or e-mail is refused with the id of its owner. A
    contact whose owner objected is refused; it comes back only with its owner, who takes a card
    at the counter or on the join page."""
    await objections.refuse(db, settings, phone=body.phone, email=body.email)
    if not body.allow_duplicate and (known := await find_duplicate(db, body)):
        raise DuplicateCustomer(customer_id=known)
    customer = register(db, body, channel(caller))
    await db.flush()
    granted: set[str] = set()
    if body.marketing_consent:
        purpose = consents.marketing_purpose(customer)
        consents.note_consent(db, customer, channel(caller), caller.id, purpose=purpose)
        granted = {purpose}
    audit.record(db, caller, "customer.created", "customer", customer.id)
    await duplicates.look_for(db, customer.id)
    answer.headers["ETag"] = f'"{customer.version}"'
    return shown(customer, granted)


@router.get(
    "/{customer_id}",
    operation_id="read_customer",
    summary="Read a customer",
    responses=problems(*CALLER_REFUSALS, *NOT_THERE),
)
async def read_customer(db: Db, caller: Reader, customer_id: UUID, answer: Response) -> CustomerOut:
    """The `ETag` is what `If-Match` of a change has to name. A customer that was merged into
    another answers 410 with the other's id."""
    customer = await find(db, customer_id)
    granted = await consents.granted(db, [customer.id])
    answer.headers["ETag"] = f'"{customer.version}"'
    return shown(customer, granted.get(customer.id, set()))


@router.patch(
    "/{customer_id}",
    operation_id="change_customer",
    summary="Change a customer",
    responses=problems(
        *CALLER_REFUSALS, *NOT_USABLE, ContactObjected, Stale, PreconditionRequired, NobodyNamed
    ),
)
async def change_customer(
    db: Db,
    caller: Writer,
    settings: Config,
    customer_id: UUID,
    body: CustomerPatch,
    answer: Response,
    if_match: Annotated[str | None, Header(description="The `ETag` that you read.")] = None,
) -> CustomerOut:
    """Changes the fields named and leaves the others. Two people editing: the second gets 412."""
    customer = await find(db, customer_id, lock=True)
    match_version(if_match, customer.version)
    changes = body.described()
    new = {name: changes.get(name) for name in ("phone", "email")}
    known = {"phone": customer.phone, "email": customer.email}
    await objections.refuse(
        db, settings, **{name: None if new[name] == known[name] else new[name] for name in new}
    )
    await change(db, customer, changes)
    if changes.keys() & COMPARED:
        await duplicates.look_for(db, customer.id)
    if customer.age == "under_15":
        await consents.withdraw_all(db, customer, channel(caller), caller.id)
    audit.record(db, caller, "customer.changed", "customer", customer.id, fields=sorted(changes))
    events.publish(db, "customer.changed", "customer", customer.id, fields=sorted(changes))
    await db.flush()
    granted = await consents.granted(db, [customer.id])
    answer.headers["ETag"] = f'"{customer.version}"'
    return shown(customer, granted.get(customer.id, set()))


@router.post(
    "/{customer_id}/adult-verification",
    operation_id="verify_adult",
    summary="Note that proof of majority was seen",
    responses=problems(*CALLER_REFUSALS, *NOT_USABLE),
)
async def verify_adult(db: Db, caller: Writer, customer_id: UUID, answer: Response) -> CustomerOut:
    """A member has looked at a document: today's date is kept, and nothing of the document. No
    date of birth is ever asked."""
    customer = await find(db, customer_id, lock=True)
    today = await local_time.today(db, caller.merchant_id)
    await change(db, customer, {"age": "adult", "adult_verified_on": today})
    audit.record(db, caller, "customer.adult_verified", "customer", customer.id)
    events.publish(db, "customer.changed", "customer", customer.id, fields=["adult_verified_on"])
    await db.flush()
    granted = await consents.granted(db, [customer.id])
    answer.headers["ETag"] = f'"{customer.version}"'
    return shown(customer, granted.get(customer.id, set()))
