"""What is written about requests: never a query string, never a card's secret code."""

from __future__ import annotations

import logging
import re
from typing import Any

from api.core.personal import (
    Category,
    Erasure,
    Purpose,
    Retention,
    Subject,
    declare_log_field,
    neutral,
    personal,
)

_CODE = re.compile(r"(?<=/)[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{20,}(?=/|$)")
"""A long run of letters and digits in a path is a secret; ids have dashes."""


_REQUEST = neutral("which route answered what; ids in it are opaque, secrets are cut out")
for _name in ("method", "path", "version", "status"):
    declare_log_field(_name, _REQUEST)
declare_log_field(
    "client",
    personal(
        Category.TECHNICAL,
        Subject.USER,
        Purpose.SECURITY,
        retention=Retention.LOGS,
        erasure=Erasure.KEEP,
        withheld="a network address, which tells nobody's account",
    ),
)
for _name in ("time", "level", "logger"):
    declare_log_field(_name, neutral("when and where in the service a line was written"))
declare_log_field("message", neutral("kinds and places of events, opaque ids; no value of anybody"))


class NoSecrets(logging.Filter):
    """Shortens the path in uvicorn's access records."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, path, version, status = record.args
            record.args = (client, method, without_secrets(str(path)), version, status)
        return True


def without_secrets(path: str) -> str:
    return _CODE.sub("…", path.partition("?")[0])


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_secrets": {"()": NoSecrets}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "out": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "stream": "ext://sys.stderr",
        },
    },
    "loggers": {
        "carnet": {"level": "INFO"},
        "uvicorn.access": {"level": "INFO", "filters": ["no_secrets"]},
        # It says at every start what carnet has said already.
        "uvicorn.error": {"level": "WARNING"},
    },
    "root": {"level": "WARNING", "handlers": ["out"]},
}
