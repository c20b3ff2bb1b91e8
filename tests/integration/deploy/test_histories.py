"""A service goes on with what a producer's log has become: its places, what it had parked, and the record of it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import asyncpg
import pytest

from deploy.minqing.histories.parting import Parted, parted
from deploy.minqing.services import WITH_A_LOG
from shared import clock
from shared.eventstore.connect import Database
from shared.eventstore.log import Log
from shared.eventstore.operated import LogRestored, note
from shared.ids import new_token
from shared.testing.databases import MakeDatabase
from shared.testing.requests import SHIFAN, a_request

READ = 9
_READ_ELSEWHERE = """
INSERT INTO run.checkpoints (tenant, producer, follower, version, store, fact, fact_hash, position, hash, token)
VALUES ($1, 'scheduling', $2, 1, gen_random_uuid(), 9, 'abc', 9, 'abc', gen_random_uuid())
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


async def test_where_histories_part_is_told_by_the_first_restore(house: House) -> None:
    await house.restored_at(3)
    await house.restored_at(4)
    one = await house.parted()
    assert one.restoration
    assert one.restoration.position == 3
