"""Appends that travel together, and what happens to each when something goes wrong."""

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from shared.eventstore.export import export_log
from shared.eventstore.group import Group
from shared.eventstore.log import Log
from shared.eventstore.rows import Busy
from shared.ids import Tenant
from shared.testing.databases import FreshDatabase, MakeDatabase
from shared.testing.requests import LUANCHUAN, SHIFAN, a_command, a_request, a_stream
from shared.testing.waiting import until
from tests.exports import verified
from tests.integration.eventstore.conftest import opened
from tests.integration.eventstore.gathering import a_turn, answers, held, held_once, starting, under_way

OURS = "FROM pg_stat_activity WHERE usename = 'minqing_casework' AND datname = current_database()"
KILL = f"SELECT pg_terminate_backend(pid) {OURS}"
LISTENERS = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"


async def test_what_gathered_meanwhile_travels_in_one_transaction(fresh: FreshDatabase, log: Log) -> None:
    await log.append(SHIFAN, a_request("before", "before", 0))
    async with held(fresh) as connection:
        first = await starting(log, a_request("first", "first", 0))
        await under_way(connection)
        others = await starting(log, *(a_request(n, n, 0) for n in range(20)))
    assert set(await answers(first + others)) == {"stored"}
    rows = await log.read(SHIFAN, 2, 100)
    assert len(rows) == 20
    assert len({row.recorded for row in rows}) == 1, "one call wrote them all"


@pytest.mark.parametrize("events", [1, 12])
async def test_each_request_of_a_group_has_its_own_answer(fresh: FreshDatabase, log: Log, events: int) -> None:
    done = replace(a_request("done", "done", 0), body_mac=b"body")
    await log.append(SHIFAN, done)
    async with held(fresh) as connection:
        first = await starting(log, a_request("first", "first", 0))
        await under_way(connection)
        group = await starting(
            log,
            a_request("late", "late", 7, events=events, facts=True),
            done,
            replace(done, stream=a_request("x", "x").stream, body_mac=b"another"),
            a_request("new", "new", 0, events=events, facts=True),
            a_request("idle", "idle", 0, events=0),
        )
    await asyncio.gather(*first)
    assert await answers(group) == ["VersionConflict", "duplicate", "Refused", "stored", "stored"]
    rows = await log.read(SHIFAN, 2, 100)
    assert {row.command_id for row in rows} == {a_command("new")}
    assert [row.version for row in rows] == list(range(1, events + 1))
    await verify(log, SHIFAN)


