"""The snapshots of a backup are of one moment: no service has heard, or done, what another's log does not hold."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import pytest

from deploy.minqing.backup.moment import Snapshot, connected, fit, taken
from deploy.minqing.process import CannotRun
from shared.eventstore.connect import Database
from shared.eventstore.log import Log
from shared.testing.databases import MakeDatabase
from shared.testing.requests import SHIFAN, a_request

_PLACE = """
INSERT INTO run.checkpoints (tenant, producer, follower, version, store, fact, fact_hash, position, hash, token)
VALUES ('shifan', 'scheduling', 'directory', 1, gen_random_uuid(), $1, '', $1, '', gen_random_uuid())
ON CONFLICT (tenant, producer, follower, version) DO UPDATE SET fact = $1, position = $1
"""
_UPON = """
UPDATE log.events SET actor = 'policy:ledger/hear', meta = json_build_object('causationid', $1::text)::text
WHERE position = (SELECT max(position) FROM log.events)
"""
_LAST = "SELECT event_id FROM log.events ORDER BY position DESC LIMIT 1"

_NUMBERS = count()


@dataclass
class Two:
    """Scheduling, which says things, and ledger, which hears them; each may be held as it stands."""

    logs: dict[str, Log]
    superusers: dict[str, asyncpg.Connection]
    holders: dict[str, asyncpg.Connection]
    lookers: dict[str, asyncpg.Connection]

    async def says(self) -> UUID:
        await self._appends("scheduling")
        return UUID(str(await self.superusers["scheduling"].fetchval(_LAST)))

    async def has_read(self, position: int) -> None:
        await self.superusers["ledger"].execute(_PLACE, position)

    async def acts_upon(self, cause: UUID) -> None:
        await self._appends("ledger")
        await self.superusers["ledger"].execute(_UPON, str(cause))

    async def _appends(self, service: str) -> None:
        number = next(_NUMBERS)
        await self.logs[service].append(SHIFAN, a_request(number, number))

    async def held(self, service: str) -> Snapshot:
        return await taken(service, self.holders[service])


@pytest.fixture
async def two(make_database: MakeDatabase) -> AsyncIterator[Two]:
    async with AsyncExitStack() as stack:
        two = Two({}, {}, {}, {})
        for service in ("scheduling", "ledger"):
            fresh = await make_database(service)
            two.logs[service] = await stack.enter_async_context(_opened(fresh.url, service))
            two.holders[service] = await stack.enter_async_context(connected(service, fresh.backup_url))
            two.lookers[service] = await stack.enter_async_context(connected(service, fresh.backup_url))
            two.superusers[service] = await stack.enter_async_context(connected(service, fresh.superuser_url))
        yield two


@asynccontextmanager
async def _opened(url: str, service: str) -> AsyncIterator[Log]:
    database = Database(url)
    await database.open()
    log = Log(database, service)
    await log.open()
    yield log
    await log.close()
    await database.close()


async def test_who_has_read_what_came_after_the_other_snapshot_does_not_fit(two: Two) -> None:
    await two.says()
    scheduling = await two.held("scheduling")
    await two.says()
    await two.has_read(2)
    assert not await fit([scheduling, await two.held("ledger")], two.lookers)


async def test_who_has_acted_upon_it_and_not_yet_moved_on_does_not_fit_either(two: Two) -> None:
    await two.says()
    await two.has_read(1)
    scheduling = await two.held("scheduling")
    await two.acts_upon(await two.says())
    assert not await fit([scheduling, await two.held("ledger")], two.lookers)


async def test_who_lags_behind_the_other_snapshot_fits(two: Two) -> None:
    await two.says()
    await two.has_read(1)
    ledger = await two.held("ledger")
    await two.acts_upon(await two.says())
    await two.has_read(2)
    scheduling = await two.held("scheduling")
    await two.says()
    assert await fit([scheduling, ledger], two.lookers)
    assert scheduling.heads[SHIFAN][0] == 2


async def test_who_stands_still_before_another_log_hinders_no_backup(two: Two) -> None:
    await two.says()
    await two.has_read(7)
    assert await fit([await two.held("scheduling"), await two.held("ledger")], two.lookers)


async def test_a_database_without_tables_is_told_in_one_sentence(make_database: MakeDatabase) -> None:
    empty = urlsplit((await make_database("ledger")).superuser_url)._replace(path="/postgres").geturl()
    with pytest.raises(CannotRun, match=r"^The database of ledger has not the tables of this release: .* migrated"):
        async with connected("ledger", empty) as connection:
            await taken("ledger", connection)


@pytest.mark.parametrize("who", ["holders", "lookers"])
async def test_a_server_that_goes_away_meanwhile_is_told_in_one_sentence(two: Two, who: str) -> None:
    await two.says()
    held = [await two.held(service) for service in ("scheduling", "ledger")]
    await two.says()
    cut = {"holders": two.holders["ledger"], "lookers": two.lookers["scheduling"]}[who]
    await two.superusers["ledger"].execute("SELECT pg_terminate_backend($1, 5000)", cut.get_server_pid())
    with pytest.raises(CannotRun, match=r"^The database of \w+ could not be read: "):
        await fit(held, two.lookers)
