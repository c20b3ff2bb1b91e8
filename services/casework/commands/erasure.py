"""What may be asked of an erasure, by the ledger alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.erasure import Dropped


@dataclass(frozen=True, kw_only=True)
class EraseWords:
    """Record that keys were destroyed: all that list the subject, those too that an earlier erasure has destroyed."""

    subject: UUID
    ground: str
    document: str
    by: str
    dropped: tuple[Dropped, ...]
    at: datetime

    @property
    def stream(self) -> str:
        """The subject's own stream of erasures."""
        return f"erasure/{self.subject}"
