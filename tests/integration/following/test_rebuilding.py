"""A read model is made anew beside the live one, while people go on; what is read changes once both are alike (G6)."""

import asyncio

import pytest

from shared.eventstore.own import OwnLog
from shared.eventstore.rebuild import CannotRebuild
from shared.eventstore.verify import verify
from shared.messaging.following import Followers
from shared.messaging.peer import Peer
from shared.testing.databases import MakeDatabase
from shared.testing.waiting import until
from tests.integration.following.jars import CASEWORK, LEDGER, Put
from tests.integration.following.rebuilding import JARS, Operator, another_process, begin_unfollowed, filled, is_begun
from tests.integration.following.speaker import Speaker
from tests.integration.following.stations import SHIFAN, Station, station


async def _change(ledger: Station, statement: str) -> None:
    async with ledger.database.transaction(SHIFAN) as connection:
        await connection.exec_driver_sql(statement)


async def _read(ledger: Station) -> dict[str, int]:
    """Coins by jar, as a request reads them."""
    async with ledger.database.transaction(SHIFAN) as connection:
        db = await connection.execution_options(schema_translate_map=ledger.following.translation())
        return {row.jar: row.coins for row in await db.execute(JARS.metadata.sorted_tables[0].select())}


async def test_it_is_made_anew_under_load_and_who_writes_reads_what_they_wrote(ledger: Station) -> None:
    await filled(ledger, 1200)
    operator = Operator(ledger)
    done = asyncio.Event()

    async def writes_and_reads(jar: str) -> int:
        coins = 0
        while not done.is_set():
            receipt = await ledger.do(Put(jar))
            coins += 1
            assert await ledger.following.reached(SHIFAN, receipt.last, 5)
            assert (await _read(ledger))[jar] == coins
        return coins

    async def rebuilds_twice() -> None:
        for schema in ("jars_v2", "jars_v3"):
            assert await operator.rebuilds()
            await operator.reads(schema)
        done.set()

    *coins, _ = await asyncio.gather(*(writes_and_reads(f"writer{n}") for n in range(4)), rebuilds_twice())
    assert {f"writer{n}": of_it for n, of_it in enumerate(coins)}.items() <= (await _read(ledger)).items()
    live, kept = JARS.built(3), JARS.built(2)
    for build in (live, kept):
        assert (await verify(ledger.database, OwnLog(ledger.log), build, SHIFAN)).equal
    assert await ledger.rows("jars_v3.jars") == await ledger.rows("jars_v2.jars")


async def test_it_goes_on_where_it_was_broken_off(redis_url: str, make_database: MakeDatabase) -> None:
    fresh = await make_database("ledger")
    async with station(fresh, redis_url, LEDGER) as before:
        await filled(before, 1200)
        rebuilding = asyncio.create_task(Operator(before).rebuilds())
        (beside,) = await until(lambda: before.following._builds._beside)
        await until(lambda: beside.lanes and beside.lanes[SHIFAN]._running)
        for consumer in beside.lanes[SHIFAN]._running:
            consumer.cancel()  # as a crash would, wherever it is
        rebuilding.cancel()
        await asyncio.gather(rebuilding, return_exceptions=True)
    async with station(fresh, redis_url, LEDGER) as after:
        operator = Operator(after)
        assert [(tables, state) for tables, state, _ in await operator.listed()] == [
            ("jars_v1", "live"),
            ("jars_v2", "made"),
        ]
        assert await operator.rebuilds()
        await operator.reads("jars_v2")
        assert await after.rows("jars_v2.jars") == await after.rows("jars_v1.jars")


async def test_a_process_that_is_killed_leaves_rows_and_places_together(
    redis_url: str, make_database: MakeDatabase
) -> None:
    fresh = await make_database("ledger")
    async with station(fresh, redis_url, LEDGER) as before:
        await asyncio.gather(*(filled(before, 250, f"row{n}/") for n in range(10)))
    build = await begin_unfollowed(fresh, JARS)
    with another_process(fresh, redis_url) as process:
        await until(lambda: is_begun(fresh, build))
        process.kill()
        assert process.wait() < 0
    async with station(fresh, redis_url, LEDGER) as after:
        operator = Operator(after)
        assert await operator.rebuilds()
        assert operator.said[-1] == "jars: build 2 is live; 1 is kept for a rollback."
        await operator.reads("jars_v2")
        assert await after.rows("jars_v2.jars") == await after.rows("jars_v1.jars")


async def test_a_live_table_that_was_changed_is_found_and_mended(ledger: Station) -> None:
    await filled(ledger, 20)
    right = await ledger.coins("jars")
    await _change(ledger, "UPDATE jars_v1.jars SET worth = 99 WHERE jar = 'jar3'")
    await _change(ledger, "DELETE FROM jars_v1.jars WHERE jar = 'jar5'")
    operator = Operator(ledger)
    assert not await operator.rebuilds()
    assert operator.said[1:] == [
        "jars of shifan up to 20: 6 rows, 2 DIFFER:",
        '  jars ["shifan", "jar3"]: another worth',
        '  jars ["shifan", "jar5"]: missing in the live tables',
    ]
    assert [state for _, state, _ in await operator.listed()] == ["live", "made"]
    assert await operator.rebuilds(despite_difference=True)
    await operator.reads("jars_v2")
    rows = await ledger.rows("jars_v2.jars")
    assert {row["jar"]: (row["coins"], row["worth"]) for row in rows} == right


