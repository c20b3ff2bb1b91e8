"""What a log promises, in memory and in PostgreSQL."""

import asyncio
import json
from dataclasses import replace

import pytest

from shared.errors import Refused, VersionConflict
from shared.eventstore.chain import genesis, hash_of
from shared.eventstore.cloudevents import cloud_events
from shared.eventstore.rows import EventLog, Head, StoredStream
from shared.eventstore.streams import Receipt
from shared.ids import Tenant
from shared.testing.requests import LUANCHUAN, MORNING, SHIFAN, a_command, a_request, a_stream

MANY = 12  # more than the few that are stored one by one


async def test_positions_and_versions_are_dense_from_one(either: EventLog) -> None:
    assert await either.append(SHIFAN, a_request("a", "one", 0, events=2)) == Receipt("stored", 1, 2, 2)
    assert await either.append(SHIFAN, a_request("b", "two", 0)) == Receipt("stored", 3, 3, 1)
    assert await either.append(SHIFAN, a_request("c", "one", 2, events=MANY)) == Receipt("stored", 4, 15, 14)
    rows = await either.read(SHIFAN, 0, 100)
    assert [row.position for row in rows] == list(range(1, 16))
    assert [row.version for row in rows if row.stream == a_stream("one")] == list(range(1, 15))


async def test_a_command_sent_again_gets_the_answer_of_the_first_time(either: EventLog) -> None:
    request = a_request("a", "one", 0, events=2)
    await either.append(SHIFAN, request)
    await either.append(SHIFAN, a_request("b", "one", 2))
    assert await either.append(SHIFAN, request) == Receipt("duplicate", 1, 2, 2)
    assert len(await either.read(SHIFAN, 0, 100)) == 3


async def test_another_body_under_a_used_command_id_is_refused(either: EventLog) -> None:
    request = replace(a_request("a", "one", 0), body_mac=b"the body")
    await either.append(SHIFAN, request)
    with pytest.raises(Refused) as refused:
        await either.append(SHIFAN, replace(request, expected=1, body_mac=b"another body"))
    assert refused.value.code == "key-used-for-another-body"
    with pytest.raises(Refused):
        await either.read_stream(SHIFAN, request.stream, request.command_id, b"another body")


@pytest.mark.parametrize("events", [1, MANY])
async def test_a_stream_that_moved_on_is_a_conflict_and_nothing_is_stored(either: EventLog, events: int) -> None:
    await either.append(SHIFAN, a_request("a", "one", 0))
    for expected in (0, 2):
        with pytest.raises(VersionConflict) as conflict:
            await either.append(SHIFAN, a_request("b", "one", expected, events=events))
        assert conflict.value.details == {"expected": expected, "version": 1}
    assert (await either.head(SHIFAN)).position == 1
    assert await either.append(SHIFAN, a_request("b", "one", 1)) == Receipt("stored", 2, 2, 2)


async def test_who_does_not_care_for_the_version_goes_to_the_end(either: EventLog) -> None:
    await either.append(SHIFAN, a_request("a", "one", None, events=2))
    assert await either.append(SHIFAN, a_request("b", "one", None)) == Receipt("stored", 3, 3, 3)


async def test_a_command_without_events_is_remembered(either: EventLog) -> None:
    await either.append(SHIFAN, a_request("a", "one", 0))
    nothing = a_request("b", "one", 1, events=0)
    assert await either.append(SHIFAN, nothing) == Receipt("stored", 0, 0, 1)
    assert await either.append(SHIFAN, nothing) == Receipt("duplicate", 0, 0, 1)
    assert (await either.head(SHIFAN)).position == 1


async def test_one_read_gives_the_stream_or_the_stored_answer(either: EventLog) -> None:
    stream = a_stream("one")
    assert await either.read_stream(SHIFAN, stream, a_command("a")) == StoredStream(None)
    request = a_request("a", "one", 0, events=2)
    await either.append(SHIFAN, request)
    await either.append(SHIFAN, a_request("b", "two", 0))
    stored = await either.read_stream(SHIFAN, stream, a_command("c"))
    assert stored == StoredStream(None, tuple((event.type, event.data) for event in request.events), 2)
    assert await either.read_stream(SHIFAN, stream, a_command("a")) == StoredStream(Receipt("duplicate", 1, 2, 2))


async def test_a_row_holds_what_was_sent_and_when_it_was_written(either: EventLog) -> None:
    request = a_request("a", "one", 0, facts=True)
    await either.append(SHIFAN, request)
    (row,) = await either.read(SHIFAN, 0, 10)
    event = request.events[0]
    assert (row.tenant, row.stream, row.command_id, row.actor) == (
        SHIFAN,
        request.stream,
        a_command("a"),
        "account:张三",
    )
    assert (row.event_id, row.type, row.data, row.meta) == (event.id, event.type, event.data, request.meta)
    assert (row.fact_type, row.fact_data) == event.fact
    assert row.occurred == MORNING
    assert row.recorded.utcoffset() == MORNING.utcoffset()


async def test_each_district_has_its_own_positions_streams_and_commands(either: EventLog) -> None:
    await either.append(SHIFAN, a_request("a", "one", 0, events=2))
    assert await either.append(LUANCHUAN, a_request("a", "one", 0)) == Receipt("stored", 1, 1, 1)
    assert len(await either.read(SHIFAN, 0, 10)) == 2
    assert [head.tenant for head in await either.heads()] == [LUANCHUAN, SHIFAN]


