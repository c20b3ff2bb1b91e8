"""The smallest decider there is: something that can be noted a few times, then closed; for tests of the store."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from shared.decider import Decider
from shared.envelope import Envelope
from shared.errors import NotFound, Refused
from shared.event import Event, Fact


class Noted(Event):
    """Something was noted."""

    type: Literal["noted.v1"] = "noted.v1"
    note: str


class Closed(Event):
    """Nothing more can be noted."""

    type: Literal["closed.v1"] = "closed.v1"


class NotedFact(Fact):
    """What others hear of a note: how many there are."""

    type: Literal["casework.noted.v1"] = "casework.noted.v1"
    number: int


@dataclass(frozen=True)
class Note:
    """Note something."""

    stream: str
    note: str


@dataclass(frozen=True)
class Close:
    """Let nothing more be noted."""

    stream: str


@dataclass(frozen=True)
class Notes:
    """What the rules ask for."""

    number: int = 0
    closed: bool = False


def _decide(command: Note | Close, state: Notes) -> Sequence[Noted | Closed]:
    if isinstance(command, Note):
        if state.closed:
            raise Refused("closed", rule="R1")
        return [Noted(note=command.note)]
    if not state.number:
        raise NotFound("nothing-noted")
    return [] if state.closed else [Closed()]


def _evolve(state: Notes, event: Noted | Closed) -> Notes:
    match event:
        case Noted():
            return replace(state, number=state.number + 1)
        case Closed():
            return replace(state, closed=True)
        case _:
            assert_never(event)


NOTES: Decider[Note | Close, Notes, Noted | Closed] = Decider(Notes(), _decide, _evolve, (Note, Close), (Noted, Closed))


def announce_notes(event: Noted | Closed, envelope: Envelope) -> NotedFact | None:
    """A note is said to others; that it is closed, is not."""
    return NotedFact(number=envelope.version) if isinstance(event, Noted) else None