async def test_what_was_read_before_is_kept_up_and_can_be_read_again(ledger: Station) -> None:
    await filled(ledger, 10)
    operator = Operator(ledger)
    with pytest.raises(CannotRebuild, match="No build of jars is kept"):
        await operator.builds.roll_back()
    assert await operator.rebuilds()
    await operator.reads("jars_v2")
    await ledger.do(Put("later"))
    await operator.builds.roll_back()
    await operator.reads("jars_v1")
    receipt = await ledger.do(Put("later"))
    assert await ledger.following.reached(SHIFAN, receipt.last, 5)
    assert (await _read(ledger))["later"] == 2
    assert [(tables, state) for tables, state, _ in await operator.listed()] == [
        ("jars_v1", "live"),
        ("jars_v2", "kept"),
    ]


async def test_nobody_waits_for_a_build_whose_choice_was_taken_back(ledger: Station) -> None:
    await filled(ledger, 10)
    operator = Operator(ledger)
    assert await operator.rebuilds()
    await ledger.following._builds.look()
    await operator.builds.roll_back()

    async def alone() -> bool:
        reading = await ledger.following.positions(SHIFAN)
        return [each["version"] for each in reading["consumers"] if each["name"] == "jars"] == [1]

    await until(alone)
    await operator.reads("jars_v1")


async def test_a_transaction_reads_one_build_to_its_end(ledger: Station) -> None:
    await filled(ledger, 10)
    operator = Operator(ledger)
    table = JARS.metadata.sorted_tables[0]
    async with ledger.database.transaction(SHIFAN) as connection:
        db = await connection.execution_options(schema_translate_map=ledger.following.translation())
        assert await operator.rebuilds()
        await operator.reads("jars_v2")
        await _change(ledger, "DELETE FROM jars_v2.jars")
        assert len((await db.execute(table.select())).all()) == 7
    assert await _read(ledger) == {}


async def test_of_two_at_once_the_second_is_refused(ledger: Station) -> None:
    await filled(ledger, 10)
    one, other = Operator(ledger), Operator(ledger)
    async with one.builds._alone():
        for command in (other.rebuilds(), other.builds.roll_back(), other.builds.drop()):
            with pytest.raises(CannotRebuild, match="Somebody else is at the builds of jars"):
                await command
    assert await other.rebuilds()


async def test_every_process_of_a_service_follows_the_pointer(redis_url: str, make_database: MakeDatabase) -> None:
    fresh = await make_database("ledger")
    async with station(fresh, redis_url, LEDGER) as one, station(fresh, redis_url, LEDGER) as other:
        await filled(other, 10)
        operator = Operator(one)
        assert await operator.rebuilds()
        await operator.reads("jars_v2", one, other)
        for each in (one, other):
            receipt = await each.do(Put("later"))
            for reader in (one, other):
                assert await reader.following.reached(SHIFAN, receipt.last, 5)
        assert (await _read(one))["later"] == (await _read(other))["later"] == 2


async def test_whoever_writes_reads_what_they_wrote_at_any_process_while_the_pointer_moves(
    redis_url: str, make_database: MakeDatabase
) -> None:
    fresh = await make_database("ledger")
    async with station(fresh, redis_url, LEDGER) as one, station(fresh, redis_url, LEDGER) as other:
        await filled(one, 600)
        done = asyncio.Event()

        async def writes_here_and_reads_there(jar: str, here: Station, there: Station) -> None:
            coins = 0
            while not done.is_set():
                receipt = await here.do(Put(jar))
                coins += 1
                assert await there.following.reached(SHIFAN, receipt.last, 5)
                assert (await _read(there))[jar] == coins

        async def rebuilds_and_rolls_back() -> None:
            for number in (2, 3):
                assert await Operator(one).rebuilds()
                await Operator(one).reads(f"jars_v{number}", one, other)
            await Operator(one).builds.roll_back()
            await Operator(one).reads("jars_v2", one, other)
            done.set()

        pairs = (one, other), (other, one), (other, other)
        writers = [writes_here_and_reads_there(f"writer{n}", *pair) for n, pair in enumerate(pairs)]
        await asyncio.gather(*writers, rebuilds_and_rolls_back())


async def test_facts_of_another_service_are_folded_anew_from_its_feed(listener: Station, speaker: Speaker) -> None:
    for n in range(600):
        await speaker.says(f"jar{n % 7}", n)
    row = await speaker.says("last", ring=True)
    (heard, _) = CASEWORK.projections
    operator = Operator(listener, heard, Peer(speaker))
    assert await operator.rebuilds()
    await operator.reads("heard_v2")
    assert await listener.following.heard_out("ledger", SHIFAN, 5)
    rows = await listener.rows("heard_v2.jars")
    assert len(rows) == 8

    async def kept_up() -> bool:
        return await listener.rows("heard_v1.jars") == rows

    await until(kept_up)
    assert row.position == 601


async def test_where_nobody_runs_the_service_it_says_so(
    redis_url: str, make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = await make_database("ledger")
    async with station(fresh, redis_url, LEDGER) as ledger:
        await filled(ledger, 10)
    async with station(fresh, redis_url, Followers()) as without:
        monkeypatch.setattr("shared.eventstore.rebuild._PATIENCE_SECONDS", 0.1)
        with pytest.raises(CannotRebuild, match="Does the service run"):
            await Operator(without).rebuilds()
