"""The processes of a running service, and what each of them does."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable
from socket import socket

import typer

from api.core.settings import Settings


def run_service(
    settings: Settings,
    listening: socket,
    address: tuple[str, int],
    workers: int,
    jobs: bool,
    access_log: bool,
    announce: Callable[[], None],
) -> None:
    from api.core import launch
    from api.core.processes import Part

    parts = [Part("web server", answer, (settings, listening, access_log))] * workers
    if jobs:
        parts.append(Part("job worker", work, (settings,)))
    launch.run(parts, address, announce)


def answer(settings: Settings, listening: socket, access_log: bool) -> None:
    """A process that answers requests on the socket it was given."""
    import uvicorn

    from api.app import create_app
    from api.core.http import access_log as log

    app = create_app(settings)
    # What is loaded by now stays for good: the collector need not look through it at every turn.
    gc.collect()
    gc.freeze()
    config = uvicorn.Config(
        app,
        log_config=log.CONFIG,
        access_log=access_log,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=10,
    )
    uvicorn.Server(config).run(sockets=[listening])


NICE = 5


def work(settings: Settings) -> None:
    """A process that runs background jobs."""
    import logging.config

    from api import app as domains
    from api.core.db import Database
    from api.core.http import access_log as log
    from api.core.worker import run_until_signal

    assert domains  # noqa: S101  # imported for the jobs that it registers
    if hasattr(os, "nice"):
        # On one machine with the web server: a stamp goes before an import.
        os.nice(NICE)
    logging.config.dictConfig(log.CONFIG)
    assert settings.database_url  # noqa: S101  # set by whoever starts this process
    asyncio.run(run_until_signal(Database(settings.database_url, settings.pool_size), settings))


def say_where_mails_go(settings: Settings) -> None:
    if settings.smtp_url is None:
        typer.echo(f"Mails are written to {settings.mail_folder}/*.eml")