async def test_two_requests_of_one_stream_never_share_a_group(fresh: FreshDatabase, log: Log) -> None:
    async with held_once(fresh, log) as first:
        group = await starting(log, *(a_request(n, "one", n) for n in range(5)))
    assert set(await answers(first + group)) == {"stored"}
    assert [row.version for row in await log.read(SHIFAN, 2, 10)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("events", [1, 3])
async def test_those_who_mind_no_version_share_a_group_and_a_stream(
    fresh: FreshDatabase, log: Log, events: int
) -> None:
    await log.append(SHIFAN, a_request("known", "one", 0, events=events))
    async with held_once(fresh, log) as first:
        known = a_request("known", "one", None, events=events)
        blind = (a_request(n, "one", None, events=events, facts=True) for n in range(5))
        group = await starting(log, known, *blind, a_request("idle", "one", None, events=0), a_request("x", "x", 0))
    assert await answers(group) == ["duplicate", *["stored"] * 7]
    rows = [row for row in await log.read(SHIFAN, 0, 100) if row.stream == a_stream("one")]
    assert [row.version for row in rows] == list(range(1, 6 * events + 1))
    assert len({row.recorded for row in rows}) == 2, "one call wrote those of the group"
    assert [(await task).version for task in group[:7]] == [events, *(n * events for n in range(2, 7)), 6 * events]
    await asyncio.gather(*first)
    await verify(log, SHIFAN)


async def test_whoever_minds_the_version_waits_for_those_before(fresh: FreshDatabase, log: Log) -> None:
    async with held_once(fresh, log) as first:
        group = await starting(log, a_request("blind", "one", None), a_request("sees", "one", 1))
    assert await answers(first + group) == ["stored", "stored", "stored"]


async def test_one_command_id_for_two_streams_in_a_group_takes_effect_once(fresh: FreshDatabase, log: Log) -> None:
    async with held_once(fresh, log) as first:
        group = await starting(
            log, a_request("twice", "one", 0), a_request("twice", "two", 0), a_request("other", "three", 0)
        )
    assert await answers(first + group) == ["stored", "stored", "duplicate", "stored"]


async def test_what_the_server_cannot_store_fails_alone(fresh: FreshDatabase, log: Log) -> None:
    async with held_once(fresh, log) as first:
        bad = replace(a_request("bad", "bad", 0), meta='{"correlationid":"\0"}')
        unsendable = replace(a_request("worse", "worse", 0), meta="\ud800")
        group = await starting(log, bad, a_request("good", "good", 0), unsendable, a_request("fine", "fine", 0))
    assert set(await answers(first)) == {"stored"}
    said = await answers(group)
    assert said == ["CharacterNotInRepertoireError", "stored", "DataError", "stored"]
    assert (await log.append(SHIFAN, a_request("after", "after", 0))).status == "stored", "the worker goes on"


async def test_closing_takes_no_more_and_waits_until_all_that_was_taken_is_answered(
    fresh: FreshDatabase, log: Log
) -> None:
    group = Group(log.database.pool, lambda tenant: None)
    await group.append(SHIFAN, a_request("before", "before", 0))
    async with held(fresh):
        taken = [asyncio.create_task(group.append(SHIFAN, a_request(n, n, 0))) for n in range(2)]
        await a_turn()
        closing = asyncio.create_task(group.close())
        await a_turn()
        with pytest.raises(Busy):
            await group.append(SHIFAN, a_request("late", "late", 0))
        assert not closing.done()
    await closing
    assert await answers(taken) == ["stored", "stored"]


async def test_a_caller_that_gave_up_is_skipped(fresh: FreshDatabase, log: Log) -> None:
    async with held_once(fresh, log) as first:
        gone, stays = await starting(log, a_request("gone", "gone", 0), a_request("stays", "stays", 0))
        gone.cancel()
        await a_turn()
    assert await answers([*first, stays]) == ["stored", "stored"]
    assert a_command("gone") not in {row.command_id for row in await log.read(SHIFAN, 0, 10)}


async def test_a_lost_connection_is_no_ones_concern(fresh: FreshDatabase, log: Log) -> None:
    await log.append(SHIFAN, a_request("before", "before", 0))
    async with held(fresh) as connection:
        tasks = await starting(log, a_request("first", "first", 0))
        await under_way(connection)
        tasks += await starting(log, *(a_request(n, n, 0) for n in range(10)))
        assert await connection.fetch(KILL)
    assert set(await answers(tasks)) == {"stored"}
    assert len(await log.read(SHIFAN, 0, 100)) == 12
    await verify(log, SHIFAN)


async def test_connections_lost_at_any_moment_lose_and_double_nothing(fresh: FreshDatabase, log: Log) -> None:
    killer = await asyncpg.connect(fresh.superuser_url)
    tasks = []
    for n in range(40):
        tasks += await starting(log, *(a_request((n, m), (n, m), 0, facts=True) for m in range(5)))
        await killer.fetch(KILL)
    statuses = await answers(tasks)
    await killer.close()
    assert set(statuses) <= {"stored", "duplicate"}, "a duplicate is what was stored before the answer was lost"
    rows = await log.read(SHIFAN, 0, 1000)
    assert len(rows) == len({row.event_id for row in rows}) == 200
    await verify(log, SHIFAN)


async def test_a_statement_that_takes_too_long_is_ended_and_may_be_sent_again(fresh: FreshDatabase) -> None:
    async with opened(fresh.url, statement_seconds=0.2) as log:
        await log.append(SHIFAN, a_request("before", "before", 0))
        async with held(fresh):
            with pytest.raises(Busy) as busy:
                await log.append(SHIFAN, a_request("a", "one", 0))
        assert busy.value.code == "log-unreachable"
        assert (await log.append(SHIFAN, a_request("a", "one", 0))).status == "stored"


async def test_one_districts_lock_does_not_hold_up_another(fresh: FreshDatabase, log: Log) -> None:
    async with held_once(fresh, log) as waiting:
        assert (await log.append(LUANCHUAN, a_request("a", "one", 0))).status == "stored"
        assert not any(task.done() for task in waiting)
    assert await answers(waiting) == ["stored"]


async def test_closing_answers_what_was_taken_and_takes_no_more(fresh: FreshDatabase, log: Log) -> None:
    async with held_once(fresh, log) as first:
        group = await starting(log, *(a_request(n, n, 0) for n in range(5)))
        closing = asyncio.create_task(log.close())
        await a_turn()
        with pytest.raises(Busy):
            await log.append(SHIFAN, a_request("late", "late", 0))
    await closing
    assert set(await answers(first + group)) == {"stored"}


async def test_a_database_of_another_service_is_no_log_of_this_one(make_database: MakeDatabase) -> None:
    with pytest.raises(ValueError, match="the log of ledger, not of casework"):
        async with opened((await make_database("ledger")).url):
            pass


async def test_who_listens_hears_again_after_its_connection_broke(fresh: FreshDatabase, log: Log) -> None:
    heard: set[Tenant] = set()
    await log.listen(heard.add)
    killer = await asyncpg.connect(fresh.superuser_url)
    await killer.fetch(f"SELECT pg_terminate_backend(pid) {LISTENERS}")
    await until(lambda: killer.fetchval(f"SELECT count(*) {LISTENERS}"))
    await killer.close()
    await log.append(SHIFAN, a_request("a", "one", 0))
    await until(lambda: SHIFAN in heard)


async def test_another_process_hears_too(fresh: FreshDatabase, log: Log) -> None:
    heard: set[Tenant] = set()
    async with opened(fresh.url) as other:
        await other.listen(heard.add)
        await log.append(SHIFAN, a_request("a", "one", 0))
        await until(lambda: SHIFAN in heard)


async def verify(log: Log, tenant: Tenant) -> None:
    """The export verifies."""
    verified([line async for line in export_log(log.database, tenant)])
