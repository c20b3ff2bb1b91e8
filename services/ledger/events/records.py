"""What is done once and written down: good deeds, meetings, notes on the Party branch (R51, R53–R56, R62–R67, R112)."""

from typing import Literal
from uuid import UUID

from services.ledger.events.field import FieldEvent, Kind, Money
from shared.event import Frozen
from shared.sealed import Sealed


class Contribution(Frozen):
    """What was given (R55): yuan, days of work."""

    money: Money | None = None
    days: int | None = None


class DeedDone(FieldEvent):
    """A good deed or a work for the public good (R51, R56), told under the deed's own key."""

    type: Literal["deed-done.v1"] = "deed-done.v1"
    deed: UUID
    kind: Kind
    what: Sealed
    contribution: Contribution | None


MeetingKind = Literal["forum", "evaluation"]
"""党员座谈会 (R62), 基层党组织建设评议会 (R64)."""


class Attendance(Frozen):
    """Who came: Party members, and people's representatives who are none (R65)."""

    party: int
    people: int


class MeetingHeld(FieldEvent):
    """A forum of the place's Party members, or an evaluation meeting; minutes and opinions under its own key."""

    type: Literal["meeting-held.v1"] = "meeting-held.v1"
    meeting: UUID
    kind: MeetingKind
    attendance: Attendance
    minutes: Sealed
    opinions: Sealed | None


About = Literal["branch-and-members"]


class NoteWritten(FieldEvent):
    """The state of the place's Party branch and members (R112), under the note's own key."""

    type: Literal["note-written.v1"] = "note-written.v1"
    note: UUID
    about: About
    text: Sealed
