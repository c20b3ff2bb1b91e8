"""What may be asked of a household's entry."""

from dataclasses import dataclass
from datetime import datetime

from shared.ids import HouseholdId, PlaceId
from shared.sealed import Sealed


@dataclass(frozen=True, kw_only=True)
class DescribeHousehold:
    """Enter a household as the district's file has it; `mac` tells the same row from a changed one."""

    household: HouseholdId
    code: str
    place: PlaceId
    number: int
    head: Sealed
    telephone: Sealed | None
    address: Sealed | None
    difficulty: bool
    mac: str
    at: datetime

    @property
    def stream(self) -> str:
        """The household's own stream."""
        return f"household/{self.household}"
