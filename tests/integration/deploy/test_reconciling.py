"""A service goes on with what a producer's log has become: its places, what it had parked, and the record of it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import asyncpg
import pytest

from deploy.minqing.process import CannotRun
from deploy.minqing.reconciling.accepting import accept
from deploy.minqing.reconciling.parting import Parted, parted
from deploy.minqing.services import WITH_A_LOG
from shared import clock
from shared.eventstore.connect import Database
from shared.eventstore.log import Log
from shared.eventstore.operated import LogReconciled, LogRestored, note
from shared.ids import new_token
from shared.testing.databases import MakeDatabase
from shared.testing.requests import LUANCHUAN, SHIFAN, a_request

WHY = "its disk was lost"
READ = 9
_READ_ELSEWHERE = """
INSERT INTO run.checkpoints (tenant, producer, follower, version, store, fact, fact_hash, position, hash, token)
VALUES ($1, 'scheduling', $2, 1, gen_random_uuid(), 9, 'abc', 9, 'abc', gen_random_uuid())
"""
_SET_ASIDE = """
INSERT INTO run.parked (tenant, producer, follower, version, key, position, event_id, reason)
SELECT 'shifan', 'scheduling', 'hear', 1, 'stay/1', p, gen_random_uuid(), 'UnknownShape' FROM unnest(ARRAY[1, 5]) p;
INSERT INTO run.discarded
    (tenant, producer, follower, version, position, event_id, parked_for, why, discarded_by)
SELECT 'shifan', 'scheduling', 'hear', 1, p, gen_random_uuid(), 'UnknownShape', 'newer', 'account:1'
FROM unnest(ARRAY[2, 6]) p;
"""
_A_MODEL = """
CREATE SCHEMA heard_v1;
CREATE TABLE heard_v1.lines (tenant text, n integer);
INSERT INTO heard_v1.lines VALUES ('shifan', 1), ('shifan', 2), ('luanchuan', 3);
INSERT INTO run.projections (projection, version, declared, tables) VALUES ('heard', 1, 1, '');
"""


@dataclass
class House:
    """Four services; ledger has read more of scheduling than its log holds."""

    urls: dict[str, str]
    scheduling: Log
    ledger: asyncpg.Connection

    async def parted(self) -> Parted:
        (found,) = await parted(self.urls)
        return found

    async def restored_at(self, position: int) -> None:
        """Scheduling's log says that it was brought back as it was up to a position."""
        connection = await asyncpg.connect(self.urls["scheduling"])
        event = LogRestored(backup=new_token(), taken=clock.now(), position=position, hash="ab")
        await note(connection, SHIFAN, new_token(), event)
        await connection.close()

    async def positions(self, table: str) -> list[int]:
        rows = await self.ledger.fetch(f"SELECT position FROM run.{table} WHERE tenant = 'shifan' ORDER BY position")
        return [row["position"] for row in rows]


@pytest.fixture
async def house(make_database: MakeDatabase) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        made = {service: await make_database(service) for service in WITH_A_LOG}
        database = Database(made["scheduling"].url)
        await database.open()
        stack.push_async_callback(database.close)
        log = Log(database, "scheduling")
        await log.open()
        stack.push_async_callback(log.close)
        for number in range(3):
            await log.append(SHIFAN, a_request(number, number, facts=number < 2))
        ledger = await asyncpg.connect(made["ledger"].superuser_url)
        stack.push_async_callback(ledger.close)
        await ledger.execute(_READ_ELSEWHERE, SHIFAN, "hear")
        yield House({service: one.superuser_url for service, one in made.items()}, log, ledger)


async def test_a_policy_goes_on_where_the_log_is_still_what_it_was(house: House) -> None:
    one = await house.parted()
    assert (one.service, one.producer, one.tenant, one.read, one.restoration) == (
        "ledger",
        "scheduling",
        SHIFAN,
        READ,
        None,
    )
    await accept(house.urls, one, 3, WHY)
    events = await house.scheduling.read(SHIFAN, 0, 10)
    place = await house.ledger.fetchrow("SELECT store, fact, fact_hash, position, hash FROM run.checkpoints")
    assert place
    assert tuple(place) == (house.scheduling.store, 2, events[1].hash, 3, events[2].hash)
    assert await parted(house.urls) == []


async def test_from_the_beginning_where_nothing_is_what_it_was(house: House) -> None:
    await accept(house.urls, await house.parted(), 0, WHY)
    first = await house.scheduling.hash_at(SHIFAN, 0)
    place = await house.ledger.fetchrow("SELECT fact, fact_hash, position, hash FROM run.checkpoints")
    assert place
    assert tuple(place) == (0, first, 0, first)
    assert await parted(house.urls) == []


async def test_what_was_parked_or_discarded_of_what_is_lost_is_forgotten_and_the_rest_is_not(house: House) -> None:
    await house.ledger.execute(_SET_ASIDE)
    await accept(house.urls, await house.parted(), 3, WHY)
    assert await house.positions("parked") == [1]
    assert await house.positions("discarded") == [2]


async def test_a_read_model_is_emptied_in_that_district_to_be_made_anew(house: House) -> None:
    await house.ledger.execute(_A_MODEL)
    await house.ledger.execute(_READ_ELSEWHERE, SHIFAN, "heard")
    await accept(house.urls, await house.parted(), 3, WHY)
    assert [row["tenant"] for row in await house.ledger.fetch("SELECT tenant FROM heard_v1.lines")] == [LUANCHUAN]
    assert [row["follower"] for row in await house.ledger.fetch("SELECT follower FROM run.checkpoints")] == ["hear"]
    await house.ledger.execute("DROP SCHEMA heard_v1 CASCADE")


async def test_it_is_an_event_of_the_log_of_whoever_goes_on(house: House) -> None:
    position, held = await accept(house.urls, await house.parted(), 3, WHY)
    row = await house.ledger.fetchrow("SELECT position, actor, type, data FROM log.events")
    assert row
    assert (position, held) == (1, 0)
    assert tuple(row)[:3] == (1, "operator:log-reconciled", "log-reconciled.v1")
    assert LogReconciled.model_validate_json(row["data"]) == LogReconciled(
        producer="scheduling", restoration=None, position=3, read=READ, held=0, why=WHY
    )


async def test_nobody_goes_on_beyond_the_end_of_a_log(house: House) -> None:
    with pytest.raises(CannotRun, match="does not go up to position 4"):
        await accept(house.urls, await house.parted(), 4, WHY)
    assert await house.ledger.fetchval("SELECT position FROM run.checkpoints") == READ


async def test_nothing_is_decided_while_a_process_of_the_service_is_alive(house: House) -> None:
    one = await house.parted()
    await house.ledger.execute("INSERT INTO run.leases VALUES (gen_random_uuid(), now() + interval '1 minute')")
    with pytest.raises(CannotRun, match="ledger runs"):
        await accept(house.urls, one, 3, WHY)
    assert await house.ledger.fetchval("SELECT count(*) FROM log.events") == 0
    assert await house.ledger.fetchval("SELECT position FROM run.checkpoints") == READ


async def test_where_histories_part_is_told_by_the_first_restore_that_is_not_decided_upon(house: House) -> None:
    await house.restored_at(3)
    await house.restored_at(4)
    one = await house.parted()
    assert one.restoration
    assert one.restoration.position == 3
    await accept(house.urls, one, 3, WHY)
    await house.ledger.execute("UPDATE run.checkpoints SET position = 9, hash = 'abc'")
    again = await house.parted()
    assert again.restoration
    assert again.restoration.position == 4
