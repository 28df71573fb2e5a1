"""What the routes take and answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from api.core.texts import paragraph
from api.customers.fields import Address, Birthday, Language
from api.privacy.holder.data import Correction
from api.privacy.requests.holidays import Calendar
from api.privacy.requests.plans import Becomes
from api.privacy.requests.states import State, Step
from api.privacy.requests.wishes import Ground, Kind, Measure

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    AfterValidator(paragraph),
]
How = Literal["counter", "mail", "phone", "letter"]
_CORRECTION = "Of a rectification: the new values, written once the plan is approved."
_MEASURE = (
    "Of a restriction: on which ground it is put once the plan is approved (GDPR art. 18(1)), or"
    " `lift`, of which the person has to be told before."
)


class RequestIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    customer_id: UUID
    kind: Kind
    channel: How = Field("counter", description="How the request came in.")
    received_at: AwareDatetime | None = Field(
        None, description="When it came in, if not just now: the deadline is counted from it."
    )
    language: Language | None = Field(
        None, description="In which to answer; default: the customer's, else the shop's."
    )
    details: Words | None = Field(None, description="What exactly is asked for.")
    correction: Correction | None = Field(None, description=_CORRECTION)
    restriction: Measure | None = Field(None, description=_MEASURE)


def written(correction: Correction | None) -> dict[str, Any] | None:
    """As the request's row keeps it: only the fields that were named."""
    return None if correction is None else correction.model_dump(mode="json", exclude_unset=True)


class CustomerNamed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    customer_id: UUID


class IdentificationIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    by: Literal["code", "counter"] = Field(
        description="`code`: the one mailed; `counter`: a member knows the person, or has seen a"
        " document, of which nothing is kept."
    )
    code: str | None = Field(None, pattern=r"^\d{6}$", description="With `code`.")


class QualificationIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Kind
    details: Words | None = None
    correction: Correction | None = Field(
        None, description=f"{_CORRECTION} null: a member corrects what is none of these fields."
    )
    restriction: Measure | None = Field(None, description=_MEASURE)


class ApprovalIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    plan_digest: str = Field(max_length=64, description="`digest` of the plan that was read.")


class AnswerIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: Words | None = Field(None, description="What to add to the mail, in the shop's words.")


class ExtensionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Words = Field(description="Told to the person.")


class RefusalIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ground: Ground
    reason: Words = Field(description="Told to the person, with the remedies.")


class RequestPlanLineOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    about: str = Field(description="A table, or a use of data.")
    becomes: Becomes
    rows: int | None
    until: date | None
    because: str


class RequestPlanChangeOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    field: Literal["first_name", "last_name", "phone", "email", "address", "birthday", "language"]
    before: str | Address | Birthday | None = Field(description="As the record says it now.")
    after: str | Address | Birthday | None


class RequestPlanOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    digest: str = Field(description="Send it with the approval.")
    by_hand: bool = Field(description="A member does it and says so; nothing happens by itself.")
    lines: list[RequestPlanLineOut]
    changes: list[RequestPlanChangeOut] = Field(description="Of a rectification, field by field.")
    recipients: list[str] = Field(
        description="Who else is told of the changes, by name; programs follow them at"
        " `GET /v1/events`."
    )


class RequestOut(BaseModel):
    id: UUID
    version: int = Field(description="Also in `ETag`; send it as `If-Match` with every step.")
    kind: Kind
    state: State
    next_step: Step | None
    channel: Literal["counter", "mail", "phone", "letter", "page", "operator"]
    language: Language
    customer_id: UUID | None = Field(
        description="Null: it was forwarded, and it is not known yet from whom it is."
    )
    customer_name: str | None = Field(description="Null: not known, or erased.")
    asked_by: str | None
    details: str | None
    received_at: datetime
    due_on: date = Field(description="The last day, in the shop's time zone.")
    due_at: datetime = Field(description="The first instant that is too late.")
    days_left: int = Field(description="0: today is the last day; negative: too late.")
    extended_at: datetime | None
    extension_reason: str | None
    identified_by: Literal["code", "counter"] | None
    code_expires_at: datetime | None = Field(description="A code was mailed, good until then.")
    answered_by_mail: bool = Field(
        description="An address is known to which the answer goes by itself."
    )
    correction: Correction | None = Field(description="The new values, until they are erased.")
    restriction: Measure | None
    failed_at: datetime | None = Field(
        description="Its execution gave up then: look why, and start it again."
    )
    by_hand: bool = Field(description="Done by a member, who confirms it.")
    file_id: UUID | None = Field(
        description="Of access and portability: the file that was made, among the extracts."
    )
    erasure_id: UUID | None = Field(description="Of an erasure: where its course can be read.")
    refusal_ground: Ground | None
    answer: str | None
    closed_at: datetime | None
    notice_due_at: datetime | None = Field(
        description="Of a complaint that reached the operator: the shop has to know by then."
    )
    notified_at: datetime | None


class RequestEventOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    at: datetime
    what: str = Field(description="As in the trail, without `request.`")
    state: State
    word: str | None
    actor_kind: Literal["member", "api_key", "holder", "system"]
    actor_id: UUID | None


class CalendarIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    holidays: Calendar


class CalendarOut(BaseModel):
    holidays: Calendar = Field(description="Whose public holidays move a deadline.")
    feed_made_at: datetime | None = Field(description="Null: nobody has a calendar address.")


class FeedOut(BaseModel):
    address: str = Field(
        description="For calendar programs. A secret: shown once; making another revokes it."
    )
