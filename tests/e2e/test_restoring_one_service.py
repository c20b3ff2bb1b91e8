"""A service that is brought back to an earlier point while the others are ahead: noticed, stopped, and told (G8)."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # columns of several types

import asyncpg
import pytest

from deploy.minqing import place
from deploy.minqing.doctor.finding import Finding
from deploy.minqing.installation import database_of
from deploy.minqing.process import wait_until
from deploy.minqing.supervise import Minqing, running
from shared.ids import Tenant, imported
from tests.e2e.doctoring import PATIENCE, Patient
from tests.e2e.door import Door
from tests.e2e.opening import Opening
from tests.e2e.restoring import Halves, backed_up

SHIFAN, LIANHU = Tenant("shifan"), Tenant("lianhu")
HEARERS = ("ledger", "casework", "notify")
UNITS = "code,name,kind,parent\nMZ,民政局,department,\n"
WISH = {"name": "单位", "types": ["scheduling.unit-described.v1"], "unit": str(imported(SHIFAN, "unit", "MZ"))}
LOST, NEW = ("L1", "L2"), ("N1", "N2", "N3", "N4", "N5")
_FACTS = "SELECT follower, fact FROM run.checkpoints WHERE producer = 'scheduling' AND tenant = $1 ORDER BY follower"
_TOLD = "SELECT data::json ->> 'fact' FROM log.events WHERE tenant = $1 AND type = 'delivery-queued.v1'"
_NEW = """
SELECT event_id FROM log.events WHERE tenant = $1 AND fact_type = 'scheduling.unit-described.v1'
AND position > (SELECT position FROM log.events WHERE tenant = $1 AND type = 'log-restored.v1') ORDER BY position
"""
_ACCEPTED = "SELECT data FROM log.events WHERE tenant = $1 AND type = 'history-accepted.v1'"
_HEAD = "SELECT position FROM log.heads WHERE tenant = $1"

Rows = list[tuple[Any, ...]]


@dataclass
class House:
    """An installation of two districts, of which one service was restored, and what an operator says to it."""

    minqing: Minqing
    halves: Halves

    @property
    def patient(self) -> Patient:
        return Patient(self.minqing)

    def describes(self, tenant: Tenant, *codes: str) -> None:
        """Scheduling has more units, of which the others hear."""
        door = Door(self.minqing.url)
        administrator = door.person(tenant, "admin", "a password-admin")
        for code in codes:
            file = f"code,name,kind,parent\n{code},科室,section,MZ\n"
            administrator.does("POST", "/imports/units", file.encode(), code)
        door.close()

    def reads(self, service: str, query: str, tenant: Tenant) -> Rows:
        """Rows of a service's database, as who reads all."""
        return asyncio.run(_rows(database_of(self.minqing.directory, service), query, tenant))

    def facts_read(self) -> dict[tuple[str, Tenant], Rows]:
        """How far each follower of scheduling has read, by service and district."""
        return {(name, tenant): self.reads(name, _FACTS, tenant) for name in HEARERS for tenant in (SHIFAN, LIANHU)}

    def heard(self, tenant: Tenant) -> bool:
        """Whether all of them have read all."""
        [(head,)] = self.reads("scheduling", _HEAD, tenant)
        return {fact for name in HEARERS for _, fact in self.reads(name, _FACTS, tenant)} == {head}

    def remedies(self, words: str) -> list[str]:
        """What the doctor says to do in these words."""
        return [one.remedy for one in self.patient.wrong().values() if one.what == "lag" and words in one.remedy]

    def says(self, *words: str) -> tuple[int, str]:
        """`minqing reconcile …`."""
        return self.patient.says("reconcile", "--data", str(self.minqing.directory), *words)


