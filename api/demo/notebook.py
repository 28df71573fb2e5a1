"""What a shop knows about its customers besides who they are: addresses, birthdays, tags, whose
company it is; and the few who are in the notebook twice."""

from __future__ import annotations

from random import Random

from api.customers.keys import words
from api.demo.chance import chance
from api.demo.programs import Row
from api.demo.shop import Shop

EMPTY: Row = {
    "title": None,
    "company": None,
    "siret": None,
    "line1": None,
    "line2": None,
    "postcode": None,
    "city": None,
    "region": None,
    "country": None,
    "preferred_contact": None,
    "birth_month": None,
    "birth_day": None,
    "age": None,
    "adult_verified_on": None,
}
_TWICE = 0.012
"""Share of the customers who joined although they were known."""
_STREETS = (
    "rue des Lilas", "rue du Moulin", "place du Marché", "avenue de la Gare", "quai des Tanneurs",
    "impasse des Cerisiers", "rue Jeanne-d’Arc", "chemin des Vignes", "boulevard des Arts",
)  # fmt: skip
_TOWNS = {
    ("44000", "Nantes", "Pays de la Loire", "FR"): 60,
    ("44400", "Rezé", "Pays de la Loire", "FR"): 14,
    ("44800", "Saint-Herblain", "Pays de la Loire", "FR"): 10,
    ("44120", "Vertou", "Pays de la Loire", "FR"): 8,
    ("35000", "Rennes", "Bretagne", "FR"): 4,
    ("7500", "Tournai", None, "BE"): 2,
    ("1201", "Genève", None, "CH"): 1,
}
_ABROAD = (
    ("BN1 1AA", "Brighton", None, "GB"), ("28195", "Bremen", None, "DE"),
    ("40121", "Bologna", None, "IT"), ("D02 AF30", "Dublin", None, "IE"),
)  # fmt: skip
_TAGS = {"Habitué": 10, "VIP": 3, "Sans gluten": 3, "Mariage": 2, "Voisin": 6, "Famille": 5}
_TRADES = ("Cabinet", "Menuiserie", "Atelier", "Garage", "Librairie", "Hôtel", "Étude")


def enrich(shop: Shop, row: Row) -> Row:
    """The row with what was noted over time. From a generator of its own, so that nothing else of
    the demonstration depends on it."""
    rng = chance("notebook", shop.slug, row["id"])
    known: Row = {}
    if row["first_name"] and row["last_name"] and rng.random() < 0.3:
        known |= _address(rng, row["language"] == "en")
    if rng.random() < 0.25:
        known |= {"birth_month": rng.randrange(1, 13), "birth_day": rng.randrange(1, 29)}
        if rng.random() < 0.01:
            known |= {"birth_month": 2, "birth_day": 29}
    if row["last_name"] and rng.random() < 0.03:
        known |= _company(rng, row["last_name"])
    if row["email"] or row["phone"]:
        likely = ["email"] * bool(row["email"]) + ["sms", "phone"] * bool(row["phone"])
        known["preferred_contact"] = rng.choice(likely) if rng.random() < 0.2 else None
    if rng.random() < 0.04:
        day = row["created_at"].date()
        known |= {"age": "adult", "adult_verified_on": day}
    elif rng.random() < 0.02:
        known["age"] = "minor"
    tags = [tag for tag, share in _TAGS.items() if rng.random() < share / 100]
    return EMPTY | row | known | {"tags": tags}


def _address(rng: Random, from_abroad: bool) -> Row:
    towns = list(_TOWNS)
    (town,) = rng.choices(towns, list(_TOWNS.values()))
    if from_abroad:
        town = rng.choice(_ABROAD)
    postcode, city, region, country = town
    return {
        "line1": f"{rng.randrange(1, 120)} {rng.choice(_STREETS)}",
        "line2": "Bâtiment B" if rng.random() < 0.1 else None,
        "postcode": postcode,
        "city": city,
        "region": region,
        "country": country,
    }


def _company(rng: Random, name: str) -> Row:
    """Under a number that begins with zeros, as no company's does."""
    siren = _checked(f"00000{rng.randrange(1000):03}")
    return {"company": f"{rng.choice(_TRADES)} {name}", "siret": _checked(f"{siren}0001")}


def _checked(digits: str) -> str:
    """With the digit that makes Luhn's sum come out."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def twin(shop: Shop, number: int, known: list[Row]) -> Row | None:
    """Whom this customer was already, written a little otherwise: now and then somebody joins by
    the poster who was entered at the counter."""
    rng = chance("twice", shop.slug, number)
    if rng.random() >= _TWICE:
        return None
    named = [one for one in known if one["first_name"] and one["last_name"] and one["phone"]]
    return rng.choice(named) if named else None


def as_again(row: Row, other: Row) -> Row:
    """The row of somebody who is ``other``, with the same phone and the name without accents."""
    first = " ".join(words(other["first_name"])).title()
    last = " ".join(words(other["last_name"])).title()
    return row | {
        "first_name": first,
        "last_name": last,
        "phone": other["phone"],
        "phone_last4": other["phone_last4"],
        "search_name": f"{first} {last}".lower(),
        "email": None,
        "notes": None,
    }
