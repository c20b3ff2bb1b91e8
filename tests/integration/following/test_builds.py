"""The builds of a read model: each kept from other districts, each with what it parked, gone once nobody reads it."""

import asyncio
from dataclasses import replace

from sqlalchemy import text

from shared.eventstore.builds import begin
from shared.eventstore.own import OwnLog
from shared.eventstore.verdicts import Discarding
from shared.eventstore.verify import verify
from shared.ids import Tenant
from shared.messaging.preparing import followed
from shared.testing.databases import MakeDatabase
from shared.testing.waiting import until
from tests.integration.following.jars import LEDGER, POISON, Put, Remind, projection
from tests.integration.following.rebuilding import JARS, Operator, filled
from tests.integration.following.stations import DAY_ONE, SHIFAN, Station, station


async def test_what_is_dropped_is_followed_no_more_and_gone_after_a_moment(ledger: Station) -> None:
    await filled(ledger, 10)
    operator = Operator(ledger)
    assert await operator.rebuilds()
    await operator.reads("jars_v2")
    await operator.builds.drop()
    assert operator.said[-1] == "jars: builds that go within a minute or two: 1."

    def followed() -> list[tuple[str, int]]:
        return [(each.name, each.version) for each in ledger.following._producers["ledger"].followers]

    await until(lambda: followed() == [("due", 1), ("shaken", 1)])
    await operator.has({"jars_v1", "jars_v2"})
    await operator.moment_is_over()
    await operator.has({"jars_v2"})
    await filled(ledger, 10)
    assert (await verify(ledger.database, OwnLog(ledger.log), JARS.built(2), SHIFAN)).equal
    assert [(tables, state) for tables, state, _ in await operator.listed()] == [("jars_v2", "live")]
    assert await ledger.following.problems() == []


async def test_another_rebuild_drops_what_was_kept(ledger: Station) -> None:
    await filled(ledger, 10)
    operator = Operator(ledger)
    for number in (2, 3):
        assert await operator.rebuilds()
        await operator.reads(f"jars_v{number}")
    states = {tables: state for tables, state, _ in await operator.listed()}
    assert states == {"jars_v1": "leaving", "jars_v2": "kept", "jars_v3": "live"}


async def test_every_table_of_a_build_forces_row_level_security(ledger: Station) -> None:
    await filled(ledger, 10)
    assert await Operator(ledger).rebuilds()
    query = text("""
        SELECT c.relrowsecurity AND c.relforcerowsecurity, p.polname, pg_get_expr(p.polqual, p.polrelid)
        FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.oid = ANY (:tables ::regclass[])""")
    async with ledger.database.transaction(None) as connection:
        found = (await connection.execute(query, {"tables": ["jars_v1.jars", "jars_v2.jars"]})).all()
        assert (await connection.exec_driver_sql("SELECT * FROM jars_v2.jars")).all() == []
    assert len(found) == 2
    assert found[0] == found[1]
    assert found[0][0] is True


async def test_what_a_new_release_reads_is_prepared_while_the_former_one_runs(
    redis_url: str, make_database: MakeDatabase
) -> None:
    fresh = await make_database("ledger")
    newer = projection("jars", "ledger", version=2)
    async with station(fresh, redis_url, LEDGER) as former:
        await filled(former, 600)
        operator = Operator(former, newer)
        for _ in range(2):  # twice is once
            await operator.builds.prepare(followed)
            assert "build 2 is ready" in operator.said[-1]
        receipt = await former.do(Put("later"))
        assert await former.following.reached(SHIFAN, receipt.last, 5)
        assert former.following.translation()["jars"] == "jars_v1"
        prepared = await operator.builds._places(newer.built(2))
        assert prepared[SHIFAN].position >= 600
        assert await former.following.problems() == []
    async with station(fresh, redis_url, replace(LEDGER, projections=(newer,))) as later:
        assert later.following.translation()["jars"] == "jars_v2"
        assert await later.following.reached(SHIFAN, receipt.last, 5)
        assert await later.rows("jars_v2.jars") == await later.rows("jars_v1.jars")
        operator = Operator(later, newer)
        await operator.builds.prepare(followed)
        assert operator.said == ["jars: there is nothing to prepare."]
        assert [state for _, state, _ in await operator.listed()] == ["former", "live"]
        await operator.builds.drop()
        await operator.moment_is_over()
        await operator.has({"jars_v2"})


