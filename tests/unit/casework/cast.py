"""The people and offices of these tests, and one dispute on its way through the house."""

from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import Any  # commands and events are built by name

from services.casework.commands import case as c
from services.casework.decider import CASE
from services.casework.decider.letter import copies, letter
from services.casework.decider.limits import schedule
from services.casework.decider.state import Case
from services.casework.events import case as e
from services.casework.events.bearings import Bearings
from services.casework.policies import register
from shared.contracts.ledger import MatterRaised
from shared.envelope import Envelope
from shared.ids import CampaignId, MatterId, PersonId, PlaceId, Tenant, UnitId
from shared.roles import Role
from shared.sealed import Seal, Sealed
from shared.testing.facts import matter_raised
from shared.testing.names import beijing, named
from shared.viewer import Grant, Viewer

TENANT = Tenant("shifan")
MATTER = MatterId(named("matter"))
CAMPAIGN = CampaignId(named("campaign"))
VILLAGE = PlaceId(named("柳塘村"))
LAND, TRADE = UnitId(named("国土分局")), UnitId(named("经贸局"))
BUREAU, SECTION = UnitId(named("民政局")), UnitId(named("社会救助科"))
ACTIVITY, DISTRICT = UnitId(named("活动办公室")), UnitId(named("区活动办公室"))
PETITIONS, DISCIPLINE = UnitId(named("信访局")), UnitId(named("纪委"))
CADRE, LEADER_OF_PLACE = PersonId(named("李建国")), PersonId(named("副局长"))
CLERK, HANDLER, IN_CHARGE, HEAD = (
    PersonId(named(n)) for n in ("land clerk", "land handler", "land leader", "land head")
)
HEARD = beijing("2010-11-29 11:00")


def sealed(words: str, owner: str = "casework") -> Sealed:
    """A value that looks sealed; nothing here opens it."""
    return Sealed(sealed=Seal(owner=owner, subject=MATTER, key=1, value=words))


def viewer(person: PersonId | None, *roles: tuple[Role, UnitId]) -> Viewer:
    """Somebody with roles for units."""
    grants = tuple(Grant(role, unit, units=frozenset({unit})) for role, unit in roles)
    return Viewer(
        TENANT, f"account:{person}", named(f"account {person}"), person, roles[0][1] if roles else None, grants
    )


OFFICE = viewer(PersonId(named("office clerk")), (Role.ACTIVITY_OFFICE, ACTIVITY))
PETITION_OFFICE = viewer(PersonId(named("petition clerk")), (Role.PETITION_OFFICE, PETITIONS))
LAND_CLERK = viewer(CLERK, (Role.CLERK, LAND))
LAND_HANDLER = viewer(HANDLER, (Role.HANDLER, LAND))
LAND_LEADER = viewer(IN_CHARGE, (Role.LEADER, LAND))
LAND_HEAD = viewer(HEAD, (Role.LEADER, LAND))
LAND_KEY = viewer(None, (Role.DEPARTMENT_KEY, LAND))
TRADE_CLERK = viewer(PersonId(named("trade clerk")), (Role.CLERK, TRADE))


def raised(**changed: Any) -> MatterRaised:
    """A dispute over land, heard on a visit."""
    return matter_raised(sealed("words", "ledger"), **changed)


def envelope(position: int = 1, version: int = 1, at: datetime = HEARD) -> Envelope:
    """Where something stands in a log."""
    return Envelope(named(f"event {position}"), TENANT, f"case/{MATTER}", version, position, "account:x", at)


def take_in(**changed: Any) -> c.TakeIn:
    """The command that follows from the matter heard."""
    ((_, command),) = register(raised(**changed), envelope())
    return command


def asked(by: Viewer, at: str) -> dict[str, Any]:
    """What every request about the matter carries."""
    return {"case": MATTER, "by": by, "side": frozenset(), "at": beijing(at)}


GROUND = c.Ground(BUREAU, SECTION, LEADER_OF_PLACE, DISTRICT)
TO_LAND = c.Target(LAND, "department", frozenset({LAND, CLERK, HANDLER, IN_CHARGE, HEAD}))
HANDLES = (c.HeldPost("handler", LAND),)
LEADS, HEADS = (c.HeldPost("leader-in-charge", LAND),), (c.HeldPost("head", LAND),)
NAMES = c.Names(
    place="柳塘村",
    field=None,
    department="国土分局",
    signer="周正",
    prefix="示国土复",
    review_organ="示范区人民政府",
    sides={BUREAU: frozenset({BUREAU, SECTION}), ACTIVITY: frozenset({BUREAU, ACTIVITY})},
)


def hand_over(by: Viewer = OFFICE, target: c.Target | None = TO_LAND, **changed: Any) -> c.HandOver:
    """The office sends it to the competent department."""
    command = c.HandOver(**asked(by, "2010-11-30 09:00"), target=target, competent=LAND, ground=GROUND, reason=None)
    return replace(command, **changed)


def accept(by: Viewer = LAND_CLERK, **changed: Any) -> c.Accept:
    """The department's clerk accepts and names the handler."""
    command = c.Accept(**asked(by, "2010-11-30 10:00"), handler=HANDLER, posts=HANDLES, external_ref=None)
    return replace(command, **changed)


