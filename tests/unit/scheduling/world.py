# long: every test of scheduling reads its names from this one namespace
"""The people, offices and places of these tests: a bureau of two sections, its campaign of three batches, one stay."""

from dataclasses import replace
from datetime import date
from typing import Any  # commands are changed by name
from uuid import UUID

from services.scheduling.commands import campaign as c
from services.scheduling.commands import stay as s
from services.scheduling.events import campaign as ce
from services.scheduling.events import stay as e
from services.scheduling.policies import plan_stays
from shared.change import Envelope
from shared.ids import CampaignId, PersonId, PlaceId, StayId, Tenant, UnitId
from shared.roles import Role
from shared.testing.names import beijing, named
from shared.viewer import Grant, Viewer


def unit(name: str) -> UnitId:
    return UnitId(named(name))


def person(name: str) -> PersonId:
    return PersonId(named(name))


def place(name: str) -> PlaceId:
    return PlaceId(named(name))


TENANT = Tenant("shifan")
BUREAU, RELIEF, GRASSROOTS = unit("民政局"), unit("社会救助科"), unit("基层政权科")
ACTIVITY, LEADING, DISTRICT = unit("活动办公室"), unit("领导小组"), unit("区活动办公室")
LIU, TAO, TOWN = place("柳塘村"), place("桃源村"), place("柳河镇")
CAMPAIGN = CampaignId(named("campaign"))
STAY = StayId(named("stay"))
LI, WANG, ZHAO = person("李建国"), person("王敏"), person("赵勇")


def viewer(who: PersonId | None, *grants: Grant) -> Viewer:
    """Somebody with these grants."""
    return Viewer(TENANT, f"account:{named(f'account {who}')}", named(f"account {who}"), who, None, grants)


def grant(role: Role, of: UnitId, **limits: Any) -> Grant:
    """A role for a unit alone."""
    return Grant(role, of, units=frozenset({of}), **limits)


CADRE = viewer(LI, grant(Role.CADRE, RELIEF, place=LIU, places=frozenset({LIU})))
OTHER_CADRE = viewer(WANG, grant(Role.CADRE, RELIEF))
SECTION_HEAD = viewer(person("科长"), grant(Role.SECTION_HEAD, RELIEF))
OTHER_HEAD = viewer(person("别科科长"), grant(Role.SECTION_HEAD, GRASSROOTS))
OFFICE = viewer(person("office clerk"), grant(Role.ACTIVITY_OFFICE, ACTIVITY))
OTHER_OFFICE = viewer(person("other office"), grant(Role.ACTIVITY_OFFICE, unit("别局活动办公室")))

BATCHES = (
    ce.Batch(number=1, begins=date(2010, 11, 22), ends=date(2010, 12, 21)),
    ce.Batch(number=2, begins=date(2010, 12, 22), ends=date(2011, 1, 20)),
    ce.Batch(number=3, begins=date(2011, 1, 21), ends=date(2011, 2, 28)),
)
OFFICES = ce.Offices(activity=ACTIVITY, leading_group=LEADING, district=DISTRICT)
FRAME = ce.Frame(
    name="千名干部下基层，排忧解难促和谐",
    offices=OFFICES,
    begins=date(2010, 11, 22),
    ends=date(2011, 2, 28),
    minimum_nights=10,
    batches=BATCHES,
    filings=(ce.FilingDue(period="2010-12", due=date(2010, 12, 31)),),
    places=(LIU, TAO),
)
STATEMENT = ce.Statement(authority="区委", basis="区委统一部署", linked=("创先争优",), theme="排忧解难促和谐")
GROUND = c.Ground(
    units={
        BUREAU: c.KnownUnit("department", (BUREAU,)),
        ACTIVITY: c.KnownUnit("activity-office", (BUREAU, ACTIVITY)),
        LEADING: c.KnownUnit("leading-group", (BUREAU, LEADING)),
        DISTRICT: c.KnownUnit("district-office", (DISTRICT,)),
    },
    places={LIU: "village", TAO: "community", TOWN: "town"},
)
PLANNED_AT = beijing("2010-11-20 09:00")
PLANNED = ce.CampaignPlanned(campaign=CAMPAIGN, unit=BUREAU, at=PLANNED_AT, frame=FRAME, statement=STATEMENT)
CADRES = c.Cadres(
    all=(c.Cadre(LI, "李建国", RELIEF), c.Cadre(WANG, "王敏", RELIEF), c.Cadre(ZHAO, "赵勇", GRASSROOTS)),
    started=frozenset(),
)
ON_THE_ROSTER = (c.Placing(LI, 1, LIU), c.Placing(WANG, 2, TAO), c.Placing(ZHAO, 3, LIU))
LINES = (
    ce.Line(person=LI, section=RELIEF, batch=1, place=LIU),
    ce.Line(person=WANG, section=RELIEF, batch=2, place=TAO),
    ce.Line(person=ZHAO, section=GRASSROOTS, batch=3, place=LIU),
)
DRAFTED = ce.RosterDrafted(campaign=CAMPAIGN, unit=BUREAU, at=PLANNED_AT, lines=LINES)
REQUEST = named("publication")


def plan_campaign(**changed: Any) -> c.PlanCampaign:
    """The campaign as its office plans it; `frame` may be given as changes of the frame."""
    frame = changed.pop("frame", {})
    asked = c.PlanCampaign(
        campaign=CAMPAIGN,
        by=OFFICE,
        at=PLANNED_AT,
        unit=BUREAU,
        frame=FRAME.model_copy(update=frame),
        statement=STATEMENT,
        ground=GROUND,
    )
    return replace(asked, **changed)


