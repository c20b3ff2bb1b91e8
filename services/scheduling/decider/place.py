"""A place: the newest description says it all (R15, R39, R70–R74)."""

from dataclasses import dataclass

from services.scheduling.commands.place import DescribePlace
from services.scheduling.decider.tree import stands_below_its_parent
from services.scheduling.events.place import PlaceDescribed
from shared.decider import Decider
from shared.errors import Refused


@dataclass(frozen=True)
class Place:
    """What was last said of it."""

    said: PlaceDescribed | None = None


def describe(command: DescribePlace, state: Place) -> list[PlaceDescribed]:
    """Raises Refused for a place that would stand below itself, or with a contact section but no contact unit."""
    stands_below_its_parent(command.place, command.parent, command.path)
    _section_is_of_a_contact_unit(command)
    said = PlaceDescribed(**vars(command))
    return [] if said == state.said else [said]


def _section_is_of_a_contact_unit(command: DescribePlace) -> None:
    if command.contact.section is not None and command.contact.unit is None:
        raise Refused("contact-section-without-unit", "R74")


def evolve(state: Place, event: PlaceDescribed) -> Place:
    """The newest says it all."""
    return Place(event)


PLACE = Decider(Place(), describe, evolve, commands=(DescribePlace,), events=(PlaceDescribed,))
"""Stream `place/{place}`."""