def result(by: Viewer = LAND_HANDLER, at: str = "2010-12-03 12:00") -> c.RecordResult:
    """The handler found something."""
    found: dict[str, Any] = {"outcome": "supported", "facts": sealed("facts"), "opinion": sealed("opinion")}
    return c.RecordResult(**asked(by, at), **found)


def sign(by: Viewer = LAND_LEADER, posts: tuple[c.HeldPost, ...] = LEADS, at: str = "2010-12-06 09:00") -> c.Sign:
    """The leader in charge signs."""
    return c.Sign(**asked(by, at), posts=posts, names=NAMES, erased=False)


def serve(number: int, by: Viewer = LAND_HANDLER, **changed: Any) -> c.ServeCopy:
    """A copy is brought to its reader."""
    at = "2010-12-08 09:00"
    told: dict[str, Any] = {
        "number": number,
        "result": "served",
        "means": "by-hand",
        "served_at": beijing(at),
        "details": sealed("who"),
    }
    command = c.ServeCopy(**asked(by, at), **told, witnessed=False, reasoned=False)
    return replace(command, **changed)


def strike(by: Viewer = OFFICE) -> c.Strike:
    """The office strikes it off."""
    return c.Strike(**asked(by, "2010-12-09 10:00"), evidence=sealed("evidence"))


def after(*events: e.CaseHappened) -> Case:
    """The matter after some steps."""
    return reduce(CASE.evolve, events, CASE.initial)


ABOUT_HEARD = take_in().about
ABOUT_HANDED = ABOUT_HEARD.model_copy(update={"office": ACTIVITY, "contact_unit": BUREAU, "handed_to": LAND})
ABOUT_HANDLED = ABOUT_HANDED.model_copy(update={"handling_unit": LAND, "handler": HANDLER})


def acted(about: Bearings, unit: UnitId, who: Viewer | None, at: str) -> dict[str, Any]:
    """What every step names: the matter's bearings, who acted (None: a rule), when."""
    acted = {"by": who.person if who else None, "role": who.grants[0].role if who else None}
    return {**dict(about), "unit": unit, **acted, "at": beijing(at)}


OPENED = e.CaseOpened(**{**acted(ABOUT_HEARD, SECTION, None, "2010-11-29 11:00"), "by": CADRE, "role": Role.CADRE})
HANDED_OVER = e.CaseHandedOver(
    **acted(ABOUT_HANDED, ACTIVITY, OFFICE, "2010-11-30 09:00"),
    explanation=e.Explanation(competent=LAND, reason=None),
    contact_section=SECTION,
    contact_leader=LEADER_OF_PLACE,
    district_office=DISTRICT,
)
RETURNED = e.CaseReturned(**acted(ABOUT_HANDED, LAND, LAND_CLERK, "2010-12-01 09:00"), reason=sealed("reason"))
ACCEPTED = e.CaseAccepted(
    **acted(ABOUT_HANDLED, LAND, LAND_CLERK, "2010-11-30 10:00"),
    schedule=schedule(beijing("2010-11-30 10:00")),
    external_ref=None,
)
RESULT = e.ResultRecorded(
    **acted(ABOUT_HANDLED, LAND, LAND_HANDLER, "2010-12-03 12:00"),
    outcome="supported",
    facts=sealed("facts"),
    opinion=sealed("opinion"),
)
SENT_BACK = e.ResultSentBack(**acted(ABOUT_HANDLED, LAND, LAND_LEADER, "2010-12-04 09:00"), reason=sealed("reason"))
_LETTER = letter(ABOUT_HANDLED, HEARD, NAMES, (IN_CHARGE, "leader-in-charge"))
SIGNED = e.CaseSigned(
    **acted(ABOUT_HANDLED, LAND, LAND_LEADER, "2010-12-06 09:00"),
    letter=_LETTER,
    copies=copies(ABOUT_HANDLED, NAMES),
    series="reply",
    year=2010,
)
ISSUED = e.ReplyIssued(
    **acted(ABOUT_HANDLED, LAND, None, "2010-12-06 09:00"),
    number="示国土复〔2010〕3号",
    serial=3,
    letter=_LETTER,
    copies=copies(ABOUT_HANDLED, NAMES),
    outcome="supported",
)


def served(number: int, result: e.Service = "served") -> e.CopyServed:
    """A copy has its outcome."""
    return e.CopyServed(
        **acted(ABOUT_HANDLED, LAND, LAND_HANDLER, "2010-12-08 09:00"),
        number=number,
        result=result,
        means="by-hand",
        served_at=beijing("2010-12-08 09:00"),
        details=sealed("who"),
    )


ALL_SERVED = tuple(served(n) for n in (1, 2, 3, 4))
STRUCK = e.CaseStruck(
    **acted(ABOUT_HANDLED, ACTIVITY, OFFICE, "2010-12-09 10:00"), outcome="supported", evidence=sealed("evidence")
)
TO_ACCEPTANCE = (OPENED, HANDED_OVER, ACCEPTED)
TO_ISSUE = (*TO_ACCEPTANCE, RESULT, SIGNED, ISSUED)
