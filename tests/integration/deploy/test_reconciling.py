"""A service goes on with what a producer's log has become: its places, what it had parked, and the record of it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest

from deploy.minqing.reconciling.accepting import accept
from deploy.minqing.reconciling.parting import Parted, parted
from deploy.minqing.services import WITH_A_LOG
from shared import clock
from shared.eventstore.connect import Database
from shared.eventstore.log import Log
from shared.eventstore.operated import HistoryAccepted, LogRestored, note
from shared.ids import Tenant, new_token
from shared.testing.databases import MakeDatabase
from shared.testing.requests import SHIFAN, a_request

READ = 9
_READ_ELSEWHERE = """
INSERT INTO run.checkpoints (tenant, producer, follower, version, store, fact, fact_hash, position, hash, token)
VALUES ($1, 'scheduling', $2, 1, gen_random_uuid(), 9, 'abc', 9, 'abc', gen_random_uuid())
"""
_PLACES = "SELECT tenant, fact, fact_hash, position, hash FROM run.checkpoints"
_PARKED = """
INSERT INTO run.parked (tenant, producer, follower, version, key, position, event_id, reason, type, stream,
                        read_fact, read_fact_hash, read_position, read_hash)
VALUES ($1, 'scheduling', 'hear', 1, 'key', $2, $3, 'refused', 'type', 'stream', 0, '', 0, '')
"""


@dataclass
class House:
    """Four services; ledger has read more of scheduling than its log holds."""

    urls: dict[str, str]
    scheduling: Log
    ledger: asyncpg.Connection

    async def parted(self) -> Parted:
        (found,) = [one for one in await parted(self.urls) if one.tenant == SHIFAN]
        return found

    async def accepts(self) -> HistoryAccepted:
        """An operator has ledger go on with it."""
        return await accept(self.urls["ledger"], self.urls["scheduling"], await self.parted(), "the disk was lost")

    async def restored_at(self, position: int, service: str = "scheduling", backup: UUID | None = None) -> None:
        """A log says that it was brought back as it was up to a position."""
        connection = await asyncpg.connect(self.urls[service])
        event = LogRestored(backup=backup or new_token(), taken=clock.now(), position=position, hash="ab")
        await note(connection, SHIFAN, new_token(), event)
        await connection.close()


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


async def test_where_histories_part_is_told_by_the_restores_since(house: House) -> None:
    await house.restored_at(3)
    await house.restored_at(4)
    one = await house.parted()
    assert [each.position for each in one.restorations] == [3, 4]
    assert one.restoration is None
    chosen = one.at(3).restoration
    assert chosen
    assert chosen.position == 3


async def test_a_restore_of_both_from_one_backup_does_not_part_them(house: House) -> None:
    backup = new_token()
    await house.restored_at(1, "scheduling", backup)
    await house.restored_at(0, "ledger", backup)
    await house.restored_at(3, "scheduling", backup)
    assert [each.position for each in (await house.parted()).restorations] == [3]


async def test_policies_that_have_read_what_is_lost_go_back_to_where_both_agree_and_no_other_place_moves(
    house: House,
) -> None:
    await house.restored_at(2)
    await house.ledger.execute(_READ_ELSEWHERE, Tenant("lianhu"), "hear")
    done = await house.accepts()
    agreed = await house.scheduling.hash_at(SHIFAN, 2)
    places = {row["tenant"]: tuple(row.values())[1:] for row in await house.ledger.fetch(_PLACES)}
    assert places == {"shifan": (2, agreed, 2, agreed), "lianhu": (9, b"abc", 9, b"abc")}
    assert (done.policies, done.position, done.read) == (("hear",), 2, READ)


async def test_events_that_were_parked_and_are_lost_are_parked_no_more(house: House) -> None:
    await house.restored_at(2)
    kept, lost = new_token(), new_token()
    for position, event in ((1, kept), (7, lost)):
        await house.ledger.execute(_PARKED, SHIFAN, position, event)
    done = await house.accepts()
    assert done.dropped == (lost,)
    assert [row["event_id"] for row in await house.ledger.fetch("SELECT event_id FROM run.parked")] == [kept]


async def test_what_was_accepted_once_is_not_what_parts_them_the_next_time(house: House) -> None:
    await house.restored_at(2)
    await house.accepts()
    await house.ledger.execute("UPDATE run.checkpoints SET position = 9, hash = 'another'")
    assert (await house.parted()).restoration is None
    await house.restored_at(4)
    one = await house.parted()
    assert one.restoration
    assert one.restoration.position == 4


async def test_the_decision_is_an_event_of_who_goes_on(house: House) -> None:
    await house.restored_at(2)
    done = await house.accepts()
    [row] = await house.ledger.fetch("SELECT type, data, actor FROM log.events")
    assert (row["type"], row["actor"]) == ("history-accepted.v1", "operator:history-accepted")
    assert HistoryAccepted.model_validate_json(row["data"]) == done
