"""Mails that were written to files, where no mail server is configured."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


def forget(folder: Path, addresses: frozenset[str]) -> int:
    """Delete every mail to one of the addresses or with one in it; how many that were."""
    found = list(mentioning(folder, addresses))
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def mentioning(folder: Path, addresses: frozenset[str]) -> Iterator[Path]:
    wanted = {one.casefold() for one in addresses}
    if not wanted or not folder.is_dir():
        return
    for path in folder.iterdir():
        try:
            read = message_from_bytes(path.read_bytes(), policy=policy.default)
        except FileNotFoundError:  # another erasure was there first
            continue
        text = "\n".join(_texts(read)).casefold()
        if any(one in text for one in wanted):
            yield path


def _texts(message: EmailMessage) -> Iterator[str]:
    """Headers and bodies, decoded: an address in base64 is an address."""
    yield from (str(value) for value in message.values())
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield str(part.get_content())
