"""A program's rules: what earns, how much, for how long.

They are a document: a revision keeps the whole of it, so that every entry can be explained by
the rules it was made under. Every field has a default, which is what older documents mean.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from uuid_utils.compat import uuid7

from api.core.texts import Name

Kind = Literal["stamps", "points"]
Rounding = Literal["down", "nearest", "up"]
Weekday = Annotated[int, Field(ge=1, le=7)]
Sku = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
LocalTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
OwnId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
MOST_UNITS = 1_000_000
MOST_MONEY = 1_000_000_000
"""In minor units: ten million euros."""
MOST_POINTS_AT_ONCE = 10_000
"""Default of a points program: a slip of the keyboard, not a purchase, earns more."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


def _own_id() -> str:
    return uuid7().hex


class PerAmount(_Strict):
    units: int = Field(ge=1, le=MOST_UNITS)
    per: int = Field(ge=1, le=MOST_MONEY, description="Minor units of money, as cents.")


class ItemUnits(_Strict):
    """Units for each piece of an article."""

    sku: Sku
    name: Name
    units: int = Field(ge=1, le=MOST_UNITS)


class BonusWhen(_Strict):
    """All that is said has to hold. Times and days are those of the shop's time zone."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    weekdays: list[Weekday] | None = Field(
        None, min_length=1, max_length=7, description="Monday is 1."
    )
    from_: LocalTime | None = Field(None, alias="from", description="Local time, included.")
    to: LocalTime | None = Field(
        None, description="Local time, excluded; before `from`: the next morning."
    )
    birthday_month: bool = Field(False, description="The month of the customer's birthday.")
    first_visit: bool = Field(False, description="The first earning of the card.")
    valid_from: date | None = None
    valid_until: date | None = Field(None, description="The last day.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from")
        return self


class Bonus(_Strict):
    """More units at some times: of several percents that apply the best counts, fixed units
    add up."""

    id: OwnId = Field(default_factory=_own_id)
    name: Name
    when: BonusWhen = BonusWhen()
    percent: int | None = Field(None, ge=101, le=1000, description="200 doubles the units.")
    units: int | None = Field(None, ge=1, le=MOST_UNITS, description="Added once per earning.")

    @model_validator(mode="after")
    def _gives(self) -> Self:
        if self.percent is None and self.units is None:
            raise ValueError("a bonus gives a percent or units")
        return self


class Sponsorship(_Strict):
    """At the friend's first earning; who sent the friend is said at enrolment."""

    sponsor_units: int = Field(ge=0, le=MOST_UNITS)
    friend_units: int = Field(ge=0, le=MOST_UNITS)


class NoExpiry(_Strict):
    kind: Literal["none"] = "none"


class ExpiryAfterEarning(_Strict):
    """To the end of the month that lies so many months after the earning."""

    kind: Literal["after_earning"]
    months: int = Field(ge=1, le=120)


class ExpiryOnDay(_Strict):
    """On a day of every year (29 February: the 28th in other years)."""

    kind: Literal["fixed_day"]
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)

    @model_validator(mode="after")
    def _exists(self) -> Self:
        # 2024 is a leap year.
        date(2024, self.month, self.day)
        return self


class ExpiryByInactivity(_Strict):
    """So many months after the customer's last own act."""

    kind: Literal["inactivity"]
    months: int = Field(ge=1, le=120)


Expiry = Annotated[
    NoExpiry | ExpiryAfterEarning | ExpiryOnDay | ExpiryByInactivity, Field(discriminator="kind")
]


class TierLevel(_Strict):
    id: OwnId = Field(default_factory=_own_id)
    name: Name
    threshold: int = Field(ge=1, le=1_000_000_000, description="Units earned in the window.")
    percent: int = Field(100, ge=100, le=1000, description="100: no bonus.")


class Tiers(_Strict):
    window_months: int | None = Field(None, ge=1, le=120, description="null: over the lifetime.")
    levels: list[TierLevel] = Field(min_length=1, max_length=10)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        thresholds = [level.threshold for level in self.levels]
        if thresholds != sorted(set(thresholds)):
            raise ValueError("thresholds have to rise")
        if len({level.id for level in self.levels}) < len(self.levels):
            raise ValueError("two levels have one id")
        return self


class RedeemValue(_Strict):
    """What units are worth as a discount on a sale."""

    units: int = Field(ge=1, le=MOST_UNITS)
    value: int = Field(ge=1, le=MOST_MONEY, description="Minor units of money.")


class RulesOfCard(BaseModel):
    """The rules as the holder of a card may know them."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    units_per_visit: int = Field(
        1, ge=0, le=1000, description="Given where no number is said. Points: 0 unless said."
    )
    cooldown_minutes: int = Field(
        0, ge=0, le=7 * 24 * 60, description="Least time between two earnings of one card."
    )
    daily_cap: int | None = Field(
        None, ge=1, le=MOST_UNITS, description="Most units per card and day, in the shop's zone."
    )
    monthly_cap: int | None = Field(
        None, ge=1, le=MOST_UNITS, description="Most units per card and month, in the shop's zone."
    )
    max_per_operation: int = Field(
        5,
        ge=1,
        le=MOST_UNITS,
        description="Most units at once, before any bonus. Points: 10,000 unless said.",
    )
    per_amount: PerAmount | None = None
    rounding: Rounding = Field("down", description="Of units per amount and of percents.")
    minimum_amount: int | None = Field(
        None, ge=1, le=MOST_MONEY, description="A smaller sale earns nothing (minor units)."
    )
    bonuses: list[Bonus] = Field(default_factory=list, max_length=20)
    sponsorship: Sponsorship | None = None
    pending_days: int = Field(0, ge=0, le=90, description="Earned units can be spent only then.")
    expiry: Expiry = NoExpiry()
    warn_days: int | None = Field(
        None, ge=1, le=180, description="How long before units expire the holder is told."
    )
    tiers: Tiers | None = None
    redeem_value: RedeemValue | None = Field(
        None, description="Set: units can be redeemed for a discount, not for rewards only."
    )
    redeem_minimum: int | None = Field(
        None, ge=1, le=MOST_UNITS, description="Fewest units of such a redemption."
    )


class Rules(RulesOfCard):
    """How a program's units are earned, how long they last, what they are worth."""

    model_config = ConfigDict(extra="forbid")

    items: list[ItemUnits] = Field(default_factory=list, max_length=200)
    locations: list[UUID] = Field(
        default_factory=list,
        max_length=200,
        description="Where the program is valid; []: everywhere.",
    )

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        for what, names in (
            ("items", [item.sku for item in self.items]),
            ("bonuses", [bonus.id for bonus in self.bonuses]),
            ("locations", [str(one) for one in self.locations]),
        ):
            if len(set(names)) < len(names):
                raise ValueError(f"{what}: one is named twice")
        return self

    def as_for(self, kind: Kind) -> Rules:
        """What was not said has the default that suits the kind of program."""
        if kind == "stamps":
            return self
        said = self.model_fields_set
        usual = {"units_per_visit": 0, "max_per_operation": MOST_POINTS_AT_ONCE}
        return self.model_copy(
            update={name: value for name, value in usual.items() if name not in said}
        )
