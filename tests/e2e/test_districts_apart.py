"""G9: two districts of one installation, and every way that somebody might try to cross from one into the other."""

import asyncio
from typing import Any  # facts are JSON

import httpx
import pytest

from deploy.demo.receiver import Receiver
from deploy.demo.setting import TENANT as SHIFAN
from deploy.demo.setting import unit_id
from deploy.demo.story import clerk
from deploy.minqing import place
from deploy.minqing.services import WITH_A_LOG
from shared.ids import Tenant
from shared.testing.waiting import until
from shared.web.tokens import Signer
from tests.e2e import neighbours as n
from tests.e2e.apart import DISTRICTS, OTHER, feed_of, heads, people_of, things_of
from tests.e2e.door import Door, Person
from tests.e2e.neighbours import ANJING, Anjing, id_of
from tests.e2e.played import Played
from tests.e2e.walking import answers, reading_routes

_ARRIVING_SECONDS = 30
EACH_LOG = pytest.mark.parametrize("service", WITH_A_LOG)


@DISTRICTS
def test_no_token_reads_the_other_district(door: Door, anjing: Anjing, campaign: Played, district: Tenant) -> None:
    theirs = things_of(door, anjing, campaign, OTHER[district])
    by_id = [route for route in reading_routes(door) if route.parameters]
    assert [name for name in ("case", "visit", "stay", "filing", "household", "subscription") if not theirs[name]] == []

    for person in people_of(door, anjing, district):
        for answer in answers(person, by_id, theirs):
            assert answer.status_code in (403, 404), f"{answer.url}: {answer.text[:300]}"


@DISTRICTS
def test_no_filter_finds_what_is_the_other_districts(
    door: Door, anjing: Anjing, campaign: Played, district: Tenant
) -> None:
    theirs = things_of(door, anjing, campaign, OTHER[district])
    office = people_of(door, anjing, district)[1]

    for listed in ("stays", "visits", "filings", "pairings", "screenings", "notes", "deeds", "meetings", "matters"):
        for name in ("campaign", "place"):
            assert office.items(f"/{listed}?{name}={theirs[name][0]}") == [], (listed, name)


@DISTRICTS
def test_no_token_acts_in_the_other_district(door: Door, anjing: Anjing, campaign: Played, district: Tenant) -> None:
    theirs = things_of(door, anjing, campaign, OTHER[district])
    before = heads(campaign, OTHER[district])
    tried = [
        ("POST", f"/stays/{theirs['stay'][0]}/interruption", {"reason": "召回"}),
        ("POST", f"/matters/{theirs['case'][0]}/hand-over", {}),
        ("POST", f"/filings/{theirs['filing'][0]}/submission", None),
        ("POST", f"/visits/{theirs['visit'][0]}/correction", {"diary": "另写", "reason": "笔误"}),
        ("POST", f"/subscriptions/{theirs['subscription'][0]}/ending", None),
    ]

    for person in people_of(door, anjing, district):
        for method, path, body in tried:
            assert person.ask(method, path, body, f"cross {path}").status_code in (403, 404), path

    assert heads(campaign, OTHER[district]) == before


def test_a_log_in_of_one_district_is_nobody_in_the_other(door: Door, anjing: Anjing) -> None:
    nobody = Person(door, "")
    for district, password in ((SHIFAN, n.password_of("gt-3")), (ANJING, "demo-gt-3")):
        log_in = {"district": district, "account": "gt-3", "password": password}
        assert nobody.ask("POST", "/sessions", log_in).status_code == 401


def test_a_token_that_is_made_to_name_the_other_district_is_nobodys(door: Door, anjing: Anjing) -> None:
    for person in (anjing.person("gt-3"), anjing.keys["gt"]):
        renamed = person.token.replace(f".{ANJING}.", f".{SHIFAN}.")
        assert renamed != person.token
        assert Person(door, renamed).get("/me").status_code == 401


@EACH_LOG
@DISTRICTS
def test_a_feed_tells_of_the_district_that_was_named(
    campaign: Played, anjing: Anjing, service: str, district: Tenant
) -> None:
    facts = feed_of(campaign, service, district)

    assert facts or service == "notify"
    assert {fact["tenant"] for fact in facts} <= {district}
    assert {fact["source"] for fact in facts} <= {f"/districts/{district}/{service}"}


@EACH_LOG
def test_a_feed_without_a_district_tells_nothing(campaign: Played, service: str) -> None:
    wiring = campaign.minqing.wiring
    signer = Signer.of("gateway", wiring.credentials.signing_key_file("gateway"))
    asking = {"authorization": f"Bearer {signer.for_service()}"}

    answer = httpx.get(f"{wiring.urls[service]}/feed", headers=asking, trust_env=False)

    assert answer.status_code == 422


