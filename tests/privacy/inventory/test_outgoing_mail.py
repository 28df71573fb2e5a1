"""What leaves by mail is what is declared: each header, and each fact of each template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
from aiosmtpd.controller import Controller

from api.core.mail import Mail, send
from api.core.settings import Settings
from api.privacy import inventory
from tests.core.test_mail import Sink, serve
from tests.every_mail import every_mail


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def post_office(sink: Sink) -> Iterator[Controller]:
    controller = serve(sink)
    yield controller
    controller.stop()


def declared() -> set[str]:
    return {one.field for one in inventory.declared().outgoing if one.recipient == "smtp"}


async def test_the_mail_server_is_told_what_is_declared(
    settings: Settings, post_office: Controller, sink: Sink
) -> None:
    to_sink = settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{post_office.port}"})
    for mail in every_mail("fr"):
        await send(to_sink, mail)
    assert len(sink.kept) == len(every_mail("fr"))
    headers = set()
    for _, _, message in sink.kept:
        for part in message.walk():
            headers |= {name.title() for name in set(part)}
    known = {name.title() for name in declared()} | {"X-Peer", "X-Mailfrom", "X-Rcptto"}
    assert headers - known == set()


@pytest.mark.parametrize("mail", every_mail("en"), ids=lambda mail: type(mail).__name__)
def test_every_fact_of_a_mail_is_declared(mail: Mail) -> None:
    facts = {field.name for field in fields(mail)} - {"to"}
    assert facts - declared() == set()


def test_recipients_of_a_column_are_what_was_declared_of_it() -> None:
    found = inventory.declared().recipients("users.email")
    assert {one.recipient for one in found} == {"smtp", "stripe"}
    assert not inventory.declared().recipients("customers.notes")