def exempt(who: PersonId = LI, **changed: Any) -> c.ExemptCadre:
    """A cadre who is needed at land requisition."""
    asked = c.ExemptCadre(
        campaign=CAMPAIGN,
        by=OFFICE,
        at=PLANNED_AT,
        person=who,
        reason="抽调在征地拆迁一线",
        document="区组干〔2010〕1号",
        cadres=CADRES,
    )
    return replace(asked, **changed)


def exempted(who: PersonId) -> ce.CadreExempted:
    """The cadre does not take part."""
    return ce.CadreExempted(
        campaign=CAMPAIGN,
        unit=BUREAU,
        at=PLANNED_AT,
        person=who,
        reason="抽调在征地拆迁一线",
        document="区组干〔2010〕1号",
    )


def draft(*placings: c.Placing, cadres: c.Cadres = CADRES) -> c.DraftRoster:
    """A roster as its office writes it."""
    return c.DraftRoster(campaign=CAMPAIGN, by=OFFICE, at=PLANNED_AT, placings=placings, cadres=cadres)


def publish(cadres: c.Cadres = CADRES, request: UUID = REQUEST) -> c.PublishRoster:
    """Let the draft hold."""
    return c.PublishRoster(campaign=CAMPAIGN, by=OFFICE, at=PLANNED_AT, request=request, cadres=cadres)


def entry(line: ce.Line, stay: UUID) -> ce.Entry:
    """A line as it was published."""
    return ce.Entry(**dict(line), stay=StayId(stay))


def published(version: int, *entries: ce.Entry, dropped: tuple[StayId, ...] = ()) -> ce.RosterPublished:
    """A version of the roster."""
    return ce.RosterPublished(
        campaign=CAMPAIGN,
        unit=BUREAU,
        at=PLANNED_AT,
        version=version,
        entries=entries,
        dropped=dropped,
        offices=OFFICES,
        minimum_nights=10,
        batches=BATCHES,
    )


WHOSE = e.Whose(stay=STAY, campaign=CAMPAIGN, person=LI, unit=RELIEF, place=LIU, batch=2)
PLAN = s.Plan(WHOSE, date(2010, 12, 22), date(2011, 1, 20), 10, OFFICES)
STAY_PLANNED = e.StayPlanned(
    **dict(WHOSE),
    at=PLANNED_AT,
    batch_begins=date(2010, 12, 22),
    batch_ends=date(2011, 1, 20),
    minimum_nights=10,
    offices=OFFICES,
    shortfall_due=beijing("2011-01-10 09:00"),
    over_due=beijing("2011-01-21 00:00"),
)


def step(at: str, by: Viewer = CADRE, seen: bool = True) -> dict[str, Any]:
    """The fields of a step of the stay that somebody asks for."""
    return {"stay": STAY, "at": beijing(at), "by": by, "seen": seen}


def start(at: str, by: Viewer = CADRE, **asked: Any) -> s.StartStay:
    return s.StartStay(**step(at, by, **asked))


def interrupt(at: str, by: Viewer = CADRE) -> s.InterruptStay:
    return s.InterruptStay(**step(at, by), reason="临时召回")


def resume(at: str, by: Viewer = CADRE) -> s.ResumeStay:
    return s.ResumeStay(**step(at, by))


def end(at: str, by: Viewer = CADRE) -> s.EndStay:
    return s.EndStay(**step(at, by))


def over(at: str = "2011-01-21 00:00") -> s.EndWithBatch:
    return s.EndWithBatch(stay=STAY, at=beijing(at))


def foresee(at: str) -> s.ForeseeShortfall:
    return s.ForeseeShortfall(stay=STAY, at=beijing(at))


def kept(at: str, by: Viewer = CADRE, role: Role = Role.CADRE) -> dict[str, Any]:
    """The fields of a step that somebody took."""
    return {**dict(WHOSE), "at": beijing(at), "by": by.person, "role": role}


def started(at: str) -> e.StayStarted:
    return e.StayStarted(**kept(at))


def interrupted(at: str, nights: int, look: str | None) -> e.StayInterrupted:
    due = beijing(look) if look else None
    return e.StayInterrupted(**kept(at), reason="临时召回", nights=nights, shortfall_due=due)


def resumed(at: str) -> e.StayResumed:
    return e.StayResumed(**kept(at))


def ended(at: str, nights: int, short: bool) -> e.StayEnded:
    return e.StayEnded(**kept(at), nights=nights, minimum_nights=10, short=short)


def ended_by_itself(at: str, nights: int, short: bool) -> e.StayEnded:
    return e.StayEnded(**dict(WHOSE), at=beijing(at), by=None, role=None, nights=nights, minimum_nights=10, short=short)


def foreseen(at: str, nights: int, missing: int) -> e.StayShortfallForeseen:
    return e.StayShortfallForeseen(
        **dict(WHOSE), at=beijing(at), nights=nights, missing=missing, activity_office=ACTIVITY
    )


def envelope(stream: str, version: int = 1) -> Envelope:
    """Where something was said."""
    return Envelope(named("event"), TENANT, stream, version, 0, "account:somebody", PLANNED_AT)


def stays_planned(roster: ce.RosterPublished) -> list[tuple[str, s.StayCommand]]:
    """What becomes of a published roster."""
    return list(plan_stays(roster, envelope(f"campaign/{CAMPAIGN}")))
