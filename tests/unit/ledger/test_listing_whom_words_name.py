"""Words may name households besides those that their record is about: they are listed, in the record's own stream."""

from typing import Any  # the fields of a command and of its event

from services.ledger.commands.field import NamedHousehold
from services.ledger.commands.records import RecordDeed, RecordMeeting, WriteNote
from services.ledger.decider.records import DEED, MEETING, NOTE
from services.ledger.decider.visit import VISIT
from services.ledger.events.listing import SubjectsListed
from services.ledger.events.records import Attendance, DeedDone, MeetingHeld, NoteWritten
from shared.errors import Refused
from shared.testing.names import named
from shared.testing.scenario import given
from tests.unit.ledger import world as w

ID = named("record")
TEXT = w.sealed("words", ID)
NAMED = (NamedHousehold(w.HOUSEHOLD, w.PATH), NamedHousehold(w.OTHER_HOUSEHOLD, w.PATH))
ELSEWHERE = NamedHousehold(w.HOUSEHOLD, (w.DISTRICT_PLACE, w.OTHER_VILLAGE))
UNKNOWN = NamedHousehold(w.HOUSEHOLD, ())
NOTED = NoteWritten(**w.done(), note=ID, about="branch-and-members", text=TEXT)


def note(*households: NamedHousehold) -> WriteNote:
    return WriteNote(**w.noted(), note=ID, about="branch-and-members", text=TEXT, named=households)


def listed(kind: str, record: object = ID) -> SubjectsListed:
    households = (w.HOUSEHOLD, w.OTHER_HOUSEHOLD)
    return SubjectsListed.model_validate({"kind": kind, "record": record, "subjects": households, "at": w.NOON})


def test_a_note_that_names_nobody_lists_nobody() -> None:
    given(NOTE).when(note()).then(NOTED)


def test_whom_a_note_names_is_listed_once() -> None:
    given(NOTE).when(note(*NAMED, *NAMED)).then(NOTED, listed("note"))


def test_whom_a_deed_names_is_listed() -> None:
    deed = RecordDeed(**w.noted(), deed=ID, kind="relief", what=TEXT, contribution=None, named=NAMED)
    given(DEED).when(deed).then(
        DeedDone(**w.done(), deed=ID, kind="relief", what=TEXT, contribution=None), listed("deed")
    )


def test_whom_the_minutes_of_a_meeting_name_is_listed() -> None:
    told: dict[str, Any] = {
        "meeting": ID,
        "kind": "forum",
        "attendance": Attendance(party=5, people=0),
        "minutes": TEXT,
    }
    meeting = RecordMeeting(**w.noted(), **told, opinions=None, named=NAMED)
    given(MEETING).when(meeting).then(MeetingHeld(**w.done(), **told, opinions=None), listed("meeting"))


def test_whom_a_diary_line_names_is_listed_after_the_matters() -> None:
    visit = w.log(w.heard(), named=NAMED)
    given(VISIT).when(visit).then(w.logged(), w.raised(), listed("visit", w.VISIT))


def test_a_household_from_elsewhere_is_not_named() -> None:
    for household in (ELSEWHERE, UNKNOWN):
        given(NOTE).when(note(household)).then_raises(Refused, "household-elsewhere")
