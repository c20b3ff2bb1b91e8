"""What the log tells of appends and commands, by doing them."""

import asyncio

import pytest

from shared.errors import Refused, VersionConflict
from shared.eventstore.handle import Busy, Handling
from shared.eventstore.log import Log
from shared.testing.counter import NOTES, Close, Note, announce_notes
from shared.testing.databases import FreshDatabase
from shared.testing.figures import figure
from shared.testing.requests import a_request, a_stream
from tests.integration.eventstore.gathering import answers, held_once, starting
from tests.integration.eventstore.test_handling_commands import context

STREAM = a_stream("one")
NOTE = Note(STREAM, "已联系当事人")


def outcomes(command: str) -> dict[str, float]:
    """How often a command came to what, up to now."""
    words = ("stored", "duplicate", "refused", "conflict", "busy", "failed")
    return {word: figure("minqing_commands_total", command=command, outcome=word) for word in words}


def grown(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """By what the figures have grown that have."""
    return {word: after[word] - count for word, count in before.items() if after[word] != count}


async def test_an_append_is_timed_as_its_caller_waits_and_a_group_counted_as_it_travels(
    fresh: FreshDatabase, log: Log
) -> None:
    def seen() -> tuple[float, ...]:
        groups = "minqing_append_group_requests"
        appends, calls = figure("minqing_append_seconds_count"), figure(f"{groups}_count")
        large = figure(f"{groups}_bucket", le="32.0") - figure(f"{groups}_bucket", le="16.0")
        return appends, calls, large, figure(f"{groups}_sum")

    before, waited = seen(), figure("minqing_append_seconds_sum")
    async with held_once(fresh, log) as first:
        group = await starting(log, *(a_request(n, n, 0) for n in range(20)))
    assert set(await answers(first + group)) == {"stored"}
    assert [after - was for after, was in zip(seen(), before, strict=True)] == [22, 3, 1, 22]
    assert figure("minqing_append_seconds_sum") > waited


async def test_a_command_is_counted_by_what_became_of_it(log: Log) -> None:
    handling = Handling(log, [NOTES], announce_notes)
    noted, closed, timed = outcomes("Note"), outcomes("Close"), figure("minqing_command_seconds_count", command="Note")
    await handling(NOTE, context("a"))
    await handling(NOTE, context("a"))
    with pytest.raises(VersionConflict):
        await handling(NOTE, context("b", expected=0))
    await handling(Close(STREAM), context("c"))
    with pytest.raises(Refused):
        await handling(NOTE, context("d"))
    assert grown(noted, outcomes("Note")) == {"stored": 1, "duplicate": 1, "conflict": 1, "refused": 1}
    assert grown(closed, outcomes("Close")) == {"stored": 1}
    assert figure("minqing_command_seconds_count", command="Note") == timed + 4


async def test_a_lost_race_is_counted_beside_the_command_that_was_stored_all_the_same(log: Log) -> None:
    handling = Handling(log, [NOTES], announce_notes)
    noted, lost = outcomes("Note"), figure("minqing_command_races_lost_total", command="Note")
    await asyncio.gather(*(handling(NOTE, context(n)) for n in range(3)))
    assert grown(noted, outcomes("Note")) == {"stored": 3}
    assert figure("minqing_command_races_lost_total", command="Note") > lost


async def test_a_command_without_an_answer_is_told_to_come_again_and_one_that_breaks_has_failed(log: Log) -> None:
    handling = Handling(log, [NOTES], announce_notes)
    noted = outcomes("Note")
    with pytest.raises(ValueError, match="surrogates"):
        await handling(Note(STREAM, "\ud800"), context("a"))
    await log.close()
    with pytest.raises(Busy):
        await handling(NOTE, context("b"))
    assert grown(noted, outcomes("Note")) == {"failed": 1, "busy": 1}
