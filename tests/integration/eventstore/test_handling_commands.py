"""The one command handler, over a log in memory and over a real one."""

import asyncio
from dataclasses import replace

import pytest

from shared.errors import NotFound, Refused, VersionConflict
from shared.eventstore.handle import Busy, Handling
from shared.eventstore.rows import AppendRequest, EventLog, NewEvent
from shared.eventstore.streams import Context, Receipt
from shared.ids import Tenant, event_of
from shared.testing import InMemoryLog
from shared.testing.counter import NOTES, Close, Note, announce_notes
from shared.testing.requests import MORNING, SHIFAN, a_command, a_request, a_stream

STREAM = a_stream("one")
NOTE = Note(STREAM, "已联系当事人")


def context(command: object, expected: int | None = None, body_mac: bytes = b"") -> Context:
    """Who asks, under this command."""
    return Context(SHIFAN, a_command(command), "account:张三", MORNING, expected, body_mac, {"correlationid": "张"})


@pytest.fixture
def handling(either: EventLog) -> Handling:
    """The handler of a service with one decider."""
    return Handling(either, [NOTES], announce_notes)


async def test_a_command_becomes_events_with_derived_ids_and_their_facts(handling: Handling, either: EventLog) -> None:
    assert await handling(NOTE, context("a")) == Receipt("stored", 1, 1, 1)
    (row,) = await either.read(SHIFAN, 0, 10)
    assert (row.event_id, row.stream) == (event_of(a_command("a"), 0), STREAM)
    assert (row.type, row.data, row.meta) == ("noted.v1", '{"note":"已联系当事人"}', '{"correlationid":"张"}')
    assert (row.fact_type, row.fact_data) == ("casework.noted.v1", '{"number":1}')


async def test_a_retry_is_answered_from_the_record_though_a_rule_would_now_refuse_it(handling: Handling) -> None:
    await handling(NOTE, context("a"))
    await handling(Close(STREAM), context("b"))
    with pytest.raises(Refused):
        await handling(NOTE, context("c"))
    assert await handling(NOTE, context("a")) == Receipt("duplicate", 1, 1, 1)
    # nothing is read of the stream then, and in an empty one this would not be found
    assert await handling(Close(STREAM), context("b")) == Receipt("duplicate", 2, 2, 2)


async def test_a_retry_is_answered_from_the_record_though_its_expected_version_is_past(handling: Handling) -> None:
    await handling(NOTE, context("a", expected=0))
    assert await handling(NOTE, context("a", expected=0)) == Receipt("duplicate", 1, 1, 1)


async def test_a_refusal_is_not_stored(handling: Handling) -> None:
    with pytest.raises(NotFound):
        await handling(Close(STREAM), context("a"))
    await handling(NOTE, context("b"))
    assert (await handling(Close(STREAM), context("a"))).status == "stored"


async def test_what_was_already_so_is_answered_without_an_event(handling: Handling) -> None:
    await handling(NOTE, context("a"))
    await handling(Close(STREAM), context("b"))
    assert await handling(Close(STREAM), context("c")) == Receipt("stored", 0, 0, 2)


async def test_who_expects_another_version_is_told_of_the_conflict(handling: Handling) -> None:
    await handling(NOTE, context("a"))
    with pytest.raises(VersionConflict) as conflict:
        await handling(NOTE, context("b", expected=0))
    assert conflict.value.code == "version-conflict"
    assert (await handling(NOTE, context("b", expected=1))).version == 2


@pytest.mark.parametrize("expected", [0, 7])
async def test_what_is_not_for_the_asker_has_no_version_to_conflict_with(handling: Handling, expected: int) -> None:
    with pytest.raises(NotFound):
        await handling(Close(STREAM), context("a", expected=expected))


async def test_a_rule_that_would_refuse_is_not_named_to_who_read_an_older_state(handling: Handling) -> None:
    await handling(NOTE, context("a"))
    await handling(Close(STREAM), context("b"))
    with pytest.raises(VersionConflict):
        await handling(NOTE, context("c", expected=1))


async def test_another_body_under_a_used_key_is_refused(handling: Handling) -> None:
    await handling(NOTE, context("a", body_mac=b"one"))
    with pytest.raises(Refused):
        await handling(NOTE, context("a", body_mac=b"two"))


async def test_a_lost_race_is_decided_again(handling: Handling, either: EventLog) -> None:
    receipts = await asyncio.gather(*(handling(NOTE, context(n)) for n in range(4)))
    assert sorted(receipt.version for receipt in receipts) == [1, 2, 3, 4]
    facts = [row.fact_data for row in await either.read(SHIFAN, 0, 10)]
    assert facts == [f'{{"number":{n}}}' for n in (1, 2, 3, 4)], "each was decided on what the others did"


async def test_who_always_loses_the_race_is_told_to_come_again() -> None:
    rival = _Rival()
    with pytest.raises(Busy) as busy:
        await Handling(rival, [NOTES])(NOTE, context("a"))
    assert busy.value.code == "busy"
    assert rival.asked == 6


class _Rival(InMemoryLog):
    """A log in which somebody else is always quicker."""

    asked = 0

    async def append(self, tenant: Tenant, request: AppendRequest) -> Receipt:
        self.asked += 1
        noted = NewEvent(a_command(f"noted {self.asked}"), "noted.v1", '{"note":"quicker"}')
        quicker = replace(a_request(f"rival {self.asked}", expected=None), stream=request.stream, events=(noted,))
        await super().append(tenant, quicker)
        return await super().append(tenant, request)
