"""Facts that a log has lost are said again from what deliveries hold of them, where that is all of it."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import UUID, uuid5

import pytest

from deploy.minqing.reconciling.telling import copies, tell_again
from shared.event import wire_form
from shared.eventstore.connect import Database
from shared.eventstore.log import Log
from shared.eventstore.rows import AppendRequest, NewEvent
from shared.ids import MINQING, UnitId
from shared.testing.databases import MakeDatabase
from shared.testing.facts import unit_described
from shared.testing.names import named
from shared.testing.requests import MORNING, SHIFAN

WHY = "its disk was lost"
LOST, KNOWN, SEALED = (uuid5(MINQING, name) for name in ("lost", "known", "sealed"))
UNIT = unit_described(UnitId(named("民政局")), "民政局", "department")
A_MATTER = {"matter": str(LOST), "words": None}


@dataclass
class House:
    """Logs of notify, which holds deliveries, and of those whose facts these are."""

    urls: Mapping[str, str]
    logs: Mapping[str, Log]

    async def holds(self, fact: UUID, type_: str, data: object) -> None:
        """A delivery of a fact."""
        told = {"fact": str(fact), "fact_type": type_, "subject": "unit/1", "at": MORNING.isoformat(), "data": data}
        event = NewEvent(uuid5(fact, "delivery"), "delivery-queued.v1", json.dumps(told, ensure_ascii=False))
        await self.logs["notify"].append(SHIFAN, _request(event))

    async def holds_a_unit(self, fact: UUID) -> None:
        """A delivery of what scheduling has said."""
        await self.holds(fact, UNIT.type, json.loads(wire_form(UNIT)[1]))


def _request(event: NewEvent) -> AppendRequest:
    return AppendRequest(f"deliveries/{event.id}", None, event.id, "policy:notify/route", MORNING, (event,))


@pytest.fixture
async def house(make_database: MakeDatabase) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        made = {service: await make_database(service) for service in ("scheduling", "ledger", "notify")}
        logs = {}
        for service, fresh in made.items():
            database = Database(fresh.url)
            await database.open()
            stack.push_async_callback(database.close)
            logs[service] = Log(database, service)
            await logs[service].open()
            stack.push_async_callback(logs[service].close)
        yield House({service: fresh.superuser_url for service, fresh in made.items()}, logs)


async def test_a_lost_fact_is_said_again_as_it_was_under_its_id_and_once(house: House) -> None:
    await house.holds_a_unit(LOST)
    lost = await copies(house.urls, SHIFAN, "scheduling")
    assert [one.id for one in lost] == [LOST]
    assert await tell_again(house.urls["scheduling"], SHIFAN, lost, WHY) == 1
    [row] = await house.logs["scheduling"].read(SHIFAN, 0, 10)
    assert (row.event_id, row.type, row.actor) == (LOST, "fact-told-again.v1", "operator:fact-told-again")
    assert (row.fact_type, row.fact_data) == wire_form(UNIT)
    assert row.occurred == MORNING
    assert await copies(house.urls, SHIFAN, "scheduling") == []


async def test_what_its_log_still_holds_is_not_lost(house: House) -> None:
    await house.logs["scheduling"].append(SHIFAN, _request(NewEvent(KNOWN, "unit-described.v1", "{}", wire_form(UNIT))))
    await house.holds_a_unit(KNOWN)
    assert await copies(house.urls, SHIFAN, "scheduling") == []


async def test_what_left_without_its_sealed_values_is_not_said_again(house: House) -> None:
    await house.holds(SEALED, "ledger.matter-raised.v1", A_MATTER)
    [lost] = await copies(house.urls, SHIFAN, "ledger")
    assert (lost.id, lost.fact) == (SEALED, None)
    assert await tell_again(house.urls["ledger"], SHIFAN, [lost], WHY) == 0
    assert await house.logs["ledger"].read(SHIFAN, 0, 10) == []
