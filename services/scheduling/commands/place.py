"""What may be asked of a place."""

from dataclasses import dataclass

from services.scheduling.events.place import Contact
from shared.ids import PlaceId
from shared.words import PlaceLevel


@dataclass(frozen=True, kw_only=True)
class DescribePlace:
    """Say what a place is now, and who stands by it; `path` runs from the top place to this one."""

    place: PlaceId
    code: str
    name: str
    level: PlaceLevel
    parent: PlaceId | None
    path: tuple[PlaceId, ...]
    contact: Contact

    @property
    def stream(self) -> str:
        """The place's own stream."""
        return f"place/{self.place}"