async def test_what_was_parked_and_discarded_is_so_in_another_build(ledger: Station) -> None:
    for put in (Put("a", 1), Put("a", POISON), Put("a", 3), Put("b", POISON)):
        await ledger.do(put)
    await filled(ledger, 10)
    why = Discarding("ledger", "jars", 2, "counted by hand", "account:tester")
    assert await ledger.following.parking.discard(SHIFAN, why) == 1
    await until(lambda: _parked_at(ledger, [4]))
    operator = Operator(ledger)
    assert await operator.rebuilds()
    assert await _parked_at(ledger, [4]), "what another build has parked is not told twice"
    await operator.reads("jars_v2")
    assert await _parked_at(ledger, [4])
    assert await ledger.following.parking.discard(SHIFAN, replace(why, position=4)) == 1
    await until(lambda: _parked_at(ledger, []))
    assert await ledger.rows("jars_v2.jars") == await ledger.rows("jars_v1.jars")


async def _parked_at(ledger: Station, positions: list[int]) -> bool:
    listed = await ledger.following.parking.listed(SHIFAN)
    return [each.position for each in listed] == positions


async def test_a_number_is_never_given_again(ledger: Station) -> None:
    await filled(ledger, 10)
    operator = Operator(ledger)
    begun = await begin(ledger.database, JARS)
    await operator.builds.drop()
    await operator.moment_is_over()
    await operator.has({"jars_v1"})
    assert (begun.version, (await begin(ledger.database, JARS)).version) == (2, 3)


async def test_what_is_read_here_is_not_dropped(ledger: Station) -> None:
    await filled(ledger, 10)
    operator = Operator(ledger)
    assert await operator.rebuilds()
    await operator.builds.drop()
    await operator.moment_is_over()
    await ledger.following._builds.look()  # the other one is chosen, and not yet read
    assert len(await ledger.rows(f"{ledger.following.translation()['jars']}.jars")) == 7
    await operator.reads("jars_v2")
    await operator.has({"jars_v2"})


async def test_a_build_is_left_in_all_districts_also_when_another_one_comes_meanwhile(ledger: Station) -> None:
    await filled(ledger, 10)
    following = ledger.following._producers["ledger"]
    (consumer,) = [each for each in following.lanes[SHIFAN].consumers if len(each.standings) > 1]
    jars = ledger.following._builds.live(JARS)
    async with consumer._acts:
        leaving = asyncio.create_task(following.leave(jars))
        await ledger.do(Put("a"), Tenant("pingchuan"))
        await until(lambda: "pingchuan" in following.lanes)
    await leaving
    assert jars not in [each.follower for each in consumer.standings]


async def test_a_place_that_is_gone_holds_up_no_other(ledger: Station) -> None:
    await filled(ledger, 10)
    async with ledger.database.transaction(None) as connection:
        await connection.execute(text("DELETE FROM run.checkpoints WHERE follower = 'due'"))
    await ledger.do(Remind("somebody", DAY_ONE))
    await ledger.do(Put("last"))
    await until(lambda: _is_shown(ledger, "last"))


async def _is_shown(ledger: Station, jar: str) -> bool:
    return jar in await ledger.coins("jars")


async def test_what_was_discarded_since_a_build_began_is_left_out_of_it(ledger: Station) -> None:
    await filled(ledger, 1)
    build = await begin(ledger.database, JARS)
    (beside,) = await until(lambda: list(ledger.following._builds._beside))
    (consumer,) = await until(lambda: SHIFAN in beside.lanes and beside.lanes[SHIFAN].consumers)
    await until(lambda: consumer.place.position == 1)
    async with consumer._acts:
        await ledger.do(Put("a", POISON))
        await until(lambda: _parked_at(ledger, [2]))
        why = Discarding("ledger", "jars", 2, "counted by hand", "account:tester")
        await ledger.following.parking.discard(SHIFAN, why)
        await until(lambda: _parked_at(ledger, []))
    await ledger.do(Put("a", 3))
    await until(lambda: consumer.place.position == 3)
    await ledger.shows("jars", {"jar0": (1, 0), "a": (1, 3)})
    assert await ledger.rows(f"{build.schema}.jars") == await ledger.rows("jars_v1.jars")
