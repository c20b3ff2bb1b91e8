"""There is one book in the small world: who shakes a jar is written down in it, by commands that are blind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from shared.change import Envelope
from shared.decider import Decider
from shared.errors import Refused
from shared.event import Event
from shared.eventstore.projections import Policy
from tests.integration.following.jars import JarShaken


class Written(Event):
    """It was written down that a jar was shaken."""

    type: Literal["written.v1"] = "written.v1"
    jar: str


@dataclass(frozen=True)
class Write:
    """Write down in the one book that a jar was shaken."""

    jar: str

    @property
    def stream(self) -> str:
        return "book/1"


def _write(command: Write, state: None) -> Sequence[Written]:
    if command.jar == "nameless":
        raise Refused("jar-is-nameless")
    return [Written(jar=command.jar)]


BOOK: Decider[Write, None, Written] = Decider(None, _write, lambda state, event: None, (Write,), (Written,), blind=True)


def write_after_shaking(said: JarShaken, envelope: Envelope) -> Iterator[tuple[str, Write]]:
    """Every shaking is written down."""
    yield "write", Write(said.jar)


WRITING = Policy("writing", "ledger", (JarShaken,), write_after_shaking, starts="zero")
