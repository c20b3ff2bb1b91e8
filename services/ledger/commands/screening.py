"""What may be asked of a screening."""

from dataclasses import dataclass

from services.ledger.commands.field import Correct, FieldCommand
from services.ledger.events.screening import Finding
from shared.ids import PlaceId, ScreeningId
from shared.sealed import Sealed


@dataclass(frozen=True)
class Spot:
    """A part of a place, with the places it lies in; none if the directory does not know it."""

    place: PlaceId
    path: tuple[PlaceId, ...]


@dataclass(frozen=True, kw_only=True)
class Screen(FieldCommand):
    """Record a screening; without findings, that none were found."""

    screening: ScreeningId
    spot: Spot | None
    findings: tuple[Finding, ...]

    @property
    def stream(self) -> str:
        """The screening's own stream."""
        return f"screening/{self.screening}"


@dataclass(frozen=True, kw_only=True)
class CorrectScreening(Correct):
    """Give the findings another wording."""

    screening: ScreeningId
    findings: tuple[Finding, ...]
    reason: Sealed

    @property
    def stream(self) -> str:
        """The screening's own stream."""
        return f"screening/{self.screening}"


ScreeningCommand = Screen | CorrectScreening
