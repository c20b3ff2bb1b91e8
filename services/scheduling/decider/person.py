"""An official's card: the newest description says it all."""

from dataclasses import dataclass

from services.scheduling.commands.person import DescribePerson
from services.scheduling.events.person import PersonDescribed
from shared.decider import Decider


@dataclass(frozen=True)
class Person:
    """What was last said of them."""

    said: PersonDescribed | None = None


def describe(command: DescribePerson, state: Person) -> list[PersonDescribed]:
    """Said twice, written once."""
    said = PersonDescribed(**vars(command))
    return [] if said == state.said else [said]


def evolve(state: Person, event: PersonDescribed) -> Person:
    """The newest says it all."""
    return Person(event)


PERSON = Decider(Person(), describe, evolve, commands=(DescribePerson,), events=(PersonDescribed,))
"""Stream `person/{person}`."""
