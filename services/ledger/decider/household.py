"""A household's entry: the newest says it all."""

from dataclasses import dataclass

from services.ledger.commands.household import DescribeHousehold
from services.ledger.events.household import HouseholdDescribed
from shared.decider import Decider


@dataclass(frozen=True)
class Household:
    """The digest of the row it was last entered from, "" before the first."""

    mac: str = ""


def decide(command: DescribeHousehold, state: Household) -> list[HouseholdDescribed]:
    """The same row again changes nothing."""
    if command.mac == state.mac:
        return []
    return [HouseholdDescribed(**vars(command))]


def evolve(state: Household, event: HouseholdDescribed) -> Household:
    """As it now stands."""
    return Household(event.mac)


HOUSEHOLD = Decider(Household(), decide, evolve, commands=(DescribeHousehold,), events=(HouseholdDescribed,))
"""Stream `household/{household}`."""
