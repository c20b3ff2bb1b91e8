"""What the tests of two districts share: who is there, what a path may name, what each service tells."""

import re
from collections.abc import Mapping, Sequence
from typing import Any  # facts are JSON

import httpx
import pytest

from deploy.demo.setting import TENANT as SHIFAN
from deploy.demo.setting import place_id
from deploy.demo.story import DISTRICT_OFFICE, OFFICE, clerk
from deploy.minqing.services import WITH_A_LOG
from shared.ids import Tenant
from shared.web.tokens import Signer
from tests.e2e import neighbours as n
from tests.e2e.door import Door, Person
from tests.e2e.neighbours import ANJING, Anjing, id_of
from tests.e2e.played import Played
from tests.e2e.walking import things_of_the_field

IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OTHER = {ANJING: SHIFAN, SHIFAN: ANJING}
DISTRICTS = pytest.mark.parametrize("district", [ANJING, SHIFAN])


def people_of(door: Door, anjing: Anjing, district: Tenant) -> list[Person]:
    """A clerk, both offices and the administrator of a district."""
    if district == ANJING:
        logins = ("gt-3", n.OFFICE, n.DISTRICT_OFFICE, n.PETITION_OFFICE, n.CADRE, n.ADMINISTRATOR)
        return [*map(anjing.person, logins), anjing.keys["gt"]]
    return [door.person(SHIFAN, who, f"demo-{who}") for who in (clerk("GT"), OFFICE, DISTRICT_OFFICE, "admin")]


def things_of(door: Door, anjing: Anjing, played: Played, district: Tenant) -> dict[str, Sequence[str]]:
    """Some of everything that a path may name, of a district."""
    world = played.performance.world
    offices = {ANJING: (n.OFFICE, n.password_of(n.OFFICE)), SHIFAN: (OFFICE, f"demo-{OFFICE}")}
    clerks = {ANJING: n.password_of("gt-3"), SHIFAN: f"demo-{clerk('GT')}"}
    campaign = {ANJING: anjing.campaign, SHIFAN: world.campaign}[district]
    here = {ANJING: id_of("place", "C01"), SHIFAN: str(place_id("C01"))}[district]
    office = door.person(district, *offices[district])
    subscriptions = door.person(district, "gt-3", clerks[district]).items("/subscriptions")
    things: dict[str, Sequence[str]] = {
        **things_of_the_field(office, campaign),
        "campaign": [campaign],
        "case": [one["id"] for one in office.does("GET", "/matters?limit=3")["items"]],
        "household": [one["id"] for one in office.does("GET", f"/households?place={here}&limit=2")["items"]],
        "place": [here],
        "subscription": [one["id"] for one in subscriptions],
        "person": [one["id"] for one in office.does("GET", "/people?limit=3")["items"]],
        "account": [],
        "n": ["1"],
        "limit": ["planned"],
        "version": ["1"],
    }
    return {name: ids[:3] for name, ids in things.items()}


def known_of(things: Mapping[str, Sequence[str]]) -> set[str]:
    return {id for ids in things.values() for id in ids if IDS.fullmatch(id)}


def feed_of(played: Played, service: str, district: Tenant) -> list[dict[str, Any]]:
    """Every fact that a service tells another of a district."""
    wiring = played.minqing.wiring
    signer = Signer.of("gateway", wiring.credentials.signing_key_file("gateway"))
    asking = {"authorization": f"Bearer {signer.for_service()}"}
    facts: list[dict[str, Any]] = []
    upto: dict[str, Any] = {"position": 0, "hash": ""}
    while True:
        query = {"tenant": district, "after": upto["position"], "hash": upto["hash"], "limit": 1000}
        page = httpx.get(f"{wiring.urls[service]}/feed", params=query, headers=asking, trust_env=False).json()
        facts += page["facts"]
        if page["upto"] == upto or page["upto"]["position"] >= page["head"]["position"]:
            return facts
        upto = page["upto"]


def heads(played: Played, district: Tenant) -> dict[str, int]:
    """Where a district's logs end."""
    wiring = played.minqing.wiring
    signer = Signer.of("gateway", wiring.credentials.signing_key_file("gateway"))
    asking = {"authorization": f"Bearer {signer.for_service()}"}
    ends: dict[str, int] = {}
    for service in WITH_A_LOG:
        said = httpx.get(f"{wiring.urls[service]}/feed/heads", headers=asking, trust_env=False).json()["heads"]
        ends[service] = sum(head["position"] for head in said if head["tenant"] == district)
    return ends
