"""What columns about customers declare."""

from __future__ import annotations

from api.core.personal import Category, Erasure, Purpose, Retention, Subject, personal


def of_customer(
    category: Category, *purposes: Purpose, withheld: str = "", shared: bool = False
) -> dict[str, object]:
    return personal(
        category,
        Subject.CUSTOMER,
        *purposes,
        retention=Retention.LAST_ACTIVITY,
        erasure=Erasure.DELETE,
        withheld=withheld,
        shared=shared,
    )


DERIVED = "derived from the customer's own columns, for search"
IDENTITY = of_customer(Category.IDENTITY, Purpose.NOTEBOOK)
ADDRESS = of_customer(Category.CONTACT, Purpose.NOTEBOOK)
AREA = of_customer(Category.CONTACT, Purpose.NOTEBOOK, shared=True)
LINK = of_customer(Category.LINK, Purpose.NOTEBOOK, withheld="it would tell about another person")
MEMBER = personal(
    Category.LINK,
    Subject.USER,
    Purpose.ACCOUNTABILITY,
    retention=Retention.ACCOUNTABILITY,
    erasure=Erasure.KEEP,
    withheld="opaque id of the member who noted it: another person's data",
)
PREFERENCE = of_customer(Category.PREFERENCE, Purpose.NOTEBOOK)
