"""The shop of the demonstration that gives points for what is spent."""

from __future__ import annotations

from typing import Any

from api.demo.rhythm import Rhythm
from api.demo.shop import DAYS, Habit, Offer, Shop, Terms
from api.programs.schemas.programs import Design
from api.programs.schemas.rules import Rules

_CONDITIONS = """La carte est gratuite et personnelle.
Un grain par euro dépensé, hors remises et cartes cadeaux.
Les grains sont valables dix-huit mois, jusqu’à la fin du mois.
Ils ne sont ni échangés contre de l’argent ni cessibles."""

_TIERS = {
    "window_months": None,
    "levels": [
        {"id": "habitue", "name": "Habitué", "threshold": 300, "percent": 110},
        {"id": "gourmet", "name": "Gourmet", "threshold": 1000, "percent": 125},
    ],
}
_FIRST = {
    "per_amount": {"units": 1, "per": 100},
    "cooldown_minutes": 5,
    # As long as the demonstration reaches back: those of its first weeks expire soon.
    "expiry": {"kind": "after_earning", "months": 18},
    "warn_days": 45,
    "tiers": _TIERS,
    "bonuses": [
        {
            "id": "mardi",
            "name": "Mardi double",
            "when": {"weekdays": [2]},
            "percent": 200,
        },
        {
            "id": "bienvenue",
            "name": "Bienvenue",
            "when": {"first_visit": True},
            "units": 20,
        },
    ],
}
_SECOND = _FIRST | {
    "daily_cap": 600,
    "minimum_amount": 200,
    "items": [
        {"sku": "MIEL-500", "name": "Miel de châtaignier 500 g", "units": 15},
        {"sku": "HUILE-75", "name": "Huile d’olive 75 cl", "units": 20},
    ],
    "bonuses": [
        *_FIRST["bonuses"],  # type: ignore[misc]  # a list, in a dict of many kinds
        {
            "id": "anniversaire",
            "name": "Mois d’anniversaire",
            "when": {"birthday_month": True},
            "percent": 150,
        },
        {
            "id": "creuses",
            "name": "Heures creuses",
            "when": {"weekdays": [3, 4], "from": "14:00", "to": "16:00"},
            "percent": 130,
        },
    ],
    "sponsorship": {"sponsor_units": 50, "friend_units": 30},
    "redeem_value": {"units": 100, "value": 500},
    "redeem_minimum": 100,
}

_THIRD = _SECOND | {"pending_days": 2}

_REWARDS = {
    "tea": ("Une tisane du jardin", 120),
    "jam": ("Un pot de confiture", 180),
    "basket": ("Un panier garni", 900),
}
_CATALOGUE: dict[str, dict[str, Any]] = {
    "tea": {"value": 690},
    "jam": {"value": 850, "limit_per_customer": 12},
    "basket": {
        "value": 4900,
        "stock": 60,
        "limit_per_customer": 2,
        "description": "Miel, huile, terrine et biscuits de la région.",
    },
}

GROCER = Shop(
    slug="grain-de-sel",
    name="Épicerie Grain de Sel",
    contact="bonjour@graindesel.example",
    customers=400,
    anonymous=0.04,
    at_counter=0.6,
    noted=0.22,
    rhythm=Rhythm(
        weekdays=(0, 1.1, 0.9, 0.9, 1.2, 1.6, 0.8),
        hours={9: 4, 10: 7, 11: 8, 12: 4, 15: 3, 16: 5, 17: 8, 18: 9},
        sunday={9: 5, 10: 8, 11: 8, 12: 4},
        holidays=(10, 25),
        december=1.6,
        summer=0.9,
    ),
    habits=(Habit(0.15, 6), Habit(0.35, 14), Habit(0.32, 30), Habit(0.18, 80)),
    units=(1.0,),
    basket=(24.0, 0.6),
    offers=(
        Offer(
            name="Le grenier",
            kind="points",
            unit_name=("grain", "grains"),
            conditions=_CONDITIONS,
            design=Design(
                template="grocery", background="#23402b", foreground="#fbf6e9",
                accent="#e3b23c", stamp="leaf",
            ),
            terms=(
                Terms(
                    0,
                    Rules.model_validate(_FIRST).as_for("points"),
                    {
                        "tea": ("Une tisane du jardin", 120),
                        "jam": ("Un pot de confiture", 200),
                    },
                    {"tea": {"value": 690}, "jam": {"value": 850}},
                ),
                Terms(
                    240,
                    Rules.model_validate(_SECOND).as_for("points"),
                    _REWARDS,
                    _CATALOGUE,
                ),
                Terms(
                    DAYS - 9,
                    Rules.model_validate(_THIRD).as_for("points"),
                    _REWARDS,
                    _CATALOGUE,
                ),
            ),
            drafted=-4,
            begins=0,
        ),
    ),
    notes=(
        "Allergique aux fruits à coque.",
        "Commande un panier garni chaque année pour ses voisins.",
        "Préfère le café en grains, mouture refusée.",
        "Vient à vélo : emballer les bouteilles.",
        "Cherche du fromage de brebis, l’appeler à l’arrivage.",
        "Facture au nom de l’association de quartier.",
    ),
    gestures=(
        "Geste commercial : bocal fêlé",
        "Achat non compté la semaine dernière",
    ),
)  # fmt: skip
