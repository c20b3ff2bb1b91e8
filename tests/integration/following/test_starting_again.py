"""Whatever is broken off, at whatever instant: places and rows go together, and commands take effect once (G12)."""

import asyncio
from dataclasses import replace

import asyncpg
from sqlalchemy import text

from shared.messaging.following import Followers
from shared.testing.databases import FreshDatabase, MakeDatabase
from shared.testing.waiting import until
from tests.integration.following.jars import CASEWORK, COUNTING, LEDGER, Put, projection
from tests.integration.following.speaker import Speaker
from tests.integration.following.stations import SHIFAN, Station, feed_of, station


async def _set_back(station: Station, follower: str, genesis: bytes | None) -> None:
    """As after a crash between the commands of a page and its place."""
    back = "UPDATE run.checkpoints SET position = 0, fact = 0, hash = :genesis, fact_hash = :genesis"
    async with station.database.transaction(SHIFAN) as connection:
        await connection.execute(text(f"{back} WHERE follower = :name"), {"genesis": genesis, "name": follower})


async def test_commands_that_are_given_again_after_a_crash_take_effect_once(
    speaker: Speaker, redis_url: str, make_database: MakeDatabase
) -> None:
    fresh = await make_database("casework")
    followers = Followers((projection("counted", "casework"),), (COUNTING,))
    for worth in range(5):
        await speaker.says("a", worth)
    async with station(fresh, redis_url, followers, {"ledger": speaker}) as before:
        await before.shows("counted", {"a": (5, 10)})
        head = await before.log.head(SHIFAN)
    async with station(fresh, redis_url, Followers((projection("counted", "casework"),))) as meanwhile:
        await _set_back(meanwhile, "counting", await speaker.log.hash_at(SHIFAN, 0))
    async with station(fresh, redis_url, followers, {"ledger": speaker}) as after:
        await speaker.says("b", ring=True)
        await after.shows("counted", {"a": (5, 10), "b": (1, 1)})
        assert (await after.log.head(SHIFAN)).position == head.position + 1


async def test_a_page_that_is_broken_off_leaves_no_row_without_its_place(
    redis_url: str, make_database: MakeDatabase
) -> None:
    fresh = await make_database("ledger")
    expected = {f"jar{n}": (40, 40) for n in range(10)}
    async with station(fresh, redis_url, Followers()) as writing:
        for _ in range(40):
            await asyncio.gather(*(writing.do(Put(f"jar{n}")) for n in range(10)))
    for _ in range(5):
        async with station(fresh, redis_url, LEDGER) as broken:
            for consumer in broken.following._producers["ledger"].lanes[SHIFAN]._running:
                consumer.cancel()  # as a crash would, wherever it is
    async with station(fresh, redis_url, LEDGER) as whole:
        await whole.shows("jars", expected)


async def test_connections_that_break_at_any_moment_lose_and_double_nothing(
    redis_url: str, make_database: MakeDatabase
) -> None:
    ledgers, caseworks = await make_database("ledger"), await make_database("casework")
    async with station(ledgers, redis_url, LEDGER) as ledger:
        peers = {"ledger": feed_of(ledger.feed, "ledger")}
        async with station(caseworks, redis_url, CASEWORK, peers) as casework:

            async def fill(jar: str) -> None:
                for _ in range(30):
                    await ledger.do(Put(jar))

            filling = asyncio.gather(*(fill(f"jar{n}") for n in range(4)))
            while not filling.done():
                await _break_connections(ledgers, caseworks)
                await asyncio.wait([filling], timeout=0.2)
            await filling
            expected = {f"jar{n}": (30, 30) for n in range(4)}
            await ledger.shows("jars", expected)
            await casework.shows("heard", expected)
            await casework.shows("counted", expected)
            assert await ledger.following.problems() == await casework.following.problems() == []


async def _break_connections(*databases: FreshDatabase) -> None:
    for fresh in databases:
        server = await asyncpg.connect(fresh.superuser_url)
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1"
        await server.execute(others, f"minqing_{fresh.service}")
        await server.close()


async def test_a_read_model_that_is_new_catches_up_beside_the_others(
    redis_url: str, make_database: MakeDatabase
) -> None:
    fresh = await make_database("ledger")
    jars, second = projection("jars", "ledger"), projection("jars", "ledger", version=2)
    async with station(fresh, redis_url, Followers((jars,))) as before:
        for n in range(30):
            await before.do(Put(f"jar{n % 3}", n))
        assert await before.following.reached(SHIFAN, 30, 5)
    async with station(fresh, redis_url, Followers((second,))) as after:

        async def caught_up() -> bool:
            return await after.rows("jars_v2.jars") == await after.rows("jars_v1.jars")

        await until(caught_up)


async def test_a_policy_that_starts_at_the_head_leaves_history_alone(
    speaker: Speaker, redis_url: str, make_database: MakeDatabase
) -> None:
    await speaker.says("old", ring=True)
    followers = Followers((projection("counted", "casework"),), (replace(COUNTING, starts="head"),))
    fresh = await make_database("casework")
    async with station(fresh, redis_url, followers, {"ledger": speaker}) as listener:

        async def is_born() -> bool:
            reading = await listener.following.positions(SHIFAN)
            return any(one["name"] == "counting" and one["position"] for one in reading["consumers"])

        await until(is_born)
        await speaker.says("new", ring=True)
        await listener.shows("counted", {"new": (1, 1)})
    await speaker.says("later")
    async with station(fresh, redis_url, followers, {"ledger": speaker}) as again:
        await again.shows("counted", {"new": (1, 1), "later": (1, 1)})
