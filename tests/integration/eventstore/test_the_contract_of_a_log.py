"""What a log promises, in memory and in PostgreSQL."""

import asyncio
from dataclasses import replace

import pytest

from shared.errors import Refused, VersionConflict
from shared.eventstore.chain import genesis, hash_of
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
