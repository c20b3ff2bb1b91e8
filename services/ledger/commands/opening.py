"""What may be asked of identities, by services alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.ids import MatterId, UnitId
from shared.sealed import Sealed


@dataclass(frozen=True, kw_only=True)
class OpenIdentity:
    """Record that identities are opened. `of_matter`: all the `subjects` belong to that matter, as far as is known."""

    opening: UUID
    matter: MatterId
    unit: UnitId | None
    by: str
    subjects: tuple[UUID, ...]
    of_matter: bool
    purpose: Sealed
    at: datetime

    @property
    def stream(self) -> str:
        """The opening's own stream."""
        return f"opening/{self.opening}"
