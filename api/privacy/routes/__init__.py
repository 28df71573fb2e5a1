"""What persons, merchants and members ask of this domain."""

from __future__ import annotations

from fastapi import APIRouter

from api.privacy.routes import erasure, own_erasure

routers: tuple[APIRouter, ...] = (erasure.router, own_erasure.router)
