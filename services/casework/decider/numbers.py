"""The numbers of letters: dense from 1 in each unit, series and year."""

from dataclasses import dataclass, field

from services.casework.commands.numbers import DrawNumber
from services.casework.events.reply import NumberDrawn
from shared.decider import Decider
from shared.ids import MatterId


@dataclass(frozen=True)
class Numbers:
    """The last number given, and whose letters have one."""

    last: int = 0
    given: frozenset[MatterId] = field(default_factory=frozenset)


def decide(command: DrawNumber, state: Numbers) -> list[NumberDrawn]:
    """A matter's letter has one number; asked twice, drawn once."""
    if command.case in state.given:
        return []
    return [
        NumberDrawn(
            unit=command.unit,
            series=command.series,
            year=command.year,
            number=state.last + 1,
            case=command.case,
            at=command.at,
        )
    ]


def evolve(state: Numbers, event: NumberDrawn) -> Numbers:
    """One more is given."""
    return Numbers(event.number, state.given | {event.case})


NUMBERS = Decider(Numbers(), decide, evolve, commands=(DrawNumber,), events=(NumberDrawn,))
"""Stream `numbers/{unit}/{series}/{year}`."""
