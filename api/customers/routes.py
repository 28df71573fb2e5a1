"""The notebook over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core import audit, events
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import (
    BadCursor,
    PreconditionRequired,
    Problem,
    Stale,
    match_version,
    problems,
)
from api.core.pages import Page, Paging, moment, words
from api.core.texts import Search
from api.customers import search
from api.customers.models import Consent, Customer
from api.customers.register import (
    ContactMissing,
    DuplicateCustomer,
    NobodyNamed,
    describe,
    find_duplicate,
    marketing_purpose,
    note_consent,
    register,
)
from api.customers.schemas import (
    Channel,
    ConsentIn,
    ConsentOut,
    ConsentPurpose,
    CustomerIn,
    CustomerOut,
    CustomerPatch,
)

router = APIRouter(prefix="/v1/customers", tags=["customers"])

DORMANT_AFTER = timedelta(days=90)
"""Without a visit for so long, a customer counts as dormant."""

Reader = Annotated[Caller, needs("customers:read")]
Writer = Annotated[Caller, needs("customers:write")]


class CustomerNotFound(Problem):
    status, code, title = 404, "CUSTOMER_NOT_FOUND", "There is no such customer"


def _newest(purpose: ConsentPurpose) -> ColumnElement[bool]:
    return func.coalesce(
        select(Consent.granted)
        .where(Consent.customer_id == Customer.id, Consent.purpose == purpose)
        .where(Consent.merchant_id == Customer.merchant_id)
        .order_by(Consent.id.desc())
        .limit(1)
        .correlate(Customer)
        .scalar_subquery(),
        False,
    )


_CONSENTS = or_(_newest("marketing_email"), _newest("marketing_sms"))


def _shown(customer: Customer, consents: bool | None) -> CustomerOut:
    customer.__dict__["marketing_consent"] = bool(consents)
    return CustomerOut.model_validate(customer)


def _channel(caller: Caller) -> Channel:
    return "api" if caller.kind == "api_key" else "desk"


async def _found(db: AsyncSession, customer_id: UUID, *, lock: bool = False) -> Customer:
    query = select(Customer).where(Customer.id == customer_id)
    customer = await db.scalar(query.with_for_update() if lock else query)
    if customer is None:
        raise CustomerNotFound
    return customer


@router.get(
    "",
    operation_id="list_customers",
    summary="List and search customers",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_customers(
    db: Db,
    caller: Reader,
    page: Paging,
    q: Annotated[
        Search, Query(description="Name, phone in any format, its last four digits, or e-mail.")
    ] = "",
    filter: Annotated[
        Literal["active", "dormant"] | None,
        Query(description="active: came or joined within 90 days; dormant: did not."),
    ] = None,
    sort: Literal["recent", "name"] = "recent",
) -> Page[CustomerOut]:
    """Latest activity (a visit or joining) first, or by name."""
    query = select(Customer, _CONSENTS)
    if q:
        query = query.where(search.matching(q))
    if filter == "active":
        query = query.where(Customer.last_active_at >= now() - DORMANT_AFTER)
    elif filter == "dormant":
        query = query.where(Customer.last_active_at < now() - DORMANT_AFTER)
    if sort == "name":
        if after := page.after(words, UUID):
            query = query.where(tuple_(Customer.search_name, Customer.id) > after)
        query = query.order_by(Customer.search_name, Customer.id)
    else:
        if after := page.after(moment, UUID):
            query = query.where(tuple_(Customer.last_active_at, Customer.id) < after)
        query = query.order_by(Customer.last_active_at.desc(), Customer.id.desc())
    found = (await db.execute(query.limit(page.limit + 1))).all()
    rows, cursor = page.cut(
        found,
        lambda row: (row[0].search_name if sort == "name" else row[0].last_active_at, row[0].id),
    )
    return Page(items=[_shown(*row) for row in rows], next_cursor=cursor)


@router.post(
    "",
    operation_id="create_customer",
    summary="Add a customer",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, DuplicateCustomer, NobodyNamed, ContactMissing),
)
async def create_customer(
    db: Db, caller: Writer, body: CustomerIn, answer: Response
) -> CustomerOut:
    """Without `allow_duplicate`, a known phone or e-mail is refused with the id of its owner."""
    if not body.allow_duplicate and (known := await find_duplicate(db, body)):
        raise DuplicateCustomer(customer_id=known)
    customer = register(db, body, _channel(caller))
    customer.notes = body.notes
    await db.flush()
    if body.marketing_consent:
        purpose = marketing_purpose(customer)
        note_consent(db, customer, _channel(caller), caller.id, purpose=purpose)
    audit.record(db, caller, "customer.created", "customer", customer.id)
    answer.headers["ETag"] = f'"{customer.version}"'
    return _shown(customer, body.marketing_consent)


@router.get(
    "/{customer_id}",
    operation_id="read_customer",
    summary="Read a customer",
    responses=problems(*CALLER_REFUSALS, CustomerNotFound),
)
async def read_customer(db: Db, caller: Reader, customer_id: UUID, answer: Response) -> CustomerOut:
    """The `ETag` is what `If-Match` of a change has to name."""
    row = (
        await db.execute(select(Customer, _CONSENTS).where(Customer.id == customer_id))
    ).one_or_none()
    if row is None:
        raise CustomerNotFound
    answer.headers["ETag"] = f'"{row[0].version}"'
    return _shown(*row)


@router.patch(
    "/{customer_id}",
    operation_id="change_customer",
    summary="Change a customer",
    responses=problems(
        *CALLER_REFUSALS, CustomerNotFound, Stale, PreconditionRequired, NobodyNamed
    ),
)
async def change_customer(
    db: Db,
    caller: Writer,
    customer_id: UUID,
    body: CustomerPatch,
    answer: Response,
    if_match: Annotated[str | None, Header(description="The `ETag` that you read.")] = None,
) -> CustomerOut:
    """Changes the fields named and leaves the others. Two people editing: the second gets 412."""
    customer = await _found(db, customer_id, lock=True)
    match_version(if_match, customer.version)
    changes = body.model_dump(exclude_unset=True)
    describe(customer, changes)
    if not (customer.first_name or customer.last_name or customer.phone or customer.email):
        raise NobodyNamed
    customer.version += 1
    audit.record(db, caller, "customer.changed", "customer", customer.id, fields=sorted(changes))
    events.publish(db, "customer.changed", "customer", customer.id, fields=sorted(changes))
    await db.flush()
    answer.headers["ETag"] = f'"{customer.version}"'
    consents = await db.scalar(select(_CONSENTS).where(Customer.id == customer_id))
    return _shown(customer, consents)


@router.get(
    "/{customer_id}/consents",
    operation_id="list_consents",
    summary="List the consent events of a customer",
    responses=problems(*CALLER_REFUSALS, CustomerNotFound, BadCursor),
)
async def list_consents(
    db: Db, caller: Reader, customer_id: UUID, page: Paging
) -> Page[ConsentOut]:
    """Newest first."""
    await _found(db, customer_id)
    query = select(Consent).where(Consent.customer_id == customer_id)
    if after := page.after(UUID):
        query = query.where(Consent.id < after[0])
    found = (await db.scalars(query.order_by(Consent.id.desc()).limit(page.limit + 1))).all()
    rows, cursor = page.cut(found, lambda row: (row.id,))
    return Page(items=[ConsentOut.model_validate(row) for row in rows], next_cursor=cursor)


@router.post(
    "/{customer_id}/consents",
    operation_id="record_consent",
    summary="Record that a consent was given or withdrawn",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, CustomerNotFound),
)
async def record_consent(db: Db, caller: Writer, customer_id: UUID, body: ConsentIn) -> ConsentOut:
    """An event is added; earlier ones stay as proof (GDPR art. 7(1), 7(3))."""
    customer = await _found(db, customer_id)
    consent = note_consent(db, customer, _channel(caller), caller.id, **body.model_dump())
    await db.flush()
    return ConsentOut.model_validate(consent)
