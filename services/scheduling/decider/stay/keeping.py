"""Starting, interrupting, resuming: by the cadre, or for the cadre by the section head or the activity office."""

from datetime import date, datetime
from typing import Any  # the fields of an event

from services.scheduling.commands.stay import InterruptStay, KeepStay, Plan, ResumeStay, StartStay
from services.scheduling.decider.stay.shortfall import day_to_look
from services.scheduling.decider.stay.state import Stay
from services.scheduling.events.stay import StayHappened, StayInterrupted, StayResumed, StayStarted
from shared.calendar import day_of
from shared.errors import NotFound, Refused
from shared.roles import Role


def start(command: StartStay, state: Stay) -> list[StayHappened]:
    """Within the batch, and once."""
    plan, role = kept(command, state)
    if state.status == "present":
        return []
    if state.status == "away":
        raise Refused("stay-interrupted", "R14")
    _is_not_over(state)
    _within_batch(plan, day_of(command.at))
    return [StayStarted(**step(command, plan, role))]


def interrupt(command: InterruptStay, state: Stay) -> list[StayHappened]:
    """The nights so far count; whether the missing ones can still be reached is looked at in time."""
    plan, role = kept(command, state)
    has_started(state)
    _is_not_over(state)
    if state.status == "away":
        return []
    nights = state.nights_by(day_of(command.at))
    due = _look(plan, nights, command.at)
    return [StayInterrupted(**step(command, plan, role), reason=command.reason, nights=nights, shortfall_due=due)]


def _look(plan: Plan, nights: int, at: datetime) -> datetime | None:
    missing = plan.minimum_nights - nights
    return day_to_look(plan, missing, at) if missing > 0 else None


def resume(command: ResumeStay, state: Stay) -> list[StayHappened]:
    """Back before the batch is over."""
    plan, role = kept(command, state)
    has_started(state)
    _is_not_over(state)
    if state.status == "present":
        return []
    _within_batch(plan, day_of(command.at))
    return [StayResumed(**step(command, plan, role))]


def _within_batch(plan: Plan, day: date) -> None:
    if day < plan.batch_begins:
        raise Refused("batch-not-begun", "R13", day=plan.batch_begins)
    if day > plan.batch_ends:
        raise Refused("batch-over", "R13", day=plan.batch_ends)


def has_started(state: Stay) -> None:
    """Raises Refused for a stay in which nobody has moved in."""
    if state.status == "planned":
        raise Refused("stay-not-started", "R14")


def _is_not_over(state: Stay) -> None:
    if state.status == "ended":
        raise Refused("stay-over", "R14")


def kept(command: KeepStay, state: Stay) -> tuple[Plan, Role]:
    """The stay's plan, and the role by which the asker may keep it."""
    if state.plan is None or state.status == "withdrawn":
        raise NotFound("not-found")
    return state.plan, _keeper(command, state.plan)


def _keeper(command: KeepStay, plan: Plan) -> Role:
    whose, by = plan.whose, command.by
    if by.person == whose.person and by.has(Role.CADRE, campaign=whose.campaign, place=whose.place):
        return Role.CADRE
    for unit, role in ((whose.unit, Role.SECTION_HEAD), (plan.offices.activity, Role.ACTIVITY_OFFICE)):
        if by.acts_for(unit, role, campaign=whose.campaign, place=whose.place):
            return role
    raise Refused("not-your-stay") if command.seen else NotFound("not-found")


def step(command: KeepStay, plan: Plan, role: Role) -> dict[str, Any]:
    """The fields of an event that somebody caused."""
    return {**dict(plan.whose), "at": command.at, "by": command.by.person, "role": role}
