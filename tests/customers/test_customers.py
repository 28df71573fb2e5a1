"""The notebook: adding, changing, duplicates, consents, who is dormant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from api.core.audit import AuditEvent
from api.customers.models import Consent, Customer
from tests.cards.counter import at, count, done, refused
from tests.world import World

Clock = Callable[[timedelta], None]


async def test_adding_a_customer(world: World) -> None:
    shop = await world.shop()
    cashier = await shop.browser("cashier")
    answer = await cashier.post(
        "/v1/customers",
        json={
            "first_name": "  Chloé\u0301 ",
            "phone": "06 39 98 01 02",
            "email": "Chloe@Client.example",
            "notes": "Sans gluten\r\nVient le samedi",
            "marketing_consent": True,
        },
    )
    customer = done(answer)
    assert customer["phone"] == "+33639980102"
    assert customer["notes"] == "Sans gluten\nVient le samedi"
    assert (customer["source"], customer["marketing_consent"]) == ("desk", True)
    read = await cashier.get(f"/v1/customers/{customer['id']}")
    assert done(read, 200) == customer
    assert read.headers["ETag"] == answer.headers["ETag"]


async def test_the_trail_holds_no_personal_data(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    customer = done(await owner.post("/v1/customers", json={"first_name": "Ghislaine"}))
    path = f"/v1/customers/{customer['id']}"
    body = {"last_name": "Quatremer", "phone": "0639980102", "notes": "asthme"}
    done(await owner.patch(path, json=body, headers={"If-Match": "*"}), 200)
    async with shop.db() as db:
        events = (await db.scalars(select(AuditEvent).order_by(AuditEvent.id))).all()
    assert [event.action for event in events] == ["customer.created", "customer.changed"]
    assert events[1].facts == {"fields": ["last_name", "notes", "phone"]}
    everything = " ".join(str(vars(event)) for event in events)
    for word in ("Ghislaine", "Quatremer", "39980102", "asthme"):
        assert word not in everything


async def test_two_people_editing(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    path = f"/v1/customers/{await shop.customer('Camille', phone='+33639980102')}"
    tag = (await owner.get(path)).headers["ETag"]
    refused(await owner.patch(path, json={"notes": "a"}), 428, "PRECONDITION_REQUIRED")
    answer = await owner.patch(path, json={"notes": "a"}, headers={"If-Match": tag})
    assert done(answer, 200)["first_name"] == "Camille"
    stale = await owner.patch(path, json={"notes": "b"}, headers={"If-Match": tag})
    refused(stale, 412, "STALE")
    tag = answer.headers["ETag"]
    answer = await owner.patch(
        path, json={"phone": None, "first_name": None}, headers={"If-Match": tag}
    )
    refused(answer, 422, "NOBODY_NAMED")
    answer = await owner.patch(path, json={"phone": None}, headers={"If-Match": tag})
    assert done(answer, 200)["phone"] is None
    found = done(await owner.get("/v1/customers?q=0102"), 200)
    assert found["items"] == []


async def test_a_renamed_customer_is_found_by_the_new_name(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    path = f"/v1/customers/{await shop.customer('Camille')}"
    done(await owner.patch(path, json={"last_name": "Été"}, headers={"If-Match": "*"}), 200)
    assert len(done(await owner.get("/v1/customers?q=ete"), 200)["items"]) == 1


async def test_duplicates(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    who = {"first_name": "Camille", "phone": "06 39 98 01 02"}
    first = done(await owner.post("/v1/customers", json=who))
    again = refused(await owner.post("/v1/customers", json=who), 409, "DUPLICATE_CUSTOMER")
    assert again["customer_id"] == first["id"]
    done(await owner.post("/v1/customers", json=who | {"allow_duplicate": True}))
    # The same name is no sign that it is the same person.
    done(await owner.post("/v1/customers", json={"first_name": "Camille"}))
    assert await count(shop, Customer) == 3


async def test_consents(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    path = f"/v1/customers/{await shop.customer()}"
    for purpose, granted, to_either in (
        ("marketing_email", True, True),
        ("marketing_email", False, False),
        ("marketing_sms", True, True),
        ("marketing_email", False, True),
    ):
        body = {"purpose": purpose, "granted": granted}
        done(await owner.post(f"{path}/consents", json=body))
        assert done(await owner.get(path), 200)["marketing_consent"] is to_either
    listed = done(await owner.get(f"{path}/consents"), 200)["items"]
    assert [one["granted"] for one in listed] == [False, True, False, True]
    assert await count(shop, Consent) == 4
    refused(
        await owner.post(f"{path}/consents", json={"purpose": "tracking", "granted": True}),
        422,
        "VALIDATION",
    )
    auditor = await shop.client("auditor")
    refused(
        await auditor.post(f"{path}/consents", json={"purpose": "marketing_sms", "granted": True}),
        403,
        "FORBIDDEN_SCOPE",
    )


async def test_active_and_dormant(world: World, clock: Clock) -> None:
    shop = await world.shop()
    owner, counter = await shop.client(), await at(shop)
    program = await shop.program()
    regular, gone = await shop.card(program), await shop.card(program)
    clock(timedelta(days=89))
    done(await counter.earn(regular))

    async def ids(query: str) -> list[str]:
        found = done(await owner.get(f"/v1/customers?{query}"), 200)["items"]
        return [one["id"] for one in found]

    assert len(await ids("filter=active")) == 2
    clock(timedelta(days=2))
    assert await ids("filter=active") == [str(regular.customer_id)]
    assert await ids("filter=dormant") == [str(gone.customer_id)]
    assert await ids("") == [str(regular.customer_id), str(gone.customer_id)]


async def test_sorted_by_name(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    for name in ("Zoé", "élodie", "Éloi", "Camille"):
        await shop.customer(name)
    listed = done(await owner.get("/v1/customers?sort=name"), 200)["items"]
    assert [one["first_name"] for one in listed] == ["Camille", "élodie", "Éloi", "Zoé"]


async def test_the_box_for_news_is_for_one_way_of_sending_it(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    for who, purpose in (
        ({"email": "camille@example.org", "phone": "06 39 98 01 03"}, "marketing_email"),
        ({"phone": "06 39 98 01 04"}, "marketing_sms"),
    ):
        body = who | {"marketing_consent": True}
        customer = done(await owner.post("/v1/customers", json=body))
        assert customer["marketing_consent"] is True
        events = done(await owner.get(f"/v1/customers/{customer['id']}/consents"), 200)["items"]
        assert [(one["purpose"], one["granted"]) for one in events] == [(purpose, True)]
    nowhere = {"first_name": "Camille", "marketing_consent": True}
    refused(await owner.post("/v1/customers", json=nowhere), 422, "CONTACT_MISSING")


async def test_no_marketing_to_children(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    child = {"first_name": "Zoé", "email": "zoe@client.example", "age": "under_15"}
    answer = await owner.post("/v1/customers", json=child | {"marketing_consent": True})
    refused(answer, 409, "NO_MARKETING_UNDER_15")
    assert await count(shop, Customer) == 0
    # Nobody knew, at first.
    customer = done(
        await owner.post("/v1/customers", json=child | {"age": None, "marketing_consent": True})
    )
    path = f"/v1/customers/{customer['id']}"
    yes = {"purpose": "marketing_post", "granted": True}
    done(await owner.post(f"{path}/consents", json=yes))
    changed = await owner.patch(path, json={"age": "under_15"}, headers={"If-Match": "*"})
    assert done(changed, 200)["consents"] == {
        "marketing_email": False,
        "marketing_sms": False,
        "marketing_post": False,
    }
    events = done(await owner.get(f"{path}/consents"), 200)["items"]
    assert [(one["purpose"], one["granted"]) for one in events] == [
        ("marketing_post", False),
        ("marketing_email", False),
        ("marketing_post", True),
        ("marketing_email", True),
    ]
    refused(await owner.post(f"{path}/consents", json=yes), 409, "NO_MARKETING_UNDER_15")
    # Taking back is never refused.
    done(await owner.post(f"{path}/consents", json=yes | {"granted": False}))


async def test_the_soft_opt_in_follows_a_purchase(world: World) -> None:
    shop = await world.shop()
    owner, counter = await shop.client(), await at(shop)
    card = await shop.card(await shop.program())
    path = f"/v1/customers/{card.customer_id}/consents"
    soft = {
        "purpose": "marketing_email",
        "granted": True,
        "basis": "soft_opt_in",
        "source": "Affiche au comptoir",
    }
    refused(await owner.post(path, json=soft), 409, "NO_PURCHASE")
    done(await counter.earn(card))
    noted = done(await owner.post(path, json=soft))
    assert {name: noted[name] for name in soft} == soft
    assert noted["actor_id"]
    refused(await owner.post(path, json=soft | {"basis": "why not"}), 422, "VALIDATION")
