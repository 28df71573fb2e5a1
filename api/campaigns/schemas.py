"""What campaigns take and show."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from api.campaigns.wording import known_placeholders
from api.cards.showing.occasions import Occasion
from api.core.texts import Name, line, paragraph
from api.customers.fields import Tag
from api.customers.schemas import ConsentPurpose

AT_ONCE = 10_000

Subject = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=150),
    AfterValidator(line),
    AfterValidator(known_placeholders),
]
Body = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=5000),
    AfterValidator(paragraph),
    AfterValidator(known_placeholders),
]


class _Segment(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EverySegment(_Segment):
    """Every customer."""

    kind: Literal["everyone"]


class RecentSegment(_Segment):
    """Came in the last `days` days."""

    kind: Literal["recent"]
    days: int = Field(30, ge=1, le=365)


class LapsedSegment(_Segment):
    """Came once, and not in the last `days` days."""

    kind: Literal["lapsed"]
    days: int = Field(90, ge=7, le=1095)


class BirthdaySegment(_Segment):
    """Has a birthday in this month; null: in the month in which the mails go out."""

    kind: Literal["birthday"]
    month: int | None = Field(None, ge=1, le=12)


class NearRewardSegment(_Segment):
    """Lacks at most `missing` units for a reward of this program."""

    kind: Literal["near_reward"]
    program_id: UUID
    missing: int = Field(2, ge=1, le=1000)


class TagSegment(_Segment):
    """Has this tag. One that tells about health, opinions or the like is refused (GDPR art. 9)."""

    kind: Literal["tag"]
    tag: Tag


class SegmentFilter(_Segment):
    """As in the query of the list of customers, without its free text `q`."""

    filter: Literal["active", "dormant"] | None = None
    tag: Tag | None = None
    city: Name | None = None
    has_email: bool | None = None
    consent: ConsentPurpose | None = None
    program_id: UUID | None = None
    birthday_month: Annotated[int, Field(ge=1, le=12)] | None = None
    occasion: Occasion | None = None


class ListSegment(_Segment):
    """Whom the list of customers shows with this filter."""

    kind: Literal["list"]
    filter: SegmentFilter


class SelectionSegment(_Segment):
    """Customers chosen one by one. The ids go in and do not come out: `size` says how many."""

    kind: Literal["selection"]
    customer_ids: list[UUID] | None = Field(None, min_length=1, max_length=AT_ONCE)
    size: int | None = Field(None, ge=0, le=AT_ONCE, description="In answers.")


Audience = Annotated[
    EverySegment
    | RecentSegment
    | LapsedSegment
    | BirthdaySegment
    | NearRewardSegment
    | TagSegment
    | ListSegment
    | SelectionSegment,
    Field(discriminator="kind"),
]

Reason = Literal[
    "no_consent",
    "objected",
    "restricted",
    "under_15",
    "no_address",
    "too_soon",
    "same_address",
    "gone",
    "undeliverable",
]
Status = Literal["draft", "scheduled", "sending", "stopped", "sent", "cancelled"]


class SegmentIn(_Segment):
    audience: Audience


class SegmentOut(BaseModel):
    """Who is in a segment, and who of them may be written to at this moment."""

    total: int
    reached: int = Field(description="Get the mail, if it is sent now.")
    refused: dict[Reason, int] = Field(description="Do not, and why.")
    sample: str | None = Field(
        description="First name of one who is reached; null without `customers:read`."
    )


class CampaignIn(_Segment):
    """A draft; everything may still be missing."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "subject": "Un café vous attend, {first_name}",
                    "body": "Bonjour {first_name},\n\nCela fait longtemps ! Passez nous voir.",
                    "audience": {"kind": "lapsed", "days": 90},
                }
            ]
        },
    )

    subject: Subject = ""
    body: Body = Field(
        "",
        description="Plain text; an empty line begins a paragraph. `{first_name}` and `{shop}` are"
        " filled in for each reader.",
    )
    card_button: bool = Field(True, description="A button to the reader's own card, if known.")
    audience: Audience | None = None


class CampaignPatch(_Segment):
    subject: Subject | None = None
    body: Body | None = None
    card_button: bool | None = None
    audience: Audience | None = None


class CampaignCounts(BaseModel):
    planned: int = Field(0, description="Get the mail, as found when sending began.")
    sent: int = 0
    unclear: int = Field(0, description="Perhaps sent: the line broke. Not sent again.")
    failed: int = Field(0, description="Refused by the reader's mail server.")
    cancelled: int = 0
    refused: dict[Reason, int] = Field(default_factory=dict)


class CampaignOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    status: Status
    subject: str
    body: str
    card_button: bool
    audience: Audience | None
    scheduled_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    problem: Literal["PLAN_LIMIT", "MAIL_SERVER", "READ_ONLY"] | None = Field(
        description="Why it has stopped; `POST …/dispatch` goes on."
    )
    counts: CampaignCounts
    created_at: datetime
    changed_at: datetime


class CampaignReport(CampaignOut):
    withdrawn: int = Field(description="Got the mail and have withdrawn their consent since.")
    waits_until: datetime | None = Field(description="The end of the quiet hours it waits for.")


class DispatchIn(_Segment):
    at: AwareDatetime | None = Field(None, description="Null: now. At most a year ahead.")


class CampaignPreviewIn(_Segment):
    subject: Subject = ""
    body: Body = ""
    card_button: bool = True
    first_name: Name | None = Field(None, description="Of the reader; null: not known.")


class CampaignPreviewOut(BaseModel):
    """The mail as one reader gets it."""

    sender: str
    subject: str
    text: str
    html: str


class CampaignSettingsIn(_Segment):
    days_between: int = Field(
        7, ge=1, le=90, description="Nobody gets two campaigns within so many days."
    )
    quiet_from: int = Field(21, ge=0, le=23)
    quiet_until: int = Field(
        7, ge=0, le=23, description="Between these hours of the shop's day nothing is sent."
    )


class CampaignSettingsOut(CampaignSettingsIn):
    model_config = ConfigDict(from_attributes=True)
