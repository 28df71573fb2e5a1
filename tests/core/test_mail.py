"""Mails as they arrive: at a real SMTP server, or in the folder."""

from __future__ import annotations

import email
import logging
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from api import app as every_domain
from api.accounts.mails import ConfirmAddress
from api.core import mail
from api.core.mail import Leave, Mail, MailRefused, MarketingMail
from api.core.settings import Settings
from tests.conftest import make_settings
from tests.every_mail import FIRST_NAME, LINK, MERCHANT_NAME, TO, UNSUBSCRIBE, every_mail
from tests.ports import free_port


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return make_settings("postgresql://nowhere", tmp_path)


@dataclass
class Sink:
    """A mail server that keeps what it is given."""

    kept: list[tuple[str, bool, EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.kept.append((envelope.rcpt_tos[0], session.ssl is not None, message))
        return "250 OK"


def serve(sink: Sink, **options: Any) -> Controller:
    controller = Controller(sink, hostname="127.0.0.1", port=0, **options)
    # The controller cannot report a free port that it was left to choose.
    controller.port = free_port()
    controller.start()
    return controller


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def plain(sink: Sink) -> Iterator[Controller]:
    controller = serve(sink)
    yield controller
    controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that signs itself, and a server context with it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command (apt-get install openssl)")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", folder / "key", "-out", folder / "cert"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert", folder / "key")
    return folder / "cert", context


FRENCH, ENGLISH = (
    [pytest.param(sent, id=f"{sent.template}-{language}") for sent in every_mail(language)]
    for language in mail.LANGUAGES
)
EVERY = FRENCH + ENGLISH


def below(kind: type[Mail]) -> Iterator[type[Mail]]:
    for one in kind.__subclasses__():
        yield from (one, *below(one))


def test_every_kind_of_mail_is_looked_at() -> None:
    assert every_domain
    known = {type(sent) for sent in every_mail("fr")}
    kinds = set(below(Mail)) - {MarketingMail}
    ours = {kind for kind in kinds if kind.__module__.startswith("api.")}
    assert known == {kind for kind in ours if not kind.__name__.startswith("_")}


@pytest.mark.parametrize("sent", EVERY)
def test_what_nobody_owes_can_be_stopped_by_one_click(config: Settings, sent: Mail) -> None:
    """RFC 8058, and a link for who reads it in a program without such a button. Who gets a
    transactional mail cannot stop it, so nothing offers to."""
    message = sent.message(config)
    if isinstance(sent, MarketingMail):
        assert message["List-Unsubscribe"] == f"<{UNSUBSCRIBE}>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert UNSUBSCRIBE in part(message, "plain")
        assert UNSUBSCRIBE in part(message, "html")
    else:
        assert message["List-Unsubscribe"] is None
        assert "unsubscribe" not in part(message, "plain")


@pytest.mark.parametrize("refused", ["no_consent", "objected", "restricted", "under_15"])
async def test_a_marketing_mail_that_is_refused_does_not_leave(
    config: Settings, refused: str
) -> None:
    """Whatever the job that wants to send it has forgotten."""
    sent, *_ = (one for one in every_mail("fr") if isinstance(one, MarketingMail))
    with pytest.raises(MailRefused, match=refused):
        await mail.send(config, replace(sent, leave=Leave(refused, UNSUBSCRIBE)))
    assert not config.mail_folder.exists()
    await mail.send(config, sent)
    assert len([*config.mail_folder.iterdir()]) == 1


@pytest.mark.parametrize("sent", EVERY)
def test_every_mail_has_both_parts_in_both_languages(config: Settings, sent: Mail) -> None:
    message = sent.message(config)
    assert message["To"] == TO
    assert "no-reply@carnet.example" in message["From"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == sent.language
    assert message["Message-ID"].endswith("@carnet.example>")
    assert message["Subject"].strip()
    text, html = part(message, "plain"), part(message, "html")
    # All that the mail knows of its reader and its matter, in both parts.
    for body in (text, html):
        assert not hasattr(sent, "link") or LINK in body
        assert not hasattr(sent, "first_name") or FIRST_NAME in body
        assert not hasattr(sent, "merchant_name") or MERCHANT_NAME in body + message["Subject"]
        assert ("Bonjour" in body) == (sent.language == "fr")
    assert "<mj-" not in html
    assert "{{" not in html + text
    # Nothing is loaded from elsewhere, so reading the mail tells nobody.
    assert "<img" not in html
    assert "src=" not in html
    assert "@import" not in html
    assert "<link" not in html


@pytest.mark.parametrize("sent", EVERY)
def test_the_text_part_reads_well(config: Settings, sent: Mail) -> None:
    text = part(sent.message(config), "plain")
    assert not re.search(r"<|&\w+;", text)
    assert not re.search(r"\n{3,}|[^\S\n\u00a0\u202f]{2,}| +$", text, re.MULTILINE), text
    # A paragraph is one line, which every program wraps as it likes; a link stands on its own.
    for line in text.splitlines():
        assert "http" not in line or line.startswith("http") or "automati" in line


@pytest.mark.parametrize("sent", FRENCH)
def test_french_has_its_no_break_spaces(config: Settings, sent: Mail) -> None:
    message = sent.message(config)
    for body in (message["Subject"], part(message, "plain")):
        assert not re.search(r" [:;!?»%€]|« ", body), body


def test_what_people_typed_is_text_in_the_html(config: Settings) -> None:
    sent = ConfirmAddress(
        to="marie@boulangerie.example",
        language="fr",
        first_name="<script>alert(1)</script>",
        merchant_name='"><img src=x>',
        link=LINK,
    )
    html = part(sent.message(config), "html")
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<script>alert(1)</script>" in part(sent.message(config), "plain")


def test_a_subject_cannot_smuggle_a_header(config: Settings) -> None:
    sent = ConfirmAddress(
        to="marie@boulangerie.example",
        language="en",
        first_name="M",
        merchant_name="Shop\r\nBcc: everybody@example.org",
        link=LINK,
    )
    message = email.message_from_bytes(sent.message(config).as_bytes(), policy=default)
    assert message["Bcc"] is None


async def test_without_a_server_mails_are_files(
    config: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "carnet.mail"):
        await mail.send(config, every_mail("fr")[0])
    (path,) = config.mail_folder.iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o777 == 0o600
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    assert LINK in part(message, "plain")
    assert LINK in caplog.text
    assert "marie" not in caplog.text


async def test_a_server_gets_the_mail(config: Settings, plain: Controller, sink: Sink) -> None:
    there = config.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{plain.port}"})
    await mail.send(there, every_mail("fr")[0])
    ((recipient, _, message),) = sink.kept
    assert recipient == "marie@boulangerie.example"
    assert message["Subject"] == "Confirmez votre adresse pour ouvrir L’Été"
    assert LINK in part(message, "plain")
    assert LINK in part(message, "html")
    assert not config.mail_folder.exists()


async def test_tls_is_used_and_the_login_sent_inside(
    config: Settings,
    certificate: tuple[Path, ssl.SSLContext],
    sink: Sink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, context = certificate
    seen: list[tuple[bytes, bytes]] = []

    def login(server: SMTP, session: Any, envelope: Any, way: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        seen.append((given.login, given.password))
        return AuthResult(success=True)

    controller = serve(
        sink, tls_context=context, require_starttls=True, authenticator=login, auth_required=True
    )
    try:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        url = f"smtp://carnet:p%40ss@127.0.0.1:{controller.port}"
        await mail.send(config.model_copy(update={"smtp_url": url}), every_mail("en")[2])
    finally:
        controller.stop()
    assert seen == [(b"carnet", b"p@ss")]
    assert [tls for _, tls, _ in sink.kept] == [True]


async def test_a_certificate_nobody_vouches_for_is_refused(
    config: Settings, certificate: tuple[Path, ssl.SSLContext], sink: Sink
) -> None:
    controller = serve(sink, tls_context=certificate[1])
    try:
        url = f"smtp://127.0.0.1:{controller.port}"
        with pytest.raises((aiosmtplib.SMTPException, ssl.SSLError)):
            await mail.send(config.model_copy(update={"smtp_url": url}), every_mail("en")[0])
    finally:
        controller.stop()
    assert sink.kept == []


async def test_another_machine_has_to_offer_tls(
    config: Settings, plain: Controller, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "_here", lambda host: False)
    url = f"smtp://127.0.0.1:{plain.port}"
    with pytest.raises(aiosmtplib.SMTPException):
        await mail.send(config.model_copy(update={"smtp_url": url}), every_mail("en")[0])
    assert sink.kept == []


async def test_smtps_speaks_tls_from_the_start(
    config: Settings, plain: Controller, sink: Sink
) -> None:
    url = f"smtps://127.0.0.1:{plain.port}"
    with pytest.raises((aiosmtplib.SMTPException, OSError)):
        await mail.send(config.model_copy(update={"smtp_url": url}), every_mail("en")[0])
    assert sink.kept == []


@pytest.mark.parametrize("url", ["http://mail.example", "smtp:///", "mail.example:25"])
async def test_a_wrong_address_of_the_server_is_told(config: Settings, url: str) -> None:
    with pytest.raises(ValueError, match="smtp"):
        await mail.send(config.model_copy(update={"smtp_url": url}), every_mail("en")[0])


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.9", True), ("::1", True), ("10.0.0.1", False), ("a.b", False)],
)
def test_only_this_machine_counts_as_here(host: str, here: bool) -> None:
    assert mail._here(host) is here
