"""Each line that comes of a command names district, command and trace, and no word of anybody's."""

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any  # a line is JSON
from uuid import UUID

import structlog

from shared import clock
from shared.eventstore.group import Group
from shared.eventstore.handle import Handling
from shared.eventstore.own import OwnLog
from shared.eventstore.pages import BEGINNING
from shared.eventstore.parking import Parked
from shared.eventstore.places import Standing
from shared.eventstore.projections import Policy
from shared.eventstore.rows import AppendRequest
from shared.eventstore.runner import set_aside
from shared.eventstore.streams import Context, Receipt
from shared.ids import Tenant
from shared.logs import Work
from shared.testing import InMemoryLog
from shared.testing.counter import NOTES, Note, Noted
from tests.followed import TRACE, TRACEPARENT
from tests.logged import as_json

SHIFAN = Tenant("shifan")
STREAM = "case/7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10"
COMMAND = UUID("9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c02")
WORDS = "已联系当事人老秦"
ABOUT_IT = {"tenant": "shifan", "command": str(COMMAND), "trace": TRACE}
log = structlog.get_logger("of a test")


class Complaining(InMemoryLog):
    """It says what it does, as a log does that has lost its connection."""

    async def append(self, tenant: Tenant, request: AppendRequest) -> Receipt:
        log.warning("asking again")
        logging.getLogger("a library").warning("asking again, too")
        return await super().append(tenant, request)


class Breaking:
    """A pool whose connection is lost once, before it is as it should be."""

    def __init__(self) -> None:
        self.lost = 0

    async def fetch(self, *_: object) -> list[dict[str, Any]]:
        self.lost += 1
        if self.lost == 1:
            raise ConnectionResetError(WORDS)
        return [Answered()]


class Refusing:
    """A pool whose driver cannot take what it is given."""

    async def fetch(self, *_: object) -> list[dict[str, Any]]:
        raise ValueError(WORDS)


class Answered(dict[str, Any]):
    """One row of the log's answer, read by place and by name."""

    def __init__(self) -> None:
        super().__init__(answer="stored", last_position=1)

    def __iter__(self) -> Iterator[Any]:
        return iter(("stored", 1, 1, 1))


def a_context(traceparent: str = TRACEPARENT) -> Context:
    """Of the one command here."""
    return Context(SHIFAN, COMMAND, "account:x", clock.now(), meta={"traceparent": traceparent})


async def test_what_is_logged_during_a_command_is_about_it() -> None:
    with as_json() as lines:
        await Handling(Complaining(), [NOTES])(Note(STREAM, WORDS), a_context())
        log.info("afterwards")
    *during, afterwards = lines
    assert [line["event"] for line in during] == ["asking again", "asking again, too"]
    assert [ABOUT_IT.items() <= line.items() for line in during] == [True, True]
    assert afterwards.keys().isdisjoint(ABOUT_IT)


async def test_what_somebody_sent_as_a_trace_and_is_none_is_not_logged() -> None:
    with as_json() as lines:
        await Handling(Complaining(), [NOTES])(Note(STREAM, WORDS), a_context(WORDS))
    assert ["trace" in line for line in lines] == [False, False]
    assert lines[0]["command"] == str(COMMAND)


def test_a_line_that_says_itself_whose_it_is_keeps_that() -> None:
    with as_json() as lines, Work("shifan"):
        log.warning("another's", tenant="anjing")
    assert lines[0]["tenant"] == "anjing"


async def test_appends_that_travel_together_are_all_named() -> None:
    group = Group(Breaking(), lambda _: None)  # type: ignore[arg-type]  # of the driver's pool, what a group uses
    request = AppendRequest(STREAM, None, COMMAND, "account:x", clock.now(), meta=json.dumps(a_context().meta))
    with as_json() as lines, Work("another", UUID(int=1)):
        await group.append(SHIFAN, request)
    (line,) = lines
    assert (line["commands"], line["tenant"]) == ([str(COMMAND)], "shifan")
    assert "command" not in line, "it is not the first caller's alone"


async def test_of_a_large_group_that_cannot_be_read_the_first_are_named_and_all_counted() -> None:
    group = Group(Refusing(), lambda _: None)  # type: ignore[arg-type]  # of the driver's pool, what a group uses
    requests = [
        AppendRequest(f"{STREAM}{n}", None, UUID(int=n), "account:x", clock.now(), meta="no JSON") for n in range(1, 41)
    ]
    with as_json() as lines:
        answers = await asyncio.gather(*(group.append(SHIFAN, each) for each in requests), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ValueError] * 40
    (line,) = lines
    assert (line["requests"], line["reason"]) == (40, "ValueError")
    assert line["commands"] == [str(UUID(int=n)) for n in range(1, 17)]


async def test_what_is_parked_is_logged_with_its_trace() -> None:
    store = InMemoryLog()
    await Handling(store, [NOTES])(Note(STREAM, WORDS), a_context())
    (said,) = (await OwnLog(store).page(SHIFAN, BEGINNING)).said
    policy = Policy("again", "casework", (Noted,), lambda said, envelope: iter(()))
    with as_json() as lines:
        set_aside(Standing(policy, SHIFAN, BEGINNING, 0), [Parked(said, [STREAM], "Refused closed")])
    (line,) = lines
    assert (line["tenant"], line["trace"], line["event_id"]) == ("shifan", TRACE, str(said.envelope.id))
    assert WORDS not in str(line)
