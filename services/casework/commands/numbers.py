"""What may be asked of a unit's series of numbers."""

from dataclasses import dataclass
from datetime import datetime

from services.casework.events.reply import Series
from shared.ids import MatterId, UnitId


@dataclass(frozen=True, kw_only=True)
class DrawNumber:
    """Give the next number of a unit's series and year to a matter's letter."""

    unit: UnitId
    series: Series
    year: int
    case: MatterId
    at: datetime

    @property
    def stream(self) -> str:
        """The series' own stream (formats 1a)."""
        return f"numbers/{self.unit}/{self.series}/{self.year}"
