"""What the rules ask of a stay, how each step changes it, and how nights are counted."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, assert_never

from services.scheduling.commands.stay import Plan
from services.scheduling.events import stay as e
from shared.calendar import ONE_DAY, day_of

Status = Literal["unknown", "planned", "withdrawn", "present", "away", "ended"]


@dataclass(frozen=True)
class Stay:
    """A stay as the rules see it: `nights` of the spans that are over, `since` the day the running one began."""

    plan: Plan | None = None
    status: Status = "unknown"
    nights: int = 0
    since: date | None = None
    foreseen: bool = False

    def nights_by(self, day: date) -> int:
        """Nights in all by the morning of a day: a sum over the spans (A8.4), none after the batch's last day."""
        if self.since is None or self.plan is None:
            return self.nights
        morning = min(day, self.plan.batch_ends + ONE_DAY)
        return self.nights + max(0, (morning - self.since).days)


def evolve(state: Stay, event: e.StayHappened) -> Stay:
    """The stay after a step; what happened, happened."""
    match event:
        case e.StayPlanned():
            return replace(state, status="planned", plan=_plan(event))
        case e.StayWithdrawn():
            return replace(state, status="withdrawn")
        case e.StayStarted() | e.StayResumed():
            return replace(state, status="present", since=day_of(event.at))
        case e.StayInterrupted(nights=nights) | e.StayEnded(nights=nights):
            gone: Status = "ended" if isinstance(event, e.StayEnded) else "away"
            return replace(state, status=gone, since=None, nights=nights)
        case e.StayShortfallForeseen():
            return replace(state, foreseen=True)
        case _:
            assert_never(event)


def _plan(event: e.StayPlanned) -> Plan:
    return Plan(whose_of(event), event.batch_begins, event.batch_ends, event.minimum_nights, event.offices)


def whose_of(said: e.Whose) -> e.Whose:
    """Who stays where, alone, out of an event."""
    return e.Whose.model_construct(**{name: getattr(said, name) for name in e.Whose.model_fields})