async def test_the_chain_recomputes_and_heads_name_its_end_and_its_last_fact(either: EventLog) -> None:
    await either.append(SHIFAN, a_request("a", "one", 0, events=2))
    await either.append(SHIFAN, a_request("b", "one", 2, events=MANY, facts=True))
    await either.append(SHIFAN, a_request("c", "two", 0, facts=True))
    await either.append(SHIFAN, a_request("d", "two", 1))
    rows = await either.read(SHIFAN, 0, 100)
    previous = genesis("casework", either.store, SHIFAN)
    for row in rows:
        assert row.hash == hash_of(row, previous), f"position {row.position}"
        previous = row.hash
    head = await either.head(SHIFAN)
    assert head == Head(SHIFAN, 16, rows[15].hash, 15, rows[14].hash)
    assert await either.heads() == [head]
    assert [row.fact_previous for row in rows] == [None, None, 0, *range(3, 15), None]


async def test_an_unknown_district_has_an_empty_log_with_a_genesis(either: EventLog) -> None:
    start = genesis("casework", either.store, "nowhere")
    assert await either.head(Tenant("nowhere")) == Head(Tenant("nowhere"), 0, start, 0, start)
    assert await either.read(Tenant("nowhere"), 0, 10) == []
    assert await either.heads() == []


async def test_the_hash_at_a_position_is_told_until_the_end(either: EventLog) -> None:
    await either.append(SHIFAN, a_request("a", "one", 0))
    (row,) = await either.read(SHIFAN, 0, 10)
    assert await either.hash_at(SHIFAN, 0) == genesis("casework", either.store, SHIFAN)
    assert await either.hash_at(SHIFAN, 1) == row.hash
    assert await either.hash_at(SHIFAN, 2) is None


async def test_reading_goes_on_after_a_position_as_far_as_asked(either: EventLog) -> None:
    await either.append(SHIFAN, a_request("a", "one", 0, events=MANY))
    assert [row.position for row in await either.read(SHIFAN, 3, 4)] == [4, 5, 6, 7]
    assert await either.read(SHIFAN, MANY, 4) == []


async def test_who_listens_hears_which_district_moved(either: EventLog) -> None:
    heard: asyncio.Queue[Tenant] = asyncio.Queue()
    await either.listen(heard.put_nowait)
    await either.append(SHIFAN, a_request("a", "one", 0))
    async with asyncio.timeout(60):
        assert await heard.get() == SHIFAN
        await either.append(LUANCHUAN, a_request("a", "one", 0))
        assert await heard.get() == LUANCHUAN


ODD = '"\\/\b\f\n\r\t\x01\x7f é征'


async def test_facts_are_told_as_the_bell_rings_them(either: EventLog) -> None:
    meta = {"correlationid": ODD, "other": "stays at home", "traceparent": "00-1"}
    told = replace(a_request("odd", "one", 0, facts=True), stream=f"case/{ODD}", meta=json.dumps(meta))
    raw = replace(told, command_id=a_command("raw"), expected=1, meta=json.dumps(meta, ensure_ascii=False))
    bare = replace(a_request("bare", "two", 0, events=MANY, facts=True), meta="{}", occurred=MORNING.replace(year=1985))
    for request in (a_request("silent", "three", 0), told, raw, a_request("between", "three", 1), bare):
        await either.append(SHIFAN, request)
    rows = await either.read(SHIFAN, 0, 100)
    facts = await cloud_events(either, rows)
    assert len(facts) == 2 + MANY
    end = rows[-1].position, rows[-1].hash
    assert await either.tell(SHIFAN, 0, 100, 100) == (",".join(facts), *end, *end)
    assert await either.tell(SHIFAN, 2, 100, 100) == (",".join(facts[1:]), *end, *end)


async def test_facts_are_looked_for_only_so_far_and_told_only_so_many(either: EventLog) -> None:
    await either.append(SHIFAN, a_request("silent", "one", 0, events=3))
    await either.append(SHIFAN, a_request("said", "one", 3, events=3, facts=True))
    rows = await either.read(SHIFAN, 0, 100)
    facts = await cloud_events(either, rows)
    end = rows[-1].position, rows[-1].hash
    assert await either.tell(SHIFAN, 0, 100, 2) == ("", 2, rows[1].hash, *end)
    assert await either.tell(SHIFAN, 0, 100, 4) == (facts[0], 4, rows[3].hash, *end)
    assert await either.tell(SHIFAN, 2, 2, 100) == (",".join(facts[:2]), 5, rows[4].hash, *end)
    assert await either.tell(SHIFAN, 6, 100, 100) == ("", *end, *end)


async def test_of_an_empty_log_there_is_nothing_to_tell(either: EventLog) -> None:
    assert await either.tell(SHIFAN, 0, 100, 100) is None
    await either.append(SHIFAN, a_request("idle", "one", 0, events=0))
    assert await either.tell(SHIFAN, 0, 100, 100) is None


async def test_one_district_is_told_nothing_of_another(either: EventLog) -> None:
    await either.append(LUANCHUAN, a_request("a", "one", 0, facts=True))
    await either.append(SHIFAN, a_request("b", "one", 0, facts=True))
    told = await either.tell(SHIFAN, 0, 100, 100)
    assert told
    assert LUANCHUAN not in told.facts