async def _rows(url: str, query: str, tenant: Tenant) -> Rows:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SELECT set_config('minqing.tenant', $1, false)", tenant)
        return [tuple(row) for row in await connection.fetch(query, tenant)]
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Not running; scheduling holds less than the others have heard."""
    folder = tmp_path_factory.mktemp("one-service")
    minqing = Minqing(folder / "data", place.free_port())
    with running(minqing):
        house = _opened(minqing, folder)
    words = house.halves.words("restore", minqing.directory)
    code, said = house.patient.says(*words, "--only", "scheduling", "--aside")
    assert code == 0, said
    yield house
    place.remove(minqing.directory)


def _opened(minqing: Minqing, folder: Path) -> House:
    door = Door(minqing.url)
    for tenant, name in ((SHIFAN, "示范区"), (LIANHU, "莲湖区")):
        administrator = Opening(minqing.operator_password(), tenant, name, "a password", {"units": UNITS}).open(door)
        if tenant == SHIFAN:
            administrator.does("POST", "/subscriptions", WISH, "wish")
    door.close()
    patient = Patient(minqing)
    patient.is_well_and_heard()
    house = House(minqing, backed_up(patient, folder / "backup"))
    house.describes(SHIFAN, *LOST)
    patient.is_well_and_heard()
    return house


@dataclass(frozen=True)
class Noticed:
    """What was seen after scheduling had been brought past where it was before; Minqing is at rest again."""

    house: House
    wrong: dict[tuple[str, str], Finding]
    before: dict[tuple[str, Tenant], Rows]
    after: dict[tuple[str, Tenant], Rows]
    told: tuple[Rows, Rows]


@pytest.fixture(scope="module")
def noticed(house: House) -> Noticed:
    """Scheduling goes on, in both districts, until it is further than it ever was."""
    with running(house.minqing):
        before, told = house.facts_read(), house.reads("notify", _TOLD, SHIFAN)
        for tenant in (SHIFAN, LIANHU):
            house.describes(tenant, *NEW)
        stopped = [("lag", f"{service} shifan directory < scheduling") for service in HEARERS]
        wrong = house.patient.comes_to_at_least(*stopped, kinds={"lag", "service"})
        assert wait_until(lambda: house.heard(LIANHU), PATIENCE, step=0.2)
        after = house.facts_read()
        return Noticed(house, wrong, before, after, (told, house.reads("notify", _TOLD, SHIFAN)))


def test_everybody_stops_in_that_district_before_anything_of_the_new_history_is_taken_in(noticed: Noticed) -> None:
    for service in HEARERS:
        assert noticed.after[service, SHIFAN] == noticed.before[service, SHIFAN]
    assert noticed.told[0] == noticed.told[1]
    stopped = [one for (what, _), one in noticed.wrong.items() if what == "lag"]
    assert {one.said.split(": ")[1] for one in stopped} == {"another log"}
    assert {one.district for one in stopped} == {SHIFAN}


def test_the_other_district_goes_on(noticed: Noticed) -> None:
    for service in HEARERS:
        assert noticed.after[service, LIANHU] > noticed.before[service, LIANHU]


def test_who_has_read_what_is_lost_is_listed_with_what_was_done_because_of_it(noticed: Noticed) -> None:
    house = noticed.house
    agreed = json.loads((house.halves.logs / "backup.json").read_text())
    position = agreed["services"]["scheduling"]["heads"]["shifan"]["position"]

    (code, said), (_, shown) = house.says(), house.says("show", "shifan", "notify", "scheduling")

    assert code == 1
    rows = [line.split("│") for line in said.splitlines() if "│" in line and "shifan" in line]
    assert [row[2].strip() for row in rows] == list(HEARERS)
    assert "lianhu" not in said
    command = f"minqing reconcile --data {house.minqing.directory} show shifan ledger scheduling"
    assert said.splitlines()[-1].partition(": ")[2] == command
    assert f"the same up to {position}." in shown
    assert shown.count("delivery-queued.v1") == len(LOST)


@dataclass(frozen=True)
class WentOn:
    """What was said on the way out, and which facts notify had delivered before and after."""

    house: House
    refused: tuple[int, str]
    accepted: list[tuple[int, str]]
    before: Rows
    after: Rows


@pytest.fixture(scope="module")
def went_on(noticed: Noticed) -> Iterator[WentOn]:
    """The operator accepts what scheduling has become, as the doctor says: after the read models, the policies."""
    house = noticed.house
    with running(house.minqing):
        before = house.reads("notify", _TOLD, SHIFAN)
        refused = house.says(*_accept("notify"))
        for remedy in house.remedies("projections rebuild"):
            code, said = house.patient.follows(remedy)
            assert code == 0, said
        asked = house.remedies("reconcile --data")
        accepted = [house.says(*_accept(service)) for service in HEARERS if any(service in one for one in asked)]
        house.patient.is_well_and_heard()
        yield WentOn(house, refused, accepted, before, house.reads("notify", _TOLD, SHIFAN))


def _accept(service: str) -> tuple[str, ...]:
    return ("accept", "shifan", service, "scheduling", "--why", "the disk was lost", "--yes")


def test_policies_go_on_with_what_a_log_has_become_once_an_operator_has_said_so(went_on: WentOn) -> None:
    assert went_on.refused[0] == 1
    assert "First have the read models made anew" in went_on.refused[1]
    assert [code for code, _ in went_on.accepted] == [0, 0], went_on.accepted  # ledger's and notify's
    assert went_on.house.says() == (0, "Nobody has read what a log does not hold.\n")


def test_what_is_new_is_delivered_once_and_what_was_lost_stays_delivered(went_on: WentOn) -> None:
    told = [fact for (fact,) in went_on.after]
    new = [fact for (fact,) in went_on.house.reads("scheduling", _NEW, SHIFAN)]
    assert len(told) == len(set(told))
    assert went_on.after[: len(went_on.before)] == went_on.before
    assert set(told) - {fact for (fact,) in went_on.before} == set(map(str, new))


def test_the_operators_decision_is_an_event(went_on: WentOn) -> None:
    [(text,)] = went_on.house.reads("notify", _ACCEPTED, SHIFAN)
    event = json.loads(text)
    assert (event["producer"], event["why"]) == ("scheduling", "the disk was lost")
    assert event["policies"] == ["route"]
    assert event["read"] > event["position"]
