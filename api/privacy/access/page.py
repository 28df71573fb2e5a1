"""``index.html``: the file as a person reads it, without scripts and without anything from
elsewhere. It waits on disk until the tables are written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Any

from sqlalchemy import Uuid

from api.core.personal import Category, Itself
from api.core.wording import long_day
from api.privacy.access.contents import Contents, Sheet
from api.privacy.access.spool import Spool
from api.privacy.access.words import Language, reason, word

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1c1917 }
h1 { line-height: 1.2 }
h2 { margin-top: 2.5rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .35rem .7rem; white-space: pre-wrap;
  border-bottom: 1px solid #d6d3d1 }
dl { display: grid; grid-template-columns: minmax(8rem, auto) 1fr; gap: .35rem 1rem }
dt { color: #57534e }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
img { max-width: 12rem }
"""


class Page:
    """Tables come in one after another; :meth:`whole` is the page."""

    def __init__(self, kind: str, language: Language, made_at: datetime, shop: str) -> None:
        self._kind, self._language = kind, language
        self._made_at, self._shop = made_at, shop
        self._body = Spool()
        self._rows = 0

    def begin(self, sheet: Sheet) -> None:
        self._sheet, self._rows = sheet, 0
        self._columns = [] if sheet.table is None else worth_reading(sheet)
        self._itself = sheet.table is not None and any(
            isinstance(way, Itself) for way in sheet.table.persons.values()
        )
        self._write(f"<h2>{escape(word('tables', sheet.name, self._language))}</h2>\n")
        if self._columns and not self._itself:
            heads = "".join(f"<th scope=col>{escape(self._name(one))}" for one in self._columns)
            self._write(f"<div class=wide><table><thead><tr>{heads}<tbody>\n")

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        self._rows += len(rows)
        if not self._columns:
            return
        for row in rows:
            found = [(one, self._text(row[one])) for one in self._columns]
            if self._itself:
                lines = (f"<dt>{escape(self._name(n))}<dd>{escape(t)}" for n, t in found if t)
                self._write(f"<dl>{''.join(lines)}</dl>\n")
            else:
                self._write(f"<tr>{''.join(f'<td>{escape(text)}' for _, text in found)}\n")

    def end(self) -> None:
        if not self._columns:
            self._write(f"<p>{self._rows} {self._word('lines')}</p>\n")
        elif not self._itself:
            self._write("</table></div>\n")

    def pictures(self, names: Sequence[str]) -> None:
        if names and self._kind != "merchant":
            shown = "".join(f'<p><img src="{escape(name)}" alt=""></p>' for name in names)
            self._write(f"<h2>{escape(self._word('media'))}</h2>{shown}\n")

    def withheld(self, contents: Contents) -> None:
        """What is not there, and why."""
        found = {
            f"{word('tables', sheet.name, self._language)}, {self._name(column)}": because
            for sheet in contents.sheets
            for column, because in sheet.withheld.items()
        } | {word("tables", name, self._language): why for name, why in contents.left_out.items()}
        lines = "".join(
            f"<dt>{escape(n)}<dd>{escape(reason(why, self._language))}" for n, why in found.items()
        )
        self._write(f"<h2>{escape(self._word('withheld'))}</h2><dl>{lines}</dl>\n")

    def whole(self) -> Iterator[bytes]:
        """The page from its beginning; nothing can be added after."""
        title = escape(self._word(f"title_{self._kind}"))
        intro = self._word("intro_merchant" if self._kind == "merchant" else "intro")
        others = "" if self._kind == "merchant" else f"<p>{escape(self._word('others'))}</p>"
        made = escape(f"{self._word('made')} {long_day(self._made_at.date(), self._language)}")
        yield (
            f'<!doctype html><html lang="{self._language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{title}</title><style>{_STYLE}</style></head><body>"
            f"<h1>{title}</h1><p>{escape(self._shop)}</p><p>{made}</p>"
            f"<p>{escape(intro)}</p>{others}\n"
        ).encode()
        yield from self._body.read()
        yield b"</body></html>\n"

    def close(self) -> None:
        self._body.close()

    def _write(self, text: str) -> None:
        self._body.write(text)

    def _word(self, name: str) -> str:
        return word("page", name, self._language)

    def _name(self, column: str) -> str:
        return word("columns", column, self._language)

    def _text(self, found: Any) -> str:
        if found is None:
            return ""
        if isinstance(found, bool):
            return self._word("yes" if found else "no")
        if isinstance(found, str):
            return _moment(found)
        return str(found) if isinstance(found, int) else json.dumps(found, ensure_ascii=False)


def _moment(text: str) -> str:
    """A moment to the minute; any other text as it is."""
    if len(text) == 27 and text[10] == "T" and text.endswith("Z"):
        return f"{text[:10]} {text[11:16]} UTC"
    return text


def worth_reading(sheet: Sheet) -> list[str]:
    """Ids tell a reader nothing; they are in the other forms."""
    return [
        column.name
        for column, said in sheet.held()
        if not isinstance(column.type, Uuid) and (said.personal or column.type.python_type is int)
        if said.category is not Category.CREDENTIAL
    ]
