"""One box for names, phones, addresses and numbers, in the notebook and at the counter."""

from __future__ import annotations

import pytest

from api.customers import search
from tests.cards.counter import done, refused
from tests.world import Shop, World

PEOPLE: dict[str, dict[str, str | None]] = {
    "Élodie Lefèvre": {"phone": "+33639980102", "email": "elodie.lefevre@client.example"},
    "François Müller": {"phone": "+33639981234", "email": "f_muller@client.example"},
    "Jean-Baptiste O'Neil": {"phone": "+33176350001", "email": None},
    "Camille": {"phone": None, "email": "Camille.100%@client.example"},
    "Œuvrard 李": {"phone": "+4915123456789", "email": None},
}


async def furnish(world: World) -> tuple[Shop, dict[str, str]]:
    """A shop where everybody has a card; card numbers by name."""
    shop, other = await world.shop(), await world.shop()
    program, theirs = await shop.program(), await other.program()
    numbers = {}
    for name, who in PEOPLE.items():
        first, _, last = name.partition(" ")
        for place, offered in ((shop, program), (other, theirs)):
            customer = await place.customer(first, last_name=last or None, **who)
            card = await place.card(offered, customer_id=customer)
            if place is shop:
                numbers[name] = card.number
    await shop.card(program, anonymous=True)
    return shop, numbers


FINDS = {
    # names: accents, case, order, parts, typos
    "elodie": ["Élodie Lefèvre"],
    "ÉLODIE": ["Élodie Lefèvre"],
    "lefevre élodie": ["Élodie Lefèvre"],
    "lef": ["Élodie Lefèvre"],
    "elodei": ["Élodie Lefèvre"],
    "lefebvre": ["Élodie Lefèvre"],
    "lefebre": ["Élodie Lefèvre"],
    "lefevr": ["Élodie Lefèvre"],
    "lefefr": ["Élodie Lefèvre"],
    "oneil": ["Jean-Baptiste O'Neil"],
    "oeuvrard": ["Œuvrard 李"],
    "elodie muller": [],
    "francois muller": ["François Müller"],
    "françois": ["François Müller"],
    "fransois": ["François Müller"],
    "jean-baptiste": ["Jean-Baptiste O'Neil"],
    "o'neil": ["Jean-Baptiste O'Neil"],
    "李": ["Œuvrard 李"],
    "camile": ["Camille"],
    "camil": ["Camille"],
    "elodei lefevre": ["Élodie Lefèvre"],
    # phones, however written
    "0639980102": ["Élodie Lefèvre"],
    "06 39 98 01 02": ["Élodie Lefèvre"],
    "06.39.98.01.02": ["Élodie Lefèvre"],
    "06-39-98-01-02": ["Élodie Lefèvre"],
    "+33 6 39 98 01 02": ["Élodie Lefèvre"],
    "+33 (0)6 39 98 01 02": ["Élodie Lefèvre"],
    "0033639980102": ["Élodie Lefèvre"],
    "639980102": ["Élodie Lefèvre"],
    "+49 1512 3456789": ["Œuvrard 李"],
    "004915123456789": ["Œuvrard 李"],
    "01 76 35": ["Jean-Baptiste O'Neil"],
    "06 39": ["François Müller", "Élodie Lefèvre"],
    "015 123": ["Œuvrard 李"],
    # their last digits
    "…0102": ["Élodie Lefèvre"],
    "... 01 02": ["Élodie Lefèvre"],
    "80102": ["Élodie Lefèvre"],
    "0102": ["Élodie Lefèvre"],
    "1234": ["François Müller"],
    # e-mail addresses, where % and _ are letters like any other
    "elodie.lefevre@client.example": ["Élodie Lefèvre"],
    "ELODIE.LEFEVRE@CLIENT.EXAMPLE": ["Élodie Lefèvre"],
    "camille.100%@": ["Camille"],
    "f_muller": ["François Müller"],
    "lefevre@client": ["Élodie Lefèvre"],
    "%@": [],
    "_@": [],
    # nobody
    "xyzzyq": [],
    "9999": [],
    "%": [],
    "_": [],
    "'; DROP TABLE customers; --": [],
}


@pytest.mark.parametrize("few", [search.FEW, 1, 0])
async def test_finding_customers_and_their_cards(
    world: World, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Also where many answer to a word, so that their ids are not fetched."""
    monkeypatch.setattr(search, "FEW", few)
    shop, _ = await furnish(world)
    cashier = await shop.client("cashier")
    for query, names in FINDS.items():
        found = done(await cashier.get("/v1/customers", params={"q": query}), 200)["items"]
        full = [" ".join(filter(None, (one["first_name"], one["last_name"]))) for one in found]
        assert sorted(full) == names, query
        cards = done(await cashier.get("/v1/cards", params={"q": query}), 200)["items"]
        assert [card["customer"]["id"] for card in cards] == [one["id"] for one in found], query


async def test_finding_cards_by_number_and_code(world: World) -> None:
    shop, numbers = await furnish(world)
    cashier = await shop.client("cashier")
    for name, number in numbers.items():
        for written in (number, number.lower(), f"{number[:4]}-{number[4:]}", f" {number[:4]} "
                        f"{number[4:]} "):  # fmt: skip
            cards = done(await cashier.get("/v1/cards", params={"q": written}), 200)["items"]
            assert number in [card["number"] for card in cards], (name, written)
    (card,) = done(await cashier.get("/v1/cards", params={"q": numbers["Camille"]}), 200)["items"]
    (same,) = done(await cashier.get("/v1/cards", params={"q": card["code"].lower()}), 200)["items"]
    assert same["id"] == card["id"]


async def test_who_is_called_just_so_is_not_lost_among_the_like(world: World) -> None:
    shop = await world.shop()
    cashier = await shop.client("cashier")
    for name in ("Marie", "Martine", "Marine", "Anne-Marie"):
        await shop.customer(name)

    async def names(query: str) -> set[str]:
        found = done(await cashier.get("/v1/customers", params={"q": query}), 200)["items"]
        return {one["first_name"] for one in found}

    assert await names("marie") == {"Marie", "Anne-Marie"}
    assert "Marie" in await names("marei")


@pytest.mark.parametrize("path", ["/v1/customers", "/v1/cards"])
async def test_odd_searches(world: World, path: str) -> None:
    shop, _ = await furnish(world)
    client = await shop.client()
    everything = done(await client.get(path), 200)["items"]
    for blank in ("", " ", "   "):
        found = done(await client.get(path, params={"q": blank}), 200)["items"]
        assert len(found) == len(everything)
    for query in ("'", "\\", "%%", "((((", "+", "0", "-", "+++", "é" * 100, "🥐", "１２３４"):
        done(await client.get(path, params={"q": query}), 200)
    for query in ("a\0b", "x" * 101, "a\x1bb"):
        refused(await client.get(path, params={"q": query}), 422, "VALIDATION")
    done(await client.get(f"{path}?q=%ff%fe%ed%a0%80"), 200)


async def test_filters_of_cards(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program, second = await shop.program(), await shop.program()
    card, other = await shop.card(program), await shop.card(second)
    done(await owner.post(f"{other.path}/closure", json={"reason": "x"}), 200)
    for query, expected in (
        (f"program_id={program.id}", [card]),
        (f"customer_id={card.customer_id}", [card]),
        (f"customer_id={card.customer_id}&program_id={second.id}", []),
        ("status=active", [card]),
        ("status=closed", [other]),
        ("", [other, card]),
    ):
        found = done(await owner.get(f"/v1/cards?{query}"), 200)["items"]
        assert [one["id"] for one in found] == [str(one.id) for one in expected], query
