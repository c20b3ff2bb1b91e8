"""What may be written down once: deeds, meetings, notes."""

from dataclasses import dataclass
from uuid import UUID

from services.ledger.commands.field import Told
from services.ledger.events.records import About, Attendance, Contribution, MeetingKind
from shared.sealed import Sealed


@dataclass(frozen=True, kw_only=True)
class RecordDeed(Told):
    """Record a good deed, with what was given."""

    deed: UUID
    kind: str
    what: Sealed
    contribution: Contribution | None

    @property
    def stream(self) -> str:
        """The deed's own stream."""
        return f"deed/{self.deed}"


@dataclass(frozen=True, kw_only=True)
class RecordMeeting(Told):
    """Record a forum or an evaluation meeting."""

    meeting: UUID
    kind: MeetingKind
    attendance: Attendance
    minutes: Sealed
    opinions: Sealed | None

    @property
    def stream(self) -> str:
        """The meeting's own stream."""
        return f"meeting/{self.meeting}"


@dataclass(frozen=True, kw_only=True)
class WriteNote(Told):
    """Note how the place's Party branch and members stand."""

    note: UUID
    about: About
    text: Sealed

    @property
    def stream(self) -> str:
        """The note's own stream."""
        return f"note/{self.note}"
