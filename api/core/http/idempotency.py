"""``Idempotency-Key``: one for each gesture, kept by the rows that the gesture has written."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header

from api.core.errors import Problem


class KeyReused(Problem):
    """The IETF draft on Idempotency-Key, section 2.7, asks for 422 here."""

    status, code, title = (
        422,
        "IDEMPOTENCY_KEY_REUSED",
        "This Idempotency-Key was used for another request",
    )


class KeyRequired(Problem):
    status, code, title = 400, "IDEMPOTENCY_KEY_REQUIRED", "Send an Idempotency-Key per gesture"


KEY = r"^[\x21-\x7e]+$"
"""What an Idempotency-Key is made of."""


async def _key(
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=8,
            max_length=100,
            pattern=KEY,
            description=(
                "One per gesture, kept for all its repetitions. The same key and body give the"
                " first answer again, at any later time."
            ),
        ),
    ] = None,
) -> str:
    if idempotency_key is None:
        raise KeyRequired
    return idempotency_key


Key = Annotated[str, Depends(_key)]
