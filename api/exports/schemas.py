"""What an export takes and shows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from api.cards.showing.card_lists import CardFilter, EntryFilter
from api.cards.showing.customer_lists import CustomerFilter, Sort
from api.customers.fields import Language
from api.exports import columns
from api.exports.columns import What


class CustomersWanted(CustomerFilter):
    ids: list[UUID] | None = Field(None, min_length=1, max_length=10_000)
    """These and no others; who is unknown here is passed over."""


class CustomersAsked(CustomersWanted):
    sort: Sort = "name"


class CardsAsked(CardFilter):
    customers: CustomersWanted | None = None


class EntriesAsked(EntryFilter):
    customers: CustomersWanted | None = None


FILTERS: dict[What, type[BaseModel]] = {
    "customers": CustomersAsked,
    "cards": CardsAsked,
    "entries": EntriesAsked,
}


class ExportIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"what": "customers", "format": "csv", "filter": {"filter": "dormant"}}]
        },
    )

    what: What
    format: Literal["csv", "xlsx"]
    filter: dict[str, Any] = Field(
        default_factory=dict,
        description=(
            "As in the query of the list. Customers: `q`, `filter`, `tag`, `city`, `has_email`,"
            " `consent`, `program_id`, `birthday_month`, `sort`, and `ids`: of these only, at most"
            " 10,000. Cards: `q`, `program_id`,"
            " `customer_id`, `status`. Entries: `card_id`, `program_id`, `customer_id`, `kind`,"
            " `location_id`, and the days `since` and `until`. For cards and entries,"
            " `customers` holds a filter of customers: of whom."
        ),
        max_length=20,
    )
    columns: list[Annotated[str, StringConstraints(max_length=40)]] | None = Field(
        None, description="In this order; null: all.", max_length=60
    )
    language: Language = Field("fr", description="Of the header; French CSV is split by `;`.")

    @model_validator(mode="after")
    def _asks_for_what_there_is(self) -> ExportIn:
        FILTERS[self.what].model_validate(self.filter)
        known = columns.COLUMNS[self.what]
        if self.columns is not None and not (self.columns and set(self.columns) <= known.keys()):
            raise ValueError(f"columns of {self.what}: {', '.join(known)}")
        return self


class ExportOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    what: What
    format: Literal["csv", "xlsx"]
    status: Literal["running", "ready", "failed", "expired"]
    rows: int | None
    size: int | None = Field(description="Bytes.")
    created_at: datetime
    expires_at: datetime = Field(description="Until then it can be downloaded.")
