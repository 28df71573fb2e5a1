"""A file that the bakery is about to import, and one that it has exported: the worker reads the
one and writes the other when the demonstration starts."""

from __future__ import annotations

import csv
import io

from sqlalchemy.ext.asyncio import AsyncSession

from api.demo import names
from api.demo.chance import chance
from api.demo.people import MOBILE, SHOWN_ADDRESS
from api.demo.story import Scene
from api.exports.ask import ask
from api.exports.schemas import ExportIn
from api.imports.upload import take_in

_ROWS = 140
_HEADER = ("Civilité", "Nom", "Prénom", "Tél. portable", "E-mail", "CP", "Ville", "Tampons")
_TOWNS = (("25000", "Besançon"), ("25480", "École-Valentin"), ("25660", "Saône"))
_SLIPS = (
    ("Mme", "Girard", "Odile", "06 39 98", "", "25000", "Besançon", "3"),
    ("M.", "Faivre", "Léon", "", "leon.faivre@exemple", "25000", "Besançon", ""),
    ("", "", "", "", "", "25000", "Besançon", "2"),
    ("Mme", "Moreau", "Camille", "", SHOWN_ADDRESS, "25000", "Besançon", "1"),
    ("Mme", "Vuillemin", "Noëlle", "", "noelle@example.org", "25000", "Besançon", "quatre"),
)


async def bring(db: AsyncSession, scene: Scene) -> None:
    """In the name of the shop's owner."""
    with io.BytesIO(_file(scene).encode("cp1252")) as file:
        await take_in(db, scene.owner, file, "Cahier du comptoir 2023.csv", None)
    wish = {"what": "customers", "format": "xlsx", "filter": {"filter": "dormant"}}
    await ask(db, scene.owner, ExportIn.model_validate(wish))


def _file(scene: Scene) -> str:
    rng = chance("import", scene.shop.slug)
    numbers = rng.sample(range(10_000), _ROWS)
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";")
    lines.writerow(_HEADER)
    for place, number in enumerate(numbers):
        _, first, last = names.french(rng)
        town = rng.choice(_TOWNS)
        phone = f"0{MOBILE}{number:04}" if rng.random() < 0.8 else ""
        lines.writerow(["", last, first, phone, "", *town, rng.randrange(9)])
        if place % 30 == 20:
            lines.writerow(_SLIPS[place // 30])
    return text.getvalue()
