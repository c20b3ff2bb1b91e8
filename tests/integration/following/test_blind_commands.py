"""A policy whose commands mind no version, as notify's router: many go at once, and none holds up another's subject."""

from collections.abc import AsyncIterator

import pytest

from shared.messaging.following import Followers
from shared.testing.databases import MakeDatabase
from shared.testing.waiting import until
from tests.integration.following.book import WRITING
from tests.integration.following.jars import Shake
from tests.integration.following.stations import SHIFAN, Station, station

SHAKEN = ["a", "nameless", "b", "nameless", "a", *(f"jar{n}" for n in range(9))]
WRITTEN = [jar for jar in SHAKEN if jar != "nameless"]


@pytest.fixture
async def writer(make_database: MakeDatabase, redis_url: str) -> AsyncIterator[Station]:
    """A service that begins to write down when all jars have been shaken."""
    fresh = await make_database("ledger")
    async with station(fresh, redis_url, Followers()) as before:
        for jar in SHAKEN:
            await before.do(Shake(jar))
    async with station(fresh, redis_url, Followers(policies=(WRITING,))) as writer:
        await until(lambda: _written(writer))
        yield writer


async def _written(station: Station) -> bool:
    return len(await station.types()) == len(SHAKEN) + len(WRITTEN)


async def test_commands_for_one_stream_travel_together_and_in_the_order_of_each_subject(writer: Station) -> None:
    rows = (await writer.log.read(SHIFAN, 0, 100))[len(SHAKEN) :]
    assert [row.version for row in rows] == list(range(1, len(WRITTEN) + 1))
    assert [row.data for row in rows] == [f'{{"jar":"{jar}"}}' for jar in WRITTEN]
    assert len({row.recorded for row in rows}) == 2, "the second of a subject waits for the first, and nobody else"


async def test_what_is_refused_holds_up_its_own_subject_alone(writer: Station) -> None:
    first, second = await until(lambda: _parked(writer))
    assert first == ("jar/nameless", "refused: jar-is-nameless")
    assert second == ("jar/nameless", "waits behind an earlier one")


async def _parked(station: Station) -> list[tuple[str, str]]:
    async with station.database.transaction(SHIFAN) as connection:
        rows = await connection.exec_driver_sql("SELECT key, reason FROM run.parked ORDER BY position")
    return [(row.key, row.reason) for row in rows]
