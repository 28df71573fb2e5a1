"""A till's two calls: what would this sale do, and do it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.accounts.deps import CALLER_REFUSALS
from api.cards import references
from api.cards.deps import CardName, Reader, Writer
from api.cards.ledger import gestures
from api.cards.ledger.gestures import Gesture
from api.cards.ledger.locked import CardClosed
from api.cards.operations import places, sales
from api.cards.operations import preview as previews
from api.cards.operations.earn import EARN_REFUSALS, BadTime, plausible
from api.cards.operations.places import UnknownLocation
from api.cards.operations.redeem import REDEEM_REFUSALS
from api.cards.references import CardNotFound, CardReplaced
from api.cards.schemas.sales import PreviewOut, SaleIn, SaleOut
from api.cards.showing import view
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import StillRunning, problems
from api.core.http.answers import json_answer
from api.core.http.idempotency import Key, KeyRequired, KeyReused
from api.programs.schemas.sales import Refusal

router = APIRouter(prefix="/v1/cards/{card}", tags=["ledger"])


@router.post(
    "/previews",
    operation_id="preview_sale",
    summary="What would this sale earn and redeem?",
    response_model=PreviewOut,
    responses=problems(*CALLER_REFUSALS, CardNotFound, CardReplaced, BadTime, UnknownLocation),
)
async def preview_sale(db: Db, caller: Reader, card: CardName, body: SaleIn) -> Response:
    """Changes nothing and needs no key. It asks the very rules that the sale will ask: the sale
    itself gives the same units unless something happens to the card in between. With `{}` it
    tells what a visit would earn and which rewards can be had."""
    moment = plausible(body.occurred_at or now())
    location = await places.of(db, caller, body.location_id)
    found = await previews.preview(db, references.parse(card), body, location, moment)
    return json_answer(found)


@router.post(
    "/sales",
    operation_id="create_sale",
    summary="Redeem and earn with one sale",
    status_code=201,
    response_model=SaleOut,
    responses=problems(
        *CALLER_REFUSALS,
        KeyRequired,
        KeyReused,
        StillRunning,
        CardNotFound,
        CardReplaced,
        CardClosed,
        UnknownLocation,
        *EARN_REFUSALS,
        *REDEEM_REFUSALS,
    ),
)
async def create_sale(db: Db, caller: Writer, card: CardName, key: Key, body: SaleIn) -> Response:
    """One transaction: the redemption, if one is asked for, and the earning. What is redeemed
    never earns. A redemption goes through even where the rules refuse the earning (a cooldown, a
    cap): `refusals` then says why. Without a redemption such a refusal is the answer."""
    location = await places.of(db, caller, body.location_id)
    gesture = Gesture(
        actor=caller,
        key=key,
        request=gestures.request_digest(
            f"sale {card}", body.model_dump(mode="json", exclude_defaults=True)
        ),
        occurred_at=body.occurred_at or now(),
        receipt=body.receipt,
    )
    sold, repeated = await sales.sell(db, references.parse(card), gesture, body, location)
    answer = SaleOut(
        entries=[view.entry(entry) for entry in sold.entries],
        card_balance=sold.entries[-1].balance,
        refusals=[Refusal(of="earning", **refusal) for refusal in sold.refusals],
    )
    return json_answer(answer, 201, {"Idempotent-Replayed": "true"} if repeated else None)
