"""G9, inside: no table shows one district's rows to who serves another, and nothing kept or rung mixes the two."""

import json

import pytest
import redis

from deploy.demo.setting import TENANT as SHIFAN
from deploy.minqing.services import SERVICES
from shared.ids import Tenant
from tests.e2e.apart import DISTRICTS, IDS, OTHER, known_of, things_of
from tests.e2e.door import Door
from tests.e2e.looking import Databases
from tests.e2e.neighbours import ANJING, Anjing
from tests.e2e.played import Played

_RUNNING = {"heads", "checkpoints", "clocks", "fired", "relayed"}
"""What a service must see of all districts to serve them: ids and positions only (design 2)."""
_OF_NO_DISTRICT = {"alembic_version", "store", "births", "leases", "projections", "live"}
"""What tells of the database itself, and of the processes that serve it."""
_SEALED_FIRST = "keys.keys"
"""Words are sealed before a command is refused, so a key may bear whatever id the asker has named."""
EACH_SERVICE = pytest.mark.parametrize("service", SERVICES)


@EACH_SERVICE
def test_every_table_is_of_districts_or_of_none_for_a_reason(campaign: Played, anjing: Anjing, service: str) -> None:
    tables = Databases(campaign.minqing).tables(service)

    assert len(tables) > 5
    assert {table.name for table in tables if not table.of_districts} <= _OF_NO_DISTRICT


@EACH_SERVICE
@DISTRICTS
def test_a_services_role_reads_the_rows_of_its_district_alone(
    campaign: Played, anjing: Anjing, service: str, district: Tenant
) -> None:
    databases = Databases(campaign.minqing)
    there = databases.counted(service)

    seen = databases.counted_by_its_role(service, district)

    foreign = {name: rows for name, rows in seen.items() if set(rows) - {district} and not _is_running(name)}
    assert foreign == {}
    assert any(OTHER[district] in rows for rows in there.values())
    readable = {name: rows for name, rows in seen.items() if rows and not _is_running(name)}
    assert readable


@EACH_SERVICE
def test_a_services_role_without_a_district_reads_nothing(campaign: Played, anjing: Anjing, service: str) -> None:
    seen = Databases(campaign.minqing).counted_by_its_role(service, None)

    assert {name: rows for name, rows in seen.items() if rows and not _is_running(name)} == {}


def _is_running(table: str) -> bool:
    schema, _, name = table.partition(".")
    return schema in ("log", "run") and name in _RUNNING


@EACH_SERVICE
def test_no_row_of_a_district_holds_an_id_of_the_other(
    door: Door, campaign: Played, anjing: Anjing, service: str
) -> None:
    databases, districts = Databases(campaign.minqing), (ANJING, SHIFAN)
    known = {one: known_of(things_of(door, anjing, campaign, one)) for one in districts}
    assert known[ANJING].isdisjoint(known[SHIFAN])

    for table in databases.tables(service):
        for district in districts if table.of_districts and table.said != _SEALED_FIRST else ():
            held = {id for row in databases.rows(service, table, district) for id in IDS.findall(row)}
            assert held & known[OTHER[district]] == set(), table.said


def test_what_is_rung_names_its_district_and_holds_nothing_of_the_other(
    door: Door, campaign: Played, anjing: Anjing
) -> None:
    known = {one: known_of(things_of(door, anjing, campaign, one)) for one in (ANJING, SHIFAN)}
    rung: dict[str, set[str]] = {ANJING: set(), SHIFAN: set()}
    with redis.Redis.from_url(campaign.minqing.redis.url) as server:
        messages = [fields for stream in server.scan_iter("facts.*") for _, fields in server.xrange(stream)]

    for fields in messages:
        text = fields[b"__data__"].decode(errors="replace")
        fact = json.loads(text[text.index('{"specversion"') :])
        rung[fact["tenant"]] |= set(IDS.findall(text))

    assert rung[ANJING]
    assert [one for one in rung if rung[one] & known[OTHER[Tenant(one)]]] == []
