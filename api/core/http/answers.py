"""Answers of the hot paths, written straight from a model that is valid already."""

from __future__ import annotations

from fastapi import Response
from pydantic import BaseModel


def json_answer(
    model: BaseModel, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """The model as JSON. FastAPI would validate and convert it once more, which costs as much as
    the whole transaction; the route still declares the model, so the document knows it."""
    return Response(
        model.__pydantic_serializer__.to_json(model), status, headers, "application/json"
    )
