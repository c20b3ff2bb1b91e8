"""What is written down once: deeds with what was given, meetings with who came, notes on the branch."""

from typing import Any  # commands and events are built by name

from services.ledger.commands.records import RecordDeed, RecordMeeting, WriteNote
from services.ledger.decider.records import DEED, MEETING, NOTE
from services.ledger.events.records import Attendance, Contribution, DeedDone, MeetingHeld, NoteWritten
from shared.errors import NotFound, Refused
from shared.testing.names import named
from shared.testing.scenario import given
from tests.unit.ledger import world as w

ID = named("record")
TEXT = w.sealed("text", ID)


def meeting(kind: str, party: int, people: int) -> dict[str, Any]:
    return {
        "meeting": ID,
        "kind": kind,
        "attendance": Attendance(party=party, people=people),
        "minutes": TEXT,
        "opinions": None,
    }


def test_a_deed_is_recorded_with_what_was_given() -> None:
    told: dict[str, Any] = {"deed": ID, "kind": "water-works", "what": TEXT, "contribution": Contribution(days=3)}
    given(DEED).when(RecordDeed(**w.noted(), **told)).then(DeedDone(**w.done(), **told))


def test_a_forum_is_one_of_party_members() -> None:
    held = meeting("forum", 18, 0)
    given(MEETING).when(RecordMeeting(**w.noted(), **held)).then(MeetingHeld(**w.done(), **held))
    empty = RecordMeeting(**w.noted(), **meeting("forum", 0, 12))
    given(MEETING).when(empty).then_raises(Refused, "forum-needs-members", "R62")


def test_at_an_evaluation_peoples_representatives_take_part() -> None:
    held = meeting("evaluation", 20, 12)
    given(MEETING).when(RecordMeeting(**w.noted(), **held)).then(MeetingHeld(**w.done(), **held))
    among_members = RecordMeeting(**w.noted(), **meeting("evaluation", 20, 0))
    given(MEETING).when(among_members).then_raises(Refused, "evaluation-needs-people", "R65")


def test_a_note_tells_how_branch_and_members_stand() -> None:
    told: dict[str, Any] = {"note": ID, "about": "branch-and-members", "text": TEXT}
    given(NOTE).when(WriteNote(**w.noted(), **told)).then(NoteWritten(**w.done(), **told))


def test_all_of_them_are_written_by_the_cadre_of_the_stay() -> None:
    note: dict[str, Any] = {"note": ID, "about": "branch-and-members", "text": TEXT}
    given(NOTE).when(WriteNote(**w.noted(by=w.WANG), **note)).then_raises(NotFound)
    deed: dict[str, Any] = {"deed": ID, "kind": "water-works", "what": TEXT, "contribution": None}
    given(DEED).when(RecordDeed(**w.noted(by=w.HEAD), **deed)).then_raises(NotFound)
    held = meeting("forum", 18, 0)
    given(MEETING).when(RecordMeeting(**w.noted(by=w.OFFICE), **held)).then_raises(NotFound)
