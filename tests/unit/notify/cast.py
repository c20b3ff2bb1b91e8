"""The units of these tests, their subscriptions, and what may be told of one village's matters."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any  # facts and commands are built by name
from uuid import UUID

from services.notify.commands import subscription as c
from services.notify.commands.delivery import Told
from services.notify.events.sight import Listener, Subscriber
from services.notify.policies import about_of, outward
from shared.contracts import casework, ledger, scheduling
from shared.envelope import Envelope
from shared.event import Fact
from shared.ids import (
    CampaignId,
    FilingId,
    HouseholdId,
    MatterId,
    PersonId,
    PlaceId,
    StayId,
    SubscriptionId,
    Tenant,
    UnitId,
    VisitId,
)
from shared.roles import Role
from shared.sealed import Seal, Sealed
from shared.testing.facts import matter_raised
from shared.testing.names import beijing, named
from shared.viewer import Grant, Viewer
from shared.words import Addressee, ConcernedPerson, UnitKind

TENANT = Tenant("shifan")
CAMPAIGN, ANOTHER_CAMPAIGN = CampaignId(named("campaign")), CampaignId(named("another campaign"))
VILLAGE, TOWN = PlaceId(named("柳塘村")), PlaceId(named("柳塘镇"))
LAND, TRADE = UnitId(named("国土分局")), UnitId(named("经贸局"))
BUREAU, SECTION = UnitId(named("民政局")), UnitId(named("社会救助科"))
ACTIVITY, DISTRICT = UnitId(named("活动办公室")), UnitId(named("区活动办公室"))
PETITIONS, DISCIPLINE = UnitId(named("信访局")), UnitId(named("纪委"))
CADRE, ACCUSED, HANDLER = PersonId(named("李建国")), PersonId(named("被举报人")), PersonId(named("handler"))
MATTER, STAY = MatterId(named("matter")), StayId(named("stay"))
SUBSCRIPTION = SubscriptionId(named("subscription"))
DELIVERY, FACT = named("delivery"), named("fact")
NOON = beijing("2010-11-30 12:00")


def sealed(words: str = "AAEC", owner: str = "notify") -> Sealed:
    """A value that looks sealed; nothing here opens it."""
    return Sealed(sealed=Seal(owner=owner, subject=SUBSCRIPTION, key=1, value=words))


def viewer(*roles: tuple[Role, UnitId], person: PersonId | None = None) -> Viewer:
    """Somebody with roles for units."""
    grants = tuple(Grant(role, unit, units=frozenset({unit})) for role, unit in roles)
    return Viewer(TENANT, "account:x", named("account"), person, roles[0][1] if roles else None, grants)


LAND_CLERK = viewer((Role.CLERK, LAND))
LAND_KEY = viewer((Role.DEPARTMENT_KEY, LAND))
TRADE_CLERK = viewer((Role.CLERK, TRADE))
DISTRICT_CLERK = viewer((Role.DISTRICT_OFFICE, DISTRICT))
ADMINISTRATOR = Viewer(TENANT, "account:a", named("admin"), None, None, (Grant(Role.ADMINISTRATOR),))


def listener(unit: UnitId, kind: UnitKind | None, *side: UUID) -> Listener:
    """A unit that is told, with those on its side."""
    return Listener(unit, kind, frozenset({unit}), frozenset({unit, *side}), frozenset({CAMPAIGN}))


LAND_OFFICE = listener(LAND, "department")
TRADE_OFFICE = listener(TRADE, "department")
CONTACT_UNIT = listener(BUREAU, "department")
ACTIVITY_OFFICE = listener(ACTIVITY, "activity-office")
DISTRICT_OFFICE = listener(DISTRICT, "district-office")
PETITION_OFFICE = listener(PETITIONS, "petition-office")
DISCIPLINE_OFFICE = listener(DISCIPLINE, "discipline-office")
SECTION_ITSELF = listener(SECTION, "section")
EVERYBODY = (
    LAND_OFFICE,
    TRADE_OFFICE,
    CONTACT_UNIT,
    ACTIVITY_OFFICE,
    DISTRICT_OFFICE,
    PETITION_OFFICE,
    DISCIPLINE_OFFICE,
    SECTION_ITSELF,
)


def subscriber(who: Listener, *types: str, places: frozenset[PlaceId] = frozenset()) -> Subscriber:
    """A subscription of a unit."""
    return Subscriber(SubscriptionId(named(f"of {who.unit}")), NOON, True, frozenset(types), places, who)


_ABOUT_A_CASE: dict[str, Any] = {
    "case": MATTER,
    "campaign": CAMPAIGN,
    "kind": "dispute",
    "field": "land-requisition",
    "confidentiality": "ordinary",
    "concerns": (),
    "subject": "征地补偿款未到位",
    "unit": ACTIVITY,
    "place": VILLAGE,
    "heard_by": CADRE,
    "office": ACTIVITY,
    "contact_unit": BUREAU,
    "handed_to": LAND,
    "handling_unit": None,
    "handler": None,
    "at": NOON,
}
_STEPS: dict[type[casework.CaseFact], dict[str, Any]] = {
    casework.CaseAccepted: {"limit": date(2010, 12, 15)},
    casework.LimitReminded: {"limit": date(2010, 12, 15), "to": Addressee(kind="person", person=HANDLER)},
    casework.CaseEscalated: {
        "limit": date(2010, 12, 15),
        "level": 1,
        "to": Addressee(kind="post", post="leader-in-charge", unit=LAND),
    },
    casework.ResultRecorded: {"outcome": "supported"},
    casework.ReplyIssued: {"number": "国土复〔2010〕3号", "copies": 4, "outcome": "supported"},
    casework.CopyServed: {"number": 1, "result": "served"},
    casework.CaseStruck: {"outcome": "supported"},
}


def case(step: type[casework.CaseFact] = casework.CaseHandedOver, **changed: Any) -> casework.CaseFact:
    """A step of a dispute that was handed over to the land office."""
    return step(**{**_ABOUT_A_CASE, **_STEPS.get(step, {}), **changed})


ACCUSATION: dict[str, Any] = {
    "kind": "accusation",
    "confidentiality": "accusation",
    "concerns": (ConcernedPerson(id=ACCUSED),),
    "subject": None,
    "field": None,
    "office": PETITIONS,
    "handed_to": DISCIPLINE,
}


def matter(**changed: Any) -> ledger.MatterRaised:
    """A dispute as it was heard."""
    return matter_raised(sealed("words", "ledger"), sealed("name", "ledger"), **{"at": NOON, **changed})


def visit() -> ledger.VisitLogged:
    """A visit."""
    return ledger.VisitLogged(
        visit=VisitId(named("visit")),
        stay=STAY,
        campaign=CAMPAIGN,
        unit=SECTION,
        place=VILLAGE,
        cadre=CADRE,
        mode="household",
        at=NOON,
        late=False,
        households=(HouseholdId(named("household")),),
    )


def filing(step: type[ledger.FilingFact] = ledger.FilingOverdue, **more: Any) -> ledger.FilingFact:
    """A step of a filing."""
    about: dict[str, Any] = {
        "filing": FilingId(named("filing")),
        "campaign": CAMPAIGN,
        "place": VILLAGE,
        "unit": SECTION,
        "activity_office": ACTIVITY,
        "district_office": DISTRICT,
        "period": "2010-12",
        "due": date(2010, 12, 31),
    }
    return step(**about, **more)


def stay(step: type[scheduling.StayFact] = scheduling.StayStarted, **more: Any) -> scheduling.StayFact:
    """A step of a stay."""
    about: dict[str, Any] = {
        "stay": STAY,
        "campaign": CAMPAIGN,
        "person": CADRE,
        "unit": SECTION,
        "place": VILLAGE,
        "batch": 1,
        "at": NOON,
    }
    return step(**about, **more)


SHORTFALL = stay(scheduling.StayShortfallForeseen, nights=8, missing=2, activity_office=ACTIVITY)


def unit_described() -> scheduling.UnitDescribed:
    """A unit of the directory."""
    return scheduling.UnitDescribed(unit=LAND, code="GT", name="国土分局", kind="department", parent=None, path=(LAND,))


def envelope(stream: str = f"case/{MATTER}", version: int = 1, at: datetime = NOON) -> Envelope:
    """Where something stands in a log."""
    return Envelope(FACT, TENANT, stream, version, 7, "account:x", at)


def told(fact: Fact) -> Told:
    """What a delivery of a fact tells."""
    return Told(FACT, fact.type, f"case/{MATTER}", about_of(fact), outward(fact), NOON)


TO_LAND = c.Whose(LAND, "department")
HANDED_OVER = "casework.case-handed-over.v1"
OUTSIDE = c.Target("https://land.example/hooks", None)


def opening(by: Viewer = LAND_CLERK, **changed: Any) -> c.Open:
    """The land office's clerk asks to be told of hand-overs."""
    command = c.Open(
        subscription=SUBSCRIPTION,
        at=NOON,
        by=by,
        whose=TO_LAND,
        name="国土业务系统",
        types=(HANDED_OVER,),
        places=(),
        unknown=(),
        target=OUTSIDE,
        secret=sealed(),
    )
    return replace(command, **changed)
