"""A screening: of the place of the stay or a part of it; "none found" is a result (R37)."""

from dataclasses import dataclass
from typing import Any, assert_never, get_args  # the fields of an event

from services.ledger.commands import screening as c
from services.ledger.decider.field import corrected, noted
from services.ledger.events.field import OnStay, on_stay
from services.ledger.events.screening import ScreeningCorrected, ScreeningDone, ScreeningHappened
from shared.decider import Decider
from shared.errors import Refused


@dataclass(frozen=True)
class Screening:
    """Whose screening it is; null before it was recorded."""

    stay: OnStay | None = None


def decide(command: c.ScreeningCommand, state: Screening) -> list[ScreeningHappened]:
    """What follows from a command. Raises Refused where a rule says no, NotFound where it is not for the asker."""
    match command:
        case c.Screen():
            return screen(command)
        case c.CorrectScreening():
            return correct(command, state)
        case _:
            assert_never(command)


def screen(command: c.Screen) -> list[ScreeningHappened]:
    """What was screened lies in the place of the stay."""
    fields = noted(command)
    spot = command.spot
    if spot is not None and fields["place"] not in spot.path:
        raise Refused("spot-elsewhere", "R37")
    where = spot.place if spot else None
    return [ScreeningDone(**fields, screening=command.screening, spot=where, findings=command.findings)]


def correct(command: c.CorrectScreening, state: Screening) -> list[ScreeningHappened]:
    """Its cadre may word the findings anew, at any time."""
    fields = corrected(command, state.stay)
    told: dict[str, Any] = {"findings": command.findings, "reason": command.reason}
    return [ScreeningCorrected(**fields, **told, screening=command.screening)]


def evolve(state: Screening, event: ScreeningHappened) -> Screening:
    """Whose screening it is does not change."""
    match event:
        case ScreeningDone():
            return Screening(on_stay(event))
        case ScreeningCorrected():
            return state
        case _:
            assert_never(event)


SCREENING = Decider(
    Screening(), decide, evolve, commands=get_args(c.ScreeningCommand), events=get_args(ScreeningHappened)
)
"""Stream `screening/{screening}`."""
