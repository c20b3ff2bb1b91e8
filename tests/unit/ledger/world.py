"""The people, places and stays of these tests: 李建国 of 社会救助科 stays in 柳塘村 from 2010-11-24 to 2010-12-06."""

from dataclasses import replace
from decimal import Decimal
from typing import Any  # commands and events are built by name
from uuid import UUID

from services.ledger.commands import pairing as cp
from services.ledger.commands import visit as cv
from services.ledger.commands.field import KnownStay
from services.ledger.events import pairing as p
from services.ledger.events import visit as v
from services.ledger.events.field import OnStay
from shared.envelope import Envelope
from shared.ids import (
    CampaignId,
    HouseholdId,
    MatterId,
    PairingId,
    PersonId,
    PlaceId,
    StayId,
    Tenant,
    UnitId,
    VisitId,
)
from shared.roles import Role
from shared.sealed import Seal, Sealed
from shared.testing.names import beijing, named
from shared.viewer import Grant, Viewer
from shared.words import ConcernedPerson


def sealed(words: str, subject: UUID) -> Sealed:
    """A value that looks sealed; nothing here opens it."""
    return Sealed(sealed=Seal(owner="ledger", subject=subject, key=1, value=words))


TENANT = Tenant("shifan")
CAMPAIGN = CampaignId(named("campaign"))
DISTRICT_PLACE, VILLAGE, GROUP, OTHER_VILLAGE = (
    PlaceId(named(name)) for name in ("示范区", "柳塘村", "柳塘村1组", "桃源村")
)
SECTION, OTHER_SECTION = UnitId(named("社会救助科")), UnitId(named("基层政权科"))
ACTIVITY, DISTRICT_OFFICE = UnitId(named("活动办公室")), UnitId(named("区活动办公室"))
CADRE, COLLEAGUE, ACCUSED = PersonId(named("李建国")), PersonId(named("王丽")), PersonId(named("周文斌"))
STAY = StayId(named("stay"))
HOUSEHOLD, OTHER_HOUSEHOLD = HouseholdId(named("household 1")), HouseholdId(named("household 2"))
VISIT, MATTER = VisitId(named("visit")), MatterId(named("matter"))
PATH = (DISTRICT_PLACE, VILLAGE, GROUP)


def viewer(person: PersonId | None, *grants: Grant) -> Viewer:
    """Somebody with grants."""
    return Viewer(TENANT, f"account:{person}", named(f"account {person}"), person, None, grants)


def granted(role: Role, unit: UnitId, **more: Any) -> Grant:
    """A role for a unit, perhaps for one place or campaign alone."""
    return Grant(role, unit, units=frozenset({unit}), **more)


LI = viewer(CADRE, granted(Role.CADRE, SECTION))
WANG = viewer(COLLEAGUE, granted(Role.CADRE, SECTION))
HEAD = viewer(PersonId(named("救助科长")), granted(Role.SECTION_HEAD, SECTION))
OTHER_HEAD = viewer(PersonId(named("政权科长")), granted(Role.SECTION_HEAD, OTHER_SECTION))
OFFICE = viewer(PersonId(named("张敏")), granted(Role.ACTIVITY_OFFICE, ACTIVITY))
DISTRICT = viewer(PersonId(named("区办")), granted(Role.DISTRICT_OFFICE, DISTRICT_OFFICE))

ON_STAY = OnStay(stay=STAY, campaign=CAMPAIGN, unit=SECTION, place=VILLAGE, cadre=CADRE)
RUNNING = KnownStay(ON_STAY, ACTIVITY, beijing("2010-11-24 08:00"), None)
ENDED = replace(RUNNING, ended_at=beijing("2010-12-06 08:00"))
NOON = beijing("2010-11-29 12:00")


def noted(at: str = "2010-11-29 12:00", done_at: str | None = None, **changed: Any) -> dict[str, Any]:
    """The fields of a command of the field: by 李建国, on his running stay."""
    fields = {"by": LI, "stay": RUNNING, "at": beijing(at), "done_at": beijing(done_at or at)}
    return fields | changed


def done(at: str = "2010-11-29 12:00", late: bool = False) -> dict[str, Any]:
    """The fields of an event of the field."""
    return {**dict(ON_STAY), "at": beijing(at), "late": late}


