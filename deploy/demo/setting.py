"""The stage: a sandbox district, its cast by import, the campaign, the roster, those who want to be told."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any  # bodies are JSON
from uuid import UUID

from deploy.demo.cast import Cast, password_of
from deploy.demo.client import Api, Sent
from deploy.demo.officials import DEPARTMENTS
from deploy.demo.story import BATCHES, BEGINS, DISTRICT_OFFICE, ENDS, FILINGS, OFFICE, clerk
from shared.ids import Tenant, imported

TENANT = Tenant("shifan")
ADMINISTRATOR = "admin"
OPERATOR = "operator"
DISTRICT_TYPES = (
    "scheduling.stay-started.v1",
    "ledger.visit-logged.v1",
    "casework.case-escalated.v1",
    "casework.reply-issued.v1",
)
DEPARTMENT_TYPES = ("casework.case-handed-over.v1", "casework.case-escalated.v1", "casework.reply-issued.v1")


def unit_id(code: str) -> UUID:
    """The id of an imported unit of the demo's district."""
    return imported(TENANT, "unit", code)


def place_id(code: str) -> UUID:
    """The id of an imported place."""
    return imported(TENANT, "place", code)


def person_id(code: str) -> UUID:
    """The id of an imported person."""
    return imported(TENANT, "person", code.upper())


def household_id(place: int, number: int) -> UUID:
    """The id of an imported household."""
    return imported(TENANT, "household", f"C{place:02}-H{number:02}")


@dataclass
class World:
    """What the API answered and later acts need. Keys are (batch, place) or (batch, place, visit)."""

    cast: Cast
    campaign: str = ""
    stays: dict[tuple[int, int], str] = field(default_factory=dict)
    matters: dict[tuple[int, int, int], str] = field(default_factory=dict)
    pairings: dict[tuple[int, int], str] = field(default_factory=dict)
    screenings: dict[tuple[int, int], str] = field(default_factory=dict)
    filings: dict[tuple[int, str], str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)  # receiver's path → webhook secret
    keys: dict[str, str] = field(default_factory=dict)  # department → API key of its own system
    repeated: int = 0  # requests sent twice that were answered alike
    opened: int = 0  # identities that were shown when asked for with a purpose


async def open_district(api: Api, operator_password: str, now: datetime) -> None:
    """The operator opens the sandbox district, unless an earlier run has."""
    await api.log_in_as(OPERATOR, None, operator_password)
    first = {"login": ADMINISTRATOR, "password": password_of(ADMINISTRATOR)}
    body = {"tenant": TENANT, "name": "示范区", "sandbox": True, "now": now.isoformat(), "administrator": first}
    await api.ask(OPERATOR, "POST", "/districts", body, "open-shifan")


async def import_cast(api: Api, cast: Cast) -> dict[str, dict[str, int]]:
    """All files of the cast, in order; the report of each."""
    reports = {}
    for kind, text in cast.files.items():
        reports[kind] = await api.ask(ADMINISTRATOR, "POST", f"/imports/{kind}", text.encode(), f"import-{kind}")
        api.journal.append(Sent(api.now, ADMINISTRATOR, f"import-{kind}", body=text))
    return reports


def _frame(cast: Cast) -> dict[str, Any]:
    return {
        "name": "千名干部下基层，排忧解难促和谐",
        "unit": str(unit_id("MZ")),
        "activity_office": str(unit_id("MZ-HD")),
        "leading_group": str(unit_id("MZ-LD")),
        "district_office": str(unit_id("QHD")),
        "begins": str(BEGINS),
        "ends": str(ENDS),
        "minimum_nights": 10,
        "batches": [{"number": n, "begins": str(b), "ends": str(e)} for n, (b, e) in enumerate(BATCHES, 1)],
        "filings": [{"period": period, "due": str(due)} for period, due in FILINGS],
        "places": [str(place_id(code)) for code in cast.places],
    }


async def plan_campaign(api: Api, world: World) -> None:
    """The activity office plans the campaign, exempts six cadres and publishes the roster."""
    cast = world.cast
    world.campaign = (await api.ask(OFFICE, "POST", "/campaigns", _frame(cast), "campaign"))["id"]
    here = f"/campaigns/{world.campaign}"
    for number, code in enumerate(cast.exempt, 1):
        reason = {
            "person": str(person_id(code)),
            "reason": "抽调在征地拆迁一线",
            "document": f"区组干〔2010〕{number}号",
        }
        await api.ask(OFFICE, "POST", f"{here}/exemptions", reason, f"exemption-{code}")
        api.journal.append(Sent(api.now, OFFICE, "exemption", told={"who": code}))
    await api.ask(OFFICE, "PUT", f"{here}/roster", {"entries": _roster(cast)}, "roster")
    api.journal.append(Sent(api.now, OFFICE, "roster", body=[{"who": code} for code in cast.taking_part]))
    published = await api.ask(OFFICE, "POST", f"{here}/roster/publication", None, "publication")
    numbers = {str(place_id(code)): n for n, code in enumerate(cast.places, 1)}
    world.stays = {(entry["batch"], numbers[entry["place"]]): entry["stay"] for entry in published["entries"]}


def _roster(cast: Cast) -> list[dict[str, str | int]]:
    count = len(cast.places)
    return [
        {"person": str(person_id(code)), "batch": 1 + n // count, "place": str(place_id(cast.places[n % count]))}
        for n, code in enumerate(cast.taking_part)
    ]


async def subscribe(api: Api, world: World, receiver: str) -> None:
    """The district office and each department ask to be told, at addresses of the receiver."""
    wishes: dict[str, tuple[str, tuple[str, ...]]] = {"QHD": (DISTRICT_OFFICE, DISTRICT_TYPES)}
    wishes |= {code: (clerk(code), DEPARTMENT_TYPES) for code, _ in DEPARTMENTS}
    for code, (who, types) in wishes.items():
        body = {"url": f"{receiver}/{code}", "types": list(types), "name": code, "unit": str(unit_id(code))}
        made = await api.ask(who, "POST", "/subscriptions", body, f"subscription-{code}")
        if secret := made.get("secret"):
            world.secrets[code] = secret


async def make_keys(api: Api, world: World) -> None:
    """Each department's clerk makes a key for the department's own system, unless its key is known."""
    for code, name in DEPARTMENTS:
        if code not in world.keys:
            world.keys[code] = await _new_key(api, code, {"name": f"{name}业务系统", "unit": str(unit_id(code))})


async def _new_key(api: Api, code: str, wish: dict[str, str]) -> str:
    """The first answer alone shows a key: one whose first answer was lost is revoked, and the next one made."""
    turn = 1
    while not (made := await api.ask(clerk(code), "POST", "/keys", wish, f"key-{code}-{turn}"))["key"]:
        lost = f"/keys/{made['id']}/revocation"
        await api.ask(clerk(code), "POST", lost, None, f"revocation-{code}-{turn}")
        turn += 1
    return str(made["key"])
