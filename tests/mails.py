"""What has been written into a mail folder."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path


def mails_to(folder: Path, address: str) -> list[EmailMessage]:
    """The mails to this address, oldest first."""
    found = []
    for path in sorted(folder.glob("*.eml")):
        content = path.read_bytes()
        if address.encode() not in content:
            continue  # reading a mail's parts takes long, and the folder holds those of all tests
        message = email.message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        if message["To"] == address:
            found.append(message)
    return found