def caller(household: HouseholdId | None = HOUSEHOLD) -> v.Caller:
    """Somebody of a household, or somebody else who told name and telephone."""
    subject = household or named("stranger")
    name, telephone = sealed("name", subject), sealed("telephone", subject)
    return v.Caller(subject=subject, household=household, name=name, telephone=telephone)


def met(household: HouseholdId | None = HOUSEHOLD, path: tuple[PlaceId, ...] = PATH) -> cv.Met:
    """Somebody who was met, of a household in a group of the village."""
    return cv.Met(caller(household), path if household else ())


def heard(**changed: Any) -> cv.Heard:
    """A dispute over land, heard from the first caller."""
    told: dict[str, Any] = {
        "matter": MATTER,
        "kind": "dispute",
        "field": "land-requisition",
        "subject": "征地补偿问题",
        "words": sealed("words", MATTER),
        "answer": None,
        "concerns": (),
        "caller": 0,
        "restricted": False,
        "names_somebody": False,
        "unknown": False,
    }
    return cv.Heard(**told | changed)


def accused(**changed: Any) -> cv.Heard:
    """An accusation against an official."""
    of = {"kind": "accusation", "field": None, "subject": None, "concerns": (ConcernedPerson(id=ACCUSED),)}
    return heard(**of | changed)


def log(*matters: cv.Heard, **changed: Any) -> cv.LogVisit:
    """Log a household visit with its matters."""
    told = {"visit": VISIT, "mode": "household", "met": (met(),), "diary": sealed("diary", VISIT), "heard": matters}
    return cv.LogVisit(**noted() | told | changed)


def logged(**changed: Any) -> v.VisitLogged:
    """The household visit, as it was logged."""
    told = {"visit": VISIT, "mode": "household", "callers": (unnamed(),), "diary": sealed("diary", VISIT)}
    return v.VisitLogged(**done() | told | changed)


def unnamed(household: HouseholdId = HOUSEHOLD) -> v.Caller:
    """A household as a visit names it: its identity stands in its own entry."""
    return v.Caller(subject=household, household=household, name=None, telephone=None)


def raised(**changed: Any) -> v.MatterRaised:
    """The dispute over land, as it was raised."""
    told: dict[str, Any] = {
        "visit": VISIT,
        "matter": MATTER,
        "kind": "dispute",
        "field": "land-requisition",
        "confidentiality": "ordinary",
        "concerns": (),
        "subject": "征地补偿问题",
        "words": sealed("words", MATTER),
        "petitioners": (caller(),),
        "answer": None,
        "activity_office": ACTIVITY,
    }
    return v.MatterRaised(**done() | told | changed)


def against_somebody(**changed: Any) -> v.MatterRaised:
    """The accusation, as it was raised."""
    kind = {"kind": "accusation", "confidentiality": "accusation", "field": None, "subject": None}
    return raised(**kind | {"concerns": (ConcernedPerson(id=ACCUSED),), "activity_office": None} | changed)


PAIRING = PairingId(named("pairing"))
NEED, WHAT, RESULT = (sealed(name, PAIRING) for name in ("need", "what", "result"))


def of_pairing(**changed: Any) -> dict[str, Any]:
    """The fields of an event of the pairing."""
    return done() | {"pairing": PAIRING, "household": HOUSEHOLD} | changed


PAIRED = p.PairingMade(**of_pairing(), kind="hardship")
RANKED = p.NeedRanked(**of_pairing(), rank=1, need=NEED)
TAKEN = p.MeasureTaken(**of_pairing(), number=1, kind="employment", amount=Decimal("300.00"), what=WHAT)
RESULTED = p.MeasureResulted(
    **of_pairing(), number=1, kind="employment", amount=Decimal("300.00"), what=WHAT, result=RESULT
)


def pair(**changed: Any) -> cp.Pair:
    """Pair the cadre with the household."""
    told = {"pairing": PAIRING, "household": HOUSEHOLD, "path": PATH, "kind": "hardship"}
    return cp.Pair(**noted() | told | changed)


def envelope(stream: str = "thing/x", position: int = 17) -> Envelope:
    """Where something said stands."""
    return Envelope(named("event"), TENANT, stream, 1, position, "account:x", NOON)
