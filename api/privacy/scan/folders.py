"""Files: mails, pictures, logs, whatever lies in the data folder but the database itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from pathlib import Path

from api.privacy.scan.dump import Place
from api.privacy.scan.needles import Needle
from api.privacy.scan.stream import Stream, search

PIECE = 1 << 20


def search_folder(
    folder: Path, needles: Sequence[Needle], leave: Sequence[Path] = ()
) -> Iterator[Place]:
    """``leave``: folders in it that are not searched."""
    if folder.is_file():
        yield from _search_file(folder, needles)
        return
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path in leave or path.is_symlink():
            continue
        if path.is_dir():
            yield from search_folder(path, needles, leave)
        elif path.is_file():
            yield from _search_file(path, needles)


def _search_file(path: Path, needles: Sequence[Needle]) -> Iterator[Place]:
    places = {(found.needle, found.form): None for found in search(needles, path.name.encode())}
    stream = Stream(needles)
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            places |= {(found.needle, found.form): None for found in stream.feed(piece)}
    if path.suffix == ".eml":
        for part in message_from_bytes(path.read_bytes(), policy=policy.default).walk():
            body = part.get_payload(decode=True)
            texts = [*(str(value).encode() for value in part.values())]
            for raw in [*texts, body] if isinstance(body, bytes) else texts:
                places |= {(found.needle, found.form): None for found in search(needles, raw)}
    for needle, form in places:
        yield needle, form, str(path)
