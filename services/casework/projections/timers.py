"""When somebody is to be told of a limit; who, and whether at all, the rules say when it is due."""

from collections.abc import Iterator
from typing import assert_never

from sqlalchemy import MetaData, bindparam, delete, insert

from services.casework.events.case import ESCALATION, REMINDER, CaseAccepted, CaseSigned
from shared.change import Change, Envelope
from shared.eventstore.projections import Projection
from shared.eventstore.timers import timer_table

METADATA = MetaData(schema="limits")
TIMERS = timer_table(METADATA)
SET = insert(TIMERS)
DROP = delete(TIMERS).where(TIMERS.c.stream == bindparam("of"))


def project_limits(said: CaseAccepted | CaseSigned, envelope: Envelope) -> Iterator[Change]:
    """Set at acceptance; only a signature ends them, for a result may be sent back and the days still run."""
    stream = envelope.stream
    match said:
        case CaseAccepted(schedule=schedule):
            yield stream, SET, {"stream": stream, "rule": REMINDER, "n": 1, "due": schedule.reminder}
            for level, due in enumerate(schedule.escalations, 1):
                yield stream, SET, {"stream": stream, "rule": ESCALATION, "n": level, "due": due}
        case CaseSigned():
            yield stream, DROP, {"of": stream}
        case _:
            assert_never(said)


LIMITS = Projection("limits", 1, "casework", (CaseAccepted, CaseSigned), METADATA, project_limits)
