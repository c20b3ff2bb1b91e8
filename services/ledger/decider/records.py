"""Deeds, meetings and notes: each written down once, on the own stay (R51, R56, R62, R64, R65, R112)."""

from typing import Any, TypeVar  # the fields of an event

from services.ledger.commands.records import RecordDeed, RecordMeeting, WriteNote
from services.ledger.decider.field import listed, noted
from services.ledger.events.listing import SubjectsListed
from services.ledger.events.records import DeedDone, MeetingHeld, NoteWritten
from shared.decider import Decider
from shared.errors import Refused
from shared.event import Event

E = TypeVar("E", bound=Event)


def record_deed(command: RecordDeed, state: None) -> list[DeedDone | SubjectsListed]:
    """A good deed, as it was done."""
    fields = noted(command)
    told: dict[str, Any] = {"kind": command.kind, "what": command.what, "contribution": command.contribution}
    return [DeedDone(**fields, **told, deed=command.deed), *listed(command, "deed", command.deed)]


def record_meeting(command: RecordMeeting, state: None) -> list[MeetingHeld | SubjectsListed]:
    """A forum is one of Party members (R62); at an evaluation people's representatives who are none take part (R65)."""
    fields = noted(command)
    if command.kind == "forum" and not command.attendance.party:
        raise Refused("forum-needs-members", "R62")
    if command.kind == "evaluation" and not command.attendance.people:
        raise Refused("evaluation-needs-people", "R65")
    told: dict[str, Any] = {"kind": command.kind, "attendance": command.attendance}
    words: dict[str, Any] = {"minutes": command.minutes, "opinions": command.opinions}
    held = MeetingHeld(**fields, **told, **words, meeting=command.meeting)
    return [held, *listed(command, "meeting", command.meeting)]


def write_note(command: WriteNote, state: None) -> list[NoteWritten | SubjectsListed]:
    """How branch and members stand."""
    written = NoteWritten(**noted(command), note=command.note, about=command.about, text=command.text)
    return [written, *listed(command, "note", command.note)]


def written(state: None, event: E) -> None:
    """What is written down once asks for no state: its stream is its own command's."""


DEED = Decider(None, record_deed, written, commands=(RecordDeed,), events=(DeedDone, SubjectsListed))
"""Stream `deed/{deed}`."""
MEETING = Decider(None, record_meeting, written, commands=(RecordMeeting,), events=(MeetingHeld, SubjectsListed))
"""Stream `meeting/{meeting}`."""
NOTE = Decider(None, write_note, written, commands=(WriteNote,), events=(NoteWritten, SubjectsListed))
"""Stream `note/{note}`."""
