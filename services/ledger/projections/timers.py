"""When a filing's day has ended; whether anybody is told, the rules say then."""

from collections.abc import Iterator
from typing import assert_never

from sqlalchemy import MetaData, bindparam, delete, insert

from services.ledger.events.filing import OVERDUE, FilingOpened, FilingOverdue, FilingSubmitted
from shared.change import Change, Envelope
from shared.eventstore.projections import Projection
from shared.eventstore.timers import timer_table

METADATA = MetaData(schema="due")
TIMERS = timer_table(METADATA)
SET = insert(TIMERS)
CLEAR = delete(TIMERS).where(TIMERS.c.stream == bindparam("of"))


def project(said: FilingOpened | FilingSubmitted | FilingOverdue, envelope: Envelope) -> Iterator[Change]:
    """The due moment stands in the event; its version tells it from one that was planned before."""
    yield envelope.stream, CLEAR, {"of": envelope.stream}
    match said:
        case FilingOpened(overdue_at=due):
            row = {"stream": envelope.stream, "rule": OVERDUE, "n": envelope.version, "due": due}
            yield envelope.stream, SET, row
        case FilingSubmitted() | FilingOverdue():
            return
        case _:
            assert_never(said)


DUE = Projection("due", 1, "ledger", (FilingOpened, FilingSubmitted, FilingOverdue), METADATA, project)
