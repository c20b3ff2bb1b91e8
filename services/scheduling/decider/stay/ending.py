"""The end of a stay: asked for, or by itself at the end of the batch's last day."""

from datetime import datetime
from typing import Any  # the fields of an event

from services.scheduling.commands.stay import EndStay, EndWithBatch, Plan
from services.scheduling.decider.stay.keeping import has_started, kept, step
from services.scheduling.decider.stay.state import Stay
from services.scheduling.events.stay import StayEnded, StayHappened
from shared.calendar import day_of

_NO_MORE = ("unknown", "withdrawn", "ended")


def end(command: EndStay, state: Stay) -> list[StayHappened]:
    """Whoever goes home early has a short stay; that is recorded, not refused."""
    plan, role = kept(command, state)
    has_started(state)
    if state.status == "ended":
        return []
    return [StayEnded(**step(command, plan, role), **_counted(state, plan, command.at))]


def end_with_batch(command: EndWithBatch, state: Stay) -> list[StayHappened]:
    """Nobody ended it; a stay that never started ends too, with no night."""
    if state.plan is None or state.status in _NO_MORE:
        return []
    counted = _counted(state, state.plan, command.at)
    return [StayEnded(**dict(state.plan.whose), at=command.at, by=None, role=None, **counted)]


def _counted(state: Stay, plan: Plan, at: datetime) -> dict[str, Any]:
    nights = state.nights_by(day_of(at))
    return {"nights": nights, "minimum_nights": plan.minimum_nights, "short": nights < plan.minimum_nights}
