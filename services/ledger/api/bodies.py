"""What is sent to the ledger; words are plain here and sealed before a command is made of them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from services.ledger.events.field import Kind, Money
from services.ledger.events.pairing import PairingKind
from services.ledger.events.records import About, Attendance, MeetingKind
from services.ledger.events.screening import Level
from shared.event import Frozen, Instant
from shared.ids import HouseholdId, PlaceId, StayId
from shared.words import Concerned, MatterKind, Subject, VisitMode
from shared.words import Field as FieldName

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Telephone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9+() -]{3,30}$")]


class Caller(Frozen):
    """Who was met: a registered household, or somebody else with as much of name and telephone as was told."""

    household: HouseholdId | None = None
    name: Line | None = None
    telephone: Telephone | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "Caller":
        if self.household and (self.name or self.telephone):
            raise ValueError("a registered household's name and telephone are those of its file")
        return self


class Matter(Frozen):
    """A matter heard from caller number `caller` (from 0); `answer`: it was settled on the spot (R80)."""

    kind: MatterKind
    field: FieldName | None = None
    subject: Subject | None = None
    words: Text
    concerns: Annotated[tuple[Concerned, ...], Field(max_length=20)] = ()
    caller: Annotated[int, Field(ge=0)] = 0
    restricted: bool = False
    answer: Text | None = None


Names = Annotated[tuple[HouseholdId, ...], Field(max_length=50)]
"""Households that the words name, besides those that the record is about: an erasure of one of them finds it."""


class Visit(Frozen):
    """A visit as one form: who was met, the diary line, what was heard. `at`: when, null for now.

    `names`: households that the diary line names besides those met.
    """

    stay: StayId
    mode: VisitMode
    at: Instant | None = None
    callers: Annotated[tuple[Caller, ...], Field(min_length=1, max_length=50)]
    diary: Text
    matters: Annotated[tuple[Matter, ...], Field(max_length=20)] = ()
    names: Names = ()


class DiaryCorrection(Frozen):
    """Another wording of the diary line, and why."""

    diary: Text
    reason: Text


class Pairing(Frozen):
    """Which household is paired with the cadre of a stay, and why (R44, R47)."""

    stay: StayId
    household: HouseholdId
    kind: PairingKind


class Need(Frozen):
    """What the household needs; rank 1 is the most urgent (R45)."""

    need: Text
    rank: Annotated[int, Field(ge=1, le=99)] = 1


class Measure(Frozen):
    """What is being done (R46); `amount` in yuan."""

    kind: Kind
    amount: Money | None = None
    what: Text


class Result(Frozen):
    """What came of a measure."""

    result: Text


class Finding(Frozen):
    """A prominent problem or a factor of instability (R38): what and where, not who."""

    what: Text
    field: FieldName | None = None
    level: Level | None = None


Findings = Annotated[tuple[Finding, ...], Field(max_length=50)]


class Screening(Frozen):
    """A screening of the stay's place, or of a part of it (`place`); no findings: none found (R37)."""

    stay: StayId
    at: Instant | None = None
    place: PlaceId | None = None
    findings: Findings


class ScreeningCorrection(Frozen):
    """Another wording of the findings, and why."""

    findings: Findings
    reason: Text


class Contribution(Frozen):
    """What was given (R55): yuan, days of work."""

    money: Money | None = None
    days: Annotated[int, Field(ge=0, le=100_000)] | None = None


class Deed(Frozen):
    """A good deed, or a work for the public good (R51, R56). `names`: households that its words name."""

    stay: StayId
    at: Instant | None = None
    kind: Kind
    what: Text
    contribution: Contribution | None = None
    names: Names = ()


class MeetingAttendance(Frozen):
    """Who came: Party members, and people's representatives who are none."""

    party: Annotated[int, Field(ge=0, le=100_000)]
    people: Annotated[int, Field(ge=0, le=100_000)]

    @property
    def counted(self) -> Attendance:
        """As the event has it."""
        return Attendance(party=self.party, people=self.people)


class Meeting(Frozen):
    """A forum of Party members (R62) or an evaluation meeting (R64); `names`: households that its minutes name."""

    stay: StayId
    at: Instant | None = None
    kind: MeetingKind
    attendance: MeetingAttendance
    minutes: Text
    opinions: Text | None = None
    names: Names = ()


class Note(Frozen):
    """How the place's Party branch and members stand (R112). `names`: households that the text names."""

    stay: StayId
    at: Instant | None = None
    about: About
    text: Text
    names: Names = ()


class Reason(Frozen):
    """Why."""

    reason: Text


class Created(Frozen):
    """The id of what was made."""

    id: UUID


class RaisedMatter(Created):
    """A matter with its reference for people."""

    reference: str


class LoggedVisit(Created):
    """The visit and its matters, in the order in which they were told."""

    matters: list[RaisedMatter]


class NumberedMeasure(Frozen):
    """A measure's number within its pairing."""

    number: int
