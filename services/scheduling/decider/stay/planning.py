"""From a published roster to a stay, and back as long as nobody has moved in (R17)."""

from services.scheduling.commands.stay import PlanStay, WithdrawStay
from services.scheduling.decider.stay.shortfall import day_to_look, not_before
from services.scheduling.decider.stay.state import Stay
from services.scheduling.events.stay import StayHappened, StayPlanned, StayWithdrawn
from shared.calendar import end_of

_STILL_MOVES = ("unknown", "planned", "withdrawn")


def plan(command: PlanStay, state: Stay) -> list[StayHappened]:
    """A stay that has started never moves, whatever a newer roster says."""
    new = command.plan
    if state.status not in _STILL_MOVES or (state.status == "planned" and state.plan == new):
        return []
    planned = StayPlanned(
        **dict(new.whose),
        at=command.at,
        batch_begins=new.batch_begins,
        batch_ends=new.batch_ends,
        minimum_nights=new.minimum_nights,
        offices=new.offices,
        shortfall_due=day_to_look(new, new.minimum_nights, command.at),
        over_due=not_before(command.at, end_of(new.batch_ends)),
    )
    return [planned]


def withdraw(command: WithdrawStay, state: Stay) -> list[StayHappened]:
    """Only a stay that has not started can be taken back."""
    if state.plan is None or state.status != "planned":
        return []
    return [StayWithdrawn(**dict(state.plan.whose), at=command.at)]
