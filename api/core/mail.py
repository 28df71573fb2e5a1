"""Mail: one class for each template, one layout, always a text part beside the HTML.

It leaves by SMTP, or is written as an ``.eml`` file where no server is configured. Only jobs send
mail, once their transaction is committed.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import ClassVar, Literal
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
import mrml
from jinja2 import Environment, PackageLoader, StrictUndefined
from uuid_utils.compat import uuid7

from api.core.clock import now
from api.core.personal import (
    Category,
    Erasure,
    Purpose,
    Retention,
    Subject,
    declare_file,
    outgoing,
    personal,
)
from api.core.settings import Settings

log = logging.getLogger("carnet.mail")

TIMEOUT = 15.0
_FOR_GOOD = 500
"""From this code on a mail server will not change its mind (RFC 5321, 4.2.1)."""
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
"""Any space but those that French puts before a colon."""
LANGUAGES = ("fr", "en")
# By itself it fetches fonts that it knows from their maker: whoever reads a mail would be told.
WITHOUT_FONTS = mrml.RenderOptions(fonts={})


for _header in (
    *("From", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"),
    *("List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type"),
    "Content-Transfer-Encoding",
):
    outgoing("smtp", _header, why="the form of a mail, or where it is stopped")
for _fact in ("language", "link", "leave"):
    outgoing("smtp", _fact, why="a link of ours, or the language of the mail")
declare_file(
    "mail as a file",
    personal(
        Category.CONTACT,
        Subject.USER,
        Purpose.ACCOUNT,
        retention=Retention.EXPIRY,
        erasure=Erasure.DELETE,
        withheld="on a first try alone, without a mail server: what the person was sent",
    ),
    place="mail",
)


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail to one person. Subclasses name their template and add what it says; a ``link`` in
    it carries its secret behind ``#``, where no server's log sees it."""

    template: ClassVar[str]

    to: str
    language: str

    def message(self, settings: Settings) -> EmailMessage:
        """The mail as it goes out."""
        facts = {**asdict(self), "site": settings.origin}
        text, subject = _render("txt", self.template, self.language, facts)
        html, _ = _render("mjml", self.template, self.language, facts)
        name, sender = parseaddr(settings.mail_from)
        message = EmailMessage()
        message["From"] = Address(name, addr_spec=sender)
        message["To"] = Address(addr_spec=self.to)
        message["Subject"] = subject
        message["Date"] = format_datetime(now())
        message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
        # RFC 3834: no holiday notices in answer to this, please.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        message.add_alternative(mrml.to_html(html, None, WITHOUT_FONTS).content, subtype="html")
        message["Content-Language"] = self.language
        return message


@dataclass(frozen=True)
class Leave:
    """Whether one person may be written to about news now, as who keeps the consents has found
    (``customers/leave.py``, and nobody else makes one)."""

    refused: str | None
    """Why not: ``no_consent``, ``objected``, ``restricted``, ``under_15``, ``no_address``."""
    unsubscribe: str
    """Where the person says no from now on."""


@dataclass(frozen=True, kw_only=True)
class MarketingMail(Mail):
    """A mail that nobody owes: it goes to who agreed, with the way out in its head, which mail
    programs show as a button (RFC 2369, RFC 8058). Every other mail is transactional."""

    leave: Leave

    def message(self, settings: Settings) -> EmailMessage:
        message = super().message(settings)
        message["List-Unsubscribe"] = f"<{self.leave.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return message


class MailRefused(Exception):
    """A marketing mail to somebody who does not want any. Nothing was sent."""


@cache
def _environment(kind: str) -> Environment:
    return Environment(
        loader=PackageLoader("api.core", "mails"),
        # What a person typed (a name, a shop) is text in the HTML part, whatever it contains.
        autoescape=kind == "mjml",  # noqa: S701  (the other part is plain text)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _render(kind: str, name: str, language: str, facts: Mapping[str, object]) -> tuple[str, str]:
    environment = _environment(kind)
    template = environment.get_template(f"{name}.{language}.j2")
    context = {
        **facts,
        "layout": environment.get_template(f"layout.{kind}.j2"),
        "parts": environment.get_template(f"parts.{kind}.j2"),
    }
    subject = "".join(template.blocks["subject"](template.new_context(context)))
    return template.render(context), _BREAKS.sub(" ", subject).strip()


async def send(settings: Settings, mail: Mail) -> None:
    """Hand the mail to the server, or write it to the mail folder. Raises what the server or the
    network raises; the job then tries again. Raises :class:`MailRefused`: no other way leads out
    of here, so no caller can forget to ask."""
    message = _allowed(settings, mail)
    if settings.smtp_url is None:
        path = await asyncio.to_thread(_write, settings.mail_folder, message, uuid7())
        # The operator of a first try has no mailbox: the link is all there is to see.
        log.info("%s: %s", path.name, getattr(mail, "link", message["Subject"]))
        return
    await _submit(settings.smtp_url, message)


def _allowed(settings: Settings, mail: Mail) -> EmailMessage:
    if isinstance(mail, MarketingMail) and mail.leave.refused:
        raise MailRefused(mail.leave.refused)
    return mail.message(settings)


HandedOver = Literal["taken", "refused", "later", "unclear"]
"""``refused``: for good, this reader's server does not want it. ``later``: nothing was taken.
``unclear``: the line broke, and nobody knows on which side."""


async def hand_over(settings: Settings, mail: Mail, key: UUID) -> HandedOver:
    """As :func:`send`, for a mail that must not be sent twice: ``key`` names it for good, and is
    its ``Message-ID``. Raises :class:`MailRefused`."""
    message = _allowed(settings, mail)
    domain = message["Message-ID"].rpartition("@")[2]
    message.replace_header("Message-ID", f"<{key}@{domain}")
    if settings.smtp_url is None:
        await asyncio.to_thread(_write, settings.mail_folder, message, key)
        return "taken"
    try:
        await _submit(settings.smtp_url, message)
    except aiosmtplib.SMTPRecipientsRefused as error:
        return "refused" if all(one.code >= _FOR_GOOD for one in error.recipients) else "later"
    except aiosmtplib.SMTPDataError as error:
        return "refused" if error.code >= _FOR_GOOD else "later"
    except (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPResponseException):
        return "later"
    except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError):
        return "unclear"
    except OSError:
        return "later"
    return "taken"


def was_handed_over(settings: Settings, key: UUID) -> bool | None:
    """Whether the mail of this key has left; None: only the mail server knows."""
    if settings.smtp_url is not None:
        return None
    return (settings.mail_folder / f"{key}.eml").exists()


def _write(folder: Path, message: EmailMessage, key: UUID) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{key}.eml"
    unfinished = path.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(message.as_bytes())
    return unfinished.rename(path)


async def _submit(smtp_url: str, message: EmailMessage) -> None:
    """``smtps://`` speaks TLS from the start, ``smtp://`` by STARTTLS. The certificate is always
    verified (the library reads the system's, when it comes to that and beside the loop), and only
    a server on this very machine may do without TLS."""
    url = urlsplit(smtp_url)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise ValueError("the mail server's address is smtp://… or smtps://…")
    wrapped = url.scheme == "smtps"
    await aiosmtplib.send(
        message,
        hostname=url.hostname,
        port=url.port or (465 if wrapped else 587),
        username=unquote(url.username) if url.username else None,
        password=unquote(url.password) if url.password else None,
        use_tls=wrapped,
        start_tls=False if wrapped else None if _here(url.hostname) else True,
        timeout=TIMEOUT,
    )


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
