"""A command, its append, and whoever hears of it are spans of one trace; what is stored names the command's."""

import asyncio
import json
from dataclasses import replace
from uuid import UUID

import pytest
from opentelemetry.trace import StatusCode
from sqlalchemy import MetaData

from shared import clock
from shared.errors import Refused
from shared.eventstore.handle import Handling
from shared.eventstore.own import OwnLog
from shared.eventstore.pages import BEGINNING, PAGE, Page
from shared.eventstore.places import Standing
from shared.eventstore.policing import context_upon
from shared.eventstore.projections import Policy, Projection
from shared.eventstore.streams import Context
from shared.eventstore.traced import acting_upon, ringing, taking_in
from shared.ids import Tenant
from shared.testing import InMemoryLog
from shared.testing.counter import NOTES, Close, Closed, Note, Noted, announce_notes
from tests.followed import TRACEPARENT, UNSAMPLED, above, followed, named

SHIFAN = Tenant("shifan")
STREAM = "case/7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10"
COMMAND = UUID("9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c02")
WORDS = "已联系当事人老秦"
AGAIN = Policy("again", "casework", (Noted,), lambda said, envelope: iter([("note", Note(STREAM, said.note))]))
NOTED = Projection("noted", 1, "casework", (Noted,), MetaData(schema="noted"), lambda said, envelope: iter(()))
SHUT = Projection("shut", 1, "casework", (Closed,), MetaData(schema="shut"), lambda said, envelope: iter(()))


class Casework:
    """A service's handler before a log in memory."""

    def __init__(self) -> None:
        self.log = InMemoryLog("casework")
        self.handling = Handling(self.log, [NOTES], announce_notes)

    async def notes(self, traceparent: str = TRACEPARENT) -> None:
        """Somebody's note is taken."""
        await self.handling(Note(STREAM, WORDS), context(COMMAND, traceparent))

    async def stored(self) -> list[str]:
        """By what each event of the log is traced."""
        return [json.loads(row.meta).get("traceparent", "") for row in await self.log.read(SHIFAN, 0, 9)]

    async def page(self) -> Page:
        """The log as followers read it."""
        return await OwnLog(self.log).page(SHIFAN, BEGINNING)


def context(command: UUID, traceparent: str) -> Context:
    """Of a command that is traced so, or by nothing."""
    meta = {"traceparent": traceparent} if traceparent else {}
    return Context(SHIFAN, command, "account:x", clock.now(), meta=meta)


async def test_a_command_and_its_append_are_spans_and_the_event_names_the_commands() -> None:
    casework = Casework()
    with followed() as spans:
        await casework.notes()
    handled, append = spans["handle Note"], spans["append"]
    assert (above(handled), above(append)) == (TRACEPARENT, named(handled))
    assert await casework.stored() == [named(handled)]
    assert handled.attributes == {
        "minqing.district": "shifan",
        "minqing.command": "Note",
        "minqing.command.id": str(COMMAND),
        "minqing.command.outcome": "stored",
    }
    told = {"minqing.district": "shifan", "minqing.position": 1, "minqing.command.outcome": "stored"}
    assert append.attributes == told


@pytest.mark.parametrize("traceparent", ["", UNSAMPLED, "nonsense"])
async def test_what_nobody_traces_is_stored_as_it_came(traceparent: str) -> None:
    casework = Casework()
    with followed() as spans:
        await casework.notes(traceparent)
    assert (spans, await casework.stored()) == ({}, [traceparent])


async def test_without_a_follower_what_came_is_stored() -> None:
    casework = Casework()
    await casework.notes()
    assert await casework.stored() == [TRACEPARENT]


async def test_a_command_that_is_refused_says_so_and_has_not_failed() -> None:
    casework = Casework()
    await casework.notes()
    await casework.handling(Close(STREAM), context(UUID(int=1), ""))
    with followed() as spans, pytest.raises(Refused):
        await casework.handling(Note(STREAM, WORDS), context(UUID(int=2), TRACEPARENT))
    refused = spans["handle Note"]
    assert dict(refused.attributes or {})["minqing.command.outcome"] == "refused"
    assert refused.status.status_code is StatusCode.UNSET
    assert "append" not in spans


async def test_a_fact_that_is_rung_is_a_span_below_its_command() -> None:
    casework = Casework()
    with followed() as spans:
        await casework.notes()
        for span in ringing("casework", await casework.log.read(SHIFAN, 0, 9)):
            span.end()
    rung = spans["ring casework.noted.v1"]
    assert above(rung) == named(spans["handle Note"])
    assert dict(rung.attributes or {})["minqing.position"] == 1


async def test_what_a_policy_does_is_below_what_it_heard() -> None:
    casework = Casework()
    with followed() as spans:
        await casework.notes()
        (said,) = (await casework.page()).said
        standing = Standing(AGAIN, SHIFAN, BEGINNING, 0)
        with acting_upon(said, standing) as span:
            await casework.handling(Note(STREAM, WORDS), context_upon("casework", standing, said, "note").below(span))
    heard = spans["take in noted.v1"]
    assert above(spans["handle Note"]) == named(heard)
    assert dict(heard.attributes or {})["minqing.follower"] == "again"
    noted, again = await casework.stored()
    assert above(heard) == noted
    assert again == named(spans["handle Note"])


async def test_read_models_take_in_what_is_of_their_language_as_one_span() -> None:
    casework = Casework()
    await casework.notes()
    page = await casework.page()
    standings = [Standing(each, SHIFAN, BEGINNING, 0) for each in (NOTED, SHUT)]
    with followed() as spans:
        for span in taking_in(page, standings):
            span.end()
    (taken,) = spans.values()
    assert (taken.name, above(taken)) == ("take in noted.v1", TRACEPARENT)
    assert dict(taken.attributes or {})["minqing.follower"] == "noted"


async def test_what_was_read_before_and_a_full_page_of_history_are_no_spans() -> None:
    casework = Casework()
    await casework.notes()
    page = await casework.page()
    with followed():
        assert taking_in(page, [Standing(NOTED, SHIFAN, page.after, 1)]) == []
        assert taking_in(replace(page, said=[*page.said] * PAGE), [Standing(NOTED, SHIFAN, BEGINNING, 0)]) == []


async def test_commands_at_once_keep_apart() -> None:
    casework = Casework()
    with followed():
        commands = [context(UUID(int=n), f"00-{n:032x}-b7ad6b7169203331-01") for n in (1, 2, 3)]
        await asyncio.gather(*(casework.handling(Note(f"{STREAM}{n}", WORDS), one) for n, one in enumerate(commands)))
    assert sorted(trace.split("-")[1] for trace in await casework.stored()) == [f"{n:032x}" for n in (1, 2, 3)]
