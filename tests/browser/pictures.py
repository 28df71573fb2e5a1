"""The README's pictures, from the demonstration: ``uv run python -m tests.browser.pictures``."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from PIL import Image
from playwright.async_api import Browser, Page

from api.demo import fill as demo
from tests.browser import chromium
from tests.browser.demonstration import served
from tests.browser.live import ROOT, Live

FOLDER = ROOT / "frontend" / "pictures"
MOST_BYTES = 150_000
COLOURS = 200
"""A screen has few: a palette makes the file three times smaller."""
PHONE, SCREEN = (390, 844), (1280, 800)
DRAWN = """() => document.querySelector('h1') && document.fonts.status === 'loaded'
  && !document.querySelector('[class*="_skeleton_"]')"""


async def main() -> None:
    async with served(chromium.find) as (browser, live, filled):
        await take(browser, live, filled)


async def take(browser: Browser, live: Live, filled: demo.Demo) -> None:
    owner = filled.logins[0]
    async with httpx.AsyncClient(
        base_url=live.url, headers={"Authorization": f"Bearer {filled.api_key}"}
    ) as api:
        cards = await holders(api)
        await keep_busy(api, cards)
    program = cards[0]["program"]["id"]
    # Somebody whose page of the notebook is written on, with a card that is nearly full.
    regular = max(
        cards,
        key=lambda card: (
            bool(card["customer"]["notes"]),
            card["balance"] < card["program"]["slots"],
            card["balance"],
        ),
    )

    phone = await open_page(browser, PHONE, live.url)
    await phone.goto(filled.page_url)
    await shoot(phone, "card")

    counter = await open_page(browser, PHONE, live.url)
    await sign_in(counter, f"{live.url}/sign-in", owner.email, owner.password)
    await counter.goto(f"{live.url}/counter/card/{regular['id']}")
    await shoot(counter, "counter")

    desk = await open_page(browser, SCREEN, live.url)
    await sign_in(desk, f"{live.url}/sign-in", owner.email, owner.password)
    person = regular["customer"]["id"]
    for name, path in (
        ("desk", "/"),
        ("customers", "/customers"),
        ("customer", f"/customers/{person}"),
        ("program", f"/programs/{program}"),
        ("statistics", "/statistics?period=90d"),
        ("campaign", f"/campaigns/{await draft(desk)}"),
        ("request", f"/privacy/requests/{await requested(desk, person)}"),
    ):
        await desk.goto(f"{live.url}{path}")
        await shoot(desk, name)


async def draft(desk: Page) -> str:
    """The campaign that the demonstration's owner is writing."""
    found = await desk.request.get("/v1/campaigns")
    drafts = [one for one in (await found.json())["items"] if one["status"] == "draft"]
    return str(drafts[0]["id"])


async def requested(desk: Page, customer_id: str) -> str:
    """Somebody wants to see all that is kept, and it is checked who that is."""
    me = await (await desk.request.get("/v1/me")).json()
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(desk.url))
    headers = {"X-CSRF-Token": me["csrf_token"], "If-Match": "*", "Origin": origin}

    async def post(path: str, **data: str) -> str:
        answer = await desk.request.post(f"/v1/privacy/requests{path}", data=data, headers=headers)
        if not answer.ok:
            raise SystemExit(f"{path}: {await answer.text()}")
        return str((await answer.json())["id"])

    made = await post("", kind="access", customer_id=customer_id)
    await post(f"/{made}/identification", by="counter")
    return made


async def holders(api: httpx.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    for _ in range(5):
        wanted = {"limit": "100", "status": "active"} | ({"cursor": cursor} if cursor else {})
        page = (await api.get("/v1/cards", params=wanted)).json()
        found += [card for card in page["items"] if card["customer"]]
        cursor = page["next_cursor"]
    return found


async def keep_busy(api: httpx.AsyncClient, cards: list[dict[str, Any]]) -> None:
    """The shop has been open for a while, whenever the pictures are taken."""
    now = datetime.now(UTC)
    full = [card for card in cards if card["balance"] >= card["program"]["rewards"][0]["cost"]]
    for number, card in enumerate(cards[5:47]):
        when = now - timedelta(minutes=4 * (42 - number))
        await api.post(
            f"/v1/cards/{card['id']}/earnings",
            json={"occurred_at": when.isoformat()},
            headers={"Idempotency-Key": f"stamp-{number:04}"},
        )
        if number % 8 == 7:
            rewarded = full.pop()
            await api.post(
                f"/v1/cards/{rewarded['id']}/redemptions",
                json={"reward_id": rewarded["program"]["rewards"][0]["id"]},
                headers={"Idempotency-Key": f"reward-{number:04}"},
            )
    for number, name in enumerate(("Inès", "Paul", "Maëlle")):
        await api.post(
            "/v1/cards",
            json={
                "program_id": cards[0]["program"]["id"],
                "customer": {"first_name": name, "phone": f"06 39 98 00 1{number}"},
            },
        )


async def open_page(browser: Browser, size: tuple[int, int], base_url: str) -> Page:
    width, height = size
    return await browser.new_page(
        base_url=base_url,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if size is PHONE else 1.5,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )


async def sign_in(page: Page, address: str, email: str, password: str) -> None:
    await page.goto(address)
    await page.get_by_label("Adresse e-mail").fill(email)
    await page.get_by_label("Mot de passe", exact=True).fill(password)
    await page.get_by_role("button", name="Se connecter", exact=True).click()
    await page.get_by_role("heading", level=1, name="Bonjour").wait_for()


async def shoot(page: Page, name: str) -> None:
    await page.wait_for_function(DRAWN)
    await page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(await page.screenshot()))
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}  {picture.width} × {picture.height}  {size // 1000} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path} is larger than {MOST_BYTES // 1000} kB.")


if __name__ == "__main__":
    asyncio.run(main())