@EACH_LOG
def test_a_feed_is_not_for_people(campaign: Played, anjing: Anjing, service: str) -> None:
    wiring = campaign.minqing.wiring
    signer = Signer.of("gateway", wiring.credentials.signing_key_file("gateway"))
    person = signer.sign({"tenant": ANJING, "actor": "account:x", "account": id_of("account", "admin")})

    for token, status in ((anjing.person(n.ADMINISTRATOR).token, 401), (person, 403)):
        asking = {"authorization": f"Bearer {token}"}
        for path in ("/feed?tenant=shifan", "/feed?tenant=anjing", "/feed/heads", "/positions?tenant=shifan"):
            answer = httpx.get(wiring.urls[service] + path, headers=asking, trust_env=False)
            assert answer.status_code == status, path


@DISTRICTS
def test_a_subscription_was_told_of_its_own_district_alone(
    door: Door, campaign: Played, anjing: Anjing, district: Tenant
) -> None:
    own = {fact["id"] for service in WITH_A_LOG for fact in feed_of(campaign, service, district)}
    person = people_of(door, anjing, district)[0]

    told: set[str] = set()
    for one in person.items("/subscriptions"):
        deliveries = person.does("GET", f"/subscriptions/{one['id']}/deliveries?limit=500")["items"]
        events = person.does("GET", f"/subscriptions/{one['id']}/events?limit=500")["items"]
        assert {event["tenant"] for event in events} <= {district}
        told |= {item["fact"] for item in deliveries} | {event["id"] for event in events}
    assert told
    assert told <= own


def test_a_webhook_of_one_district_is_posted_nothing_of_the_other(campaign: Played, anjing: Anjing) -> None:
    events = asyncio.run(_posted(anjing))

    assert {event["source"].split("/")[2] for event in events} == {ANJING}
    assert {event["tenant"] for event in events} == {ANJING}
    own = {fact["id"] for fact in feed_of(campaign, "ledger", ANJING)}
    assert {event["id"] for event in events} <= own


async def _posted(anjing: Anjing) -> list[dict[str, Any]]:
    """What arrives at an address of Anjing's district office when a visit is made there."""
    async with Receiver(place.free_port(), {}) as receiver:
        posted = await asyncio.to_thread(_visit_heard_of, anjing, receiver)
        await until(lambda: receiver.arrived.get("anjing"), _ARRIVING_SECONDS)
        # with nobody there any more, what is still to be posted would keep the district from coming to rest
        await asyncio.to_thread(anjing.person(n.DISTRICT_OFFICE).does, "POST", f"/subscriptions/{posted}/ending")
        return receiver.arrived["anjing"]


def _visit_heard_of(anjing: Anjing, receiver: Receiver) -> str:
    office = anjing.person(n.DISTRICT_OFFICE)
    wish = {"name": "posted", "unit": id_of("unit", "QHD"), "types": ["ledger.visit-logged.v1"]}
    made = office.does("POST", "/subscriptions", {**wish, "url": f"{receiver.address}/anjing"}, receiver.address)
    receiver.secrets["anjing"] = made["secret"]
    anjing.quiet()
    callers = [{"household": id_of("household", "C01-H02")}]
    form = {"stay": anjing.stay, "mode": "household", "callers": callers, "diary": "再访"}
    anjing.person(n.CADRE).does("POST", "/visits", form, f"heard of at {receiver.address}")
    return str(made["id"])


def test_one_idempotency_key_in_both_districts_is_two_commands(door: Door, campaign: Played, anjing: Anjing) -> None:
    ours, theirs = anjing.person("gt-3"), door.person(SHIFAN, clerk("GT"), f"demo-{clerk('GT')}")

    mine = ours.does("POST", "/keys", {"name": "again", "unit": id_of("unit", "GT")}, "the same key")
    other = theirs.does("POST", "/keys", {"name": "again", "unit": str(unit_id("GT"))}, "the same key")

    assert mine["id"] != other["id"]
    assert {item["id"] for item in ours.items("/keys")}.isdisjoint(item["id"] for item in theirs.items("/keys"))


def test_a_key_that_was_used_in_one_district_answers_nothing_of_it_in_the_other(
    door: Door, campaign: Played, anjing: Anjing
) -> None:
    ours, theirs = anjing.person("gt-3"), door.person(SHIFAN, clerk("GT"), f"demo-{clerk('GT')}")
    wish = {"name": "gt-3", "types": list(n.FACTS), "unit": id_of("unit", "GT")}

    made = ours.does("POST", "/subscriptions", wish, "subscription-GT")  # with which the campaign's clerk opened one

    assert made["id"] == anjing.subscriptions["gt-3"]
    assert theirs.items("/subscriptions") != []
    assert made["id"] not in {item["id"] for item in theirs.items("/subscriptions")}
