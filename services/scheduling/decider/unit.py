"""A unit: the newest description says it all."""

from dataclasses import dataclass

from services.scheduling.commands.unit import DescribeUnit
from services.scheduling.decider.tree import stands_below_its_parent
from services.scheduling.events.unit import UnitDescribed
from shared.decider import Decider


@dataclass(frozen=True)
class Unit:
    """What was last said of it."""

    said: UnitDescribed | None = None


def describe(command: DescribeUnit, state: Unit) -> list[UnitDescribed]:
    """Raises Refused for a unit that would stand below itself."""
    stands_below_its_parent(command.unit, command.parent, command.path)
    said = UnitDescribed(**vars(command))
    return [] if said == state.said else [said]


def evolve(state: Unit, event: UnitDescribed) -> Unit:
    """The newest says it all."""
    return Unit(event)


UNIT = Decider(Unit(), describe, evolve, commands=(DescribeUnit,), events=(UnitDescribed,))
"""Stream `unit/{unit}`."""
