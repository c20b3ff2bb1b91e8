"""The numbers of receipts: dense from 1 in each office, series and year."""

from dataclasses import dataclass, field
from typing import Any  # the fields of an event

from services.ledger.commands.filing import DrawNumber
from services.ledger.events.numbers import NumberDrawn
from shared.decider import Decider
from shared.ids import FilingId


@dataclass(frozen=True)
class Numbers:
    """The last number given, and which filings have one."""

    last: int = 0
    given: frozenset[FilingId] = field(default_factory=frozenset)


def decide(command: DrawNumber, state: Numbers) -> list[NumberDrawn]:
    """A filing's receipt has one number; asked twice, drawn once."""
    if command.filing in state.given:
        return []
    told: dict[str, Any] = {"unit": command.unit, "year": command.year, "filing": command.filing, "at": command.at}
    return [NumberDrawn(**told, series="filing-receipt", number=state.last + 1)]


def evolve(state: Numbers, event: NumberDrawn) -> Numbers:
    """One more is given."""
    return Numbers(event.number, state.given | {event.filing})


NUMBERS = Decider(Numbers(), decide, evolve, commands=(DrawNumber,), events=(NumberDrawn,))
"""Stream `numbers/{unit}/filing-receipt/{year}`."""
