"""How long a department has, and who is told when: the campaign's own days, by the State Council's workdays.

The law's limits are longer and another matter: both are proven, and neither stands for the other.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from services.casework.commands.case import Escalate, RemindOfLimit
from services.casework.decider.clocks import PLANNED, Calendar, Clock, in_force, national, prove, rule
from services.casework.decider.rights import done_by_rule, taken_in
from services.casework.decider.state import Case
from services.casework.events.bearings import Bearings
from services.casework.events.case import CaseEscalated, CaseHappened, LimitReminded, Schedule
from services.casework.events.proof import Proof
from shared.calendar import ONE_DAY, day_of, moment
from shared.words import Addressee, MatterKind

REMINDED_BEFORE = timedelta(days=3)
BETWEEN_RUNGS = timedelta(days=3)
OFFICE_OPENS = 9


def schedule(accepted: datetime, calendar: Calendar | None = None) -> Schedule:
    """The limit is the 15th day after acceptance, that day not counted; a duty is not rolled past a rest day.

    One calendar says all of its days, the State Council's unless another is given.
    """
    calendar = calendar or national()
    planned = prove(Clock(PLANNED, day_of(accepted)), calendar)
    limit = planned.until
    days = (calendar.workday_until(limit - REMINDED_BEFORE), *_rungs(limit, calendar))
    reminder, *escalations = (moment(day, OFFICE_OPENS) for day in days)
    return Schedule(
        days=planned.length,
        limit=limit,
        reminder=reminder,
        escalations=tuple(escalations),
        provisional=planned.provisional,
    )


def proofs(received: date, accepted: date, planned: date, kind: MatterKind) -> Iterator[Proof]:
    """The limits of a matter since it was accepted: the campaign's as it was planned then, and the law's.

    The law is the one in force when the matter was received; of some kinds it asks for no end by a day.
    """
    yield prove(Clock(PLANNED.lasting((planned - accepted).days), accepted), national())
    lawful = rule("conclude", in_force(received), kind)
    if lawful:
        yield prove(Clock(lawful, accepted), national())


def _rungs(limit: date, calendar: Calendar) -> tuple[date, date, date]:
    leader = calendar.workday_from(limit + ONE_DAY)
    head = calendar.workday_from(leader + BETWEEN_RUNGS)
    return leader, head, calendar.workday_from(head + BETWEEN_RUNGS)


def remind(command: RemindOfLimit, state: Case) -> list[CaseHappened]:
    """Tell the handler, once, while there is no result."""
    about = taken_in(command, state)
    if state.status != "accepted" or state.schedule is None or state.reminded:
        return []
    to = Addressee(kind="person", person=about.handler)
    fields = done_by_rule(command, about, about.handling_unit)
    return [LimitReminded(**fields, limit=state.schedule.limit, to=to)]


def escalate(command: Escalate, state: Case) -> list[CaseHappened]:
    """Climb one rung, once, while there is no result."""
    about = taken_in(command, state)
    if state.status != "accepted" or state.schedule is None or command.level <= state.told:
        return []
    to = _rung(command.level, state, about)
    fields = done_by_rule(command, about, about.handling_unit)
    return [CaseEscalated(**fields, limit=state.schedule.limit, level=command.level, to=to)]


def _rung(level: int, state: Case, about: Bearings) -> Addressee:
    """Posts, not persons, are named: who holds one is known when the message is delivered."""
    if level == 1:
        return Addressee(kind="post", post="leader-in-charge", unit=about.handling_unit)
    if level == 2:
        return Addressee(kind="post", post="head", unit=about.handling_unit)
    top = about.office if about.kind == "accusation" else state.district_office or about.office
    return Addressee(kind="office", unit=top)
