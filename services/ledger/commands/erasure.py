"""What may be asked of an erasure, by operators alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.erasure import Dropped, Kind
from shared.sealed import Sealed


@dataclass(frozen=True)
class Redaction:
    """A text without the subject, sealed, in the place of a record's (`was`: its fingerprint)."""

    kind: Kind
    record: UUID
    was: str
    text: Sealed


@dataclass(frozen=True, kw_only=True)
class RedactTexts:
    """Give records that list the subject another text, before the key of the old one is destroyed."""

    subject: UUID
    by: str
    redactions: tuple[Redaction, ...]
    at: datetime

    @property
    def stream(self) -> str:
        """The subject's own stream of erasures."""
        return f"erasure/{self.subject}"


@dataclass(frozen=True, kw_only=True)
class EraseSubject:
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


@dataclass(frozen=True, kw_only=True)
class ForeseeErasure:
    """Record that somebody looked at what an erasure of the subject would destroy."""

    subject: UUID
    by: str
    at: datetime

    @property
    def stream(self) -> str:
        """The subject's own stream of erasures."""
        return f"erasure/{self.subject}"


ErasureCommand = ForeseeErasure | RedactTexts | EraseSubject
