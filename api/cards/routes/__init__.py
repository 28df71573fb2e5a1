"""Programs, cards and the ledger over HTTP."""

from fastapi import APIRouter

from api.cards.routes import cards, operations, overview, programs, public

router = APIRouter(prefix="/v1")
for part in (programs, cards, operations, overview, public):
    router.include_router(part.router)
