"""When a stay's rules look again: whether its minimum can still be reached, and when its batch is over."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any  # a statement with its parameters

from sqlalchemy import MetaData, bindparam, delete, insert

from services.scheduling.events.stay import (
    OVER,
    SHORTFALL,
    StayEnded,
    StayHappened,
    StayInterrupted,
    StayPlanned,
    StayWithdrawn,
)
from shared.change import Change, Envelope
from shared.eventstore.projections import Projection
from shared.eventstore.timers import timer_table

METADATA = MetaData(schema="timers")
timers = timer_table(METADATA)

SET = insert(timers)
CLEAR = delete(timers).where(timers.c.stream == bindparam("of"))
CLEAR_RULE = CLEAR.where(timers.c.rule == bindparam("of_rule"))


def project(said: StayHappened, envelope: Envelope) -> Iterator[Change]:
    """Due times stand in the events; a step's own version tells its timers from earlier ones."""
    for statement, parameters in _rows(said, envelope):
        yield envelope.stream, statement, parameters


def _rows(said: StayHappened, envelope: Envelope) -> Iterator[tuple[Any, dict[str, Any]]]:
    match said:
        case StayPlanned():
            yield CLEAR, {"of": envelope.stream}
            yield SET, _timer(envelope, SHORTFALL, said.shortfall_due)
            yield SET, _timer(envelope, OVER, said.over_due)
        case StayInterrupted():
            yield CLEAR_RULE, {"of": envelope.stream, "of_rule": SHORTFALL}
            if said.shortfall_due is not None:
                yield SET, _timer(envelope, SHORTFALL, said.shortfall_due)
        case StayEnded() | StayWithdrawn():
            yield CLEAR, {"of": envelope.stream}
        case _:
            return


def _timer(envelope: Envelope, rule: str, due: datetime) -> dict[str, Any]:
    return {"stream": envelope.stream, "rule": rule, "n": envelope.version, "due": due}


TIMERS = Projection(
    name="timers",
    version=1,
    source="scheduling",
    language=(StayPlanned, StayInterrupted, StayEnded, StayWithdrawn),
    metadata=METADATA,
    project=project,
)
