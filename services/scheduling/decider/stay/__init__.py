"""A stay: what may happen to it, and by which rule. The table of contents of the rules."""

from typing import assert_never, get_args

from services.scheduling.commands import stay as c
from services.scheduling.decider.stay import ending, keeping, planning, shortfall
from services.scheduling.decider.stay.state import Stay, evolve
from services.scheduling.events.stay import StayHappened
from shared.decider import Decider

__all__ = ["STAY", "Stay"]


def decide(command: c.StayCommand, state: Stay) -> list[StayHappened]:
    """What follows from a command. Raises Refused where a rule says no, NotFound where it is not for the asker."""
    match command:
        case c.PlanStay():
            return planning.plan(command, state)
        case c.WithdrawStay():
            return planning.withdraw(command, state)
        case c.ForeseeShortfall():
            return shortfall.foresee(command, state)
        case c.EndWithBatch():
            return ending.end_with_batch(command, state)
        case _:
            return _keep(command, state)


def _keep(command: c.StartStay | c.InterruptStay | c.ResumeStay | c.EndStay, state: Stay) -> list[StayHappened]:
    match command:
        case c.StartStay():
            return keeping.start(command, state)
        case c.InterruptStay():
            return keeping.interrupt(command, state)
        case c.ResumeStay():
            return keeping.resume(command, state)
        case c.EndStay():
            return ending.end(command, state)
        case _:
            assert_never(command)


STAY = Decider(Stay(), decide, evolve, commands=get_args(c.StayCommand), events=get_args(StayHappened))
"""Stream `stay/{stay}`."""
