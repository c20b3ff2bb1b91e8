"""When it can be foreseen that a cadre will not reach the minimum of nights (R14).

Foreseen on the first day on which nights are missing and the nights left in the batch, this day and the last one
counted, are fewer than those missing and two to spare. Who is there keeps the same margin from day to day, so one
looks on that day for whoever has not come, or has gone: a stay's start and its resumption need no look of their own.
"""

from datetime import datetime, timedelta

from services.scheduling.commands.stay import ForeseeShortfall, Plan
from services.scheduling.decider.stay.state import Stay
from services.scheduling.events.stay import StayHappened, StayShortfallForeseen
from shared.calendar import day_of, moment

TO_SPARE = 2
OFFICE_OPENS = 9
_NO_MORE = ("unknown", "withdrawn", "ended")


def day_to_look(plan: Plan, missing: int, at: datetime) -> datetime:
    """09:00 of the day from which fewer nights are left than `missing` and two to spare; now, if that is past."""
    left = missing + TO_SPARE - 1
    day = plan.batch_ends - timedelta(days=left - 1)
    return not_before(at, moment(day, OFFICE_OPENS))


def not_before(at: datetime, due: datetime) -> datetime:
    """A due time that is past already is due now."""
    return max(at, due)


def foresee(command: ForeseeShortfall, state: Stay) -> list[StayHappened]:
    """Foreseen once in a stay, and only while it is still so."""
    if state.plan is None or state.status in _NO_MORE or state.foreseen:
        return []
    day = day_of(command.at)
    nights = state.nights_by(day)
    missing = state.plan.minimum_nights - nights
    left = (state.plan.batch_ends - day).days + 1
    if missing <= 0 or left >= missing + TO_SPARE:
        return []
    office = state.plan.offices.activity
    named = dict(state.plan.whose)
    return [StayShortfallForeseen(**named, at=command.at, nights=nights, missing=missing, activity_office=office)]
