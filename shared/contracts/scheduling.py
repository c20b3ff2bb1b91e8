"""What scheduling says: who and where, the campaign, the stays."""

from datetime import date
from typing import Literal

from shared.event import Fact, Frozen, Instant
from shared.ids import CampaignId, PersonId, PlaceId, StayId, UnitId
from shared.words import PlaceLevel, Post, UnitKind


class UnitDescribed(Fact):
    """A unit as it now stands; the newest says it all. `path` runs from the top unit to this one."""

    type: Literal["scheduling.unit-described.v1"] = "scheduling.unit-described.v1"
    unit: UnitId
    code: str
    name: str
    kind: UnitKind
    parent: UnitId | None
    path: tuple[UnitId, ...]


class PlaceDescribed(Fact):
    """A place as it now stands, with its contact unit, section and leader (R70–R74); groups inherit their village's."""

    type: Literal["scheduling.place-described.v1"] = "scheduling.place-described.v1"
    place: PlaceId
    code: str
    name: str
    level: PlaceLevel
    parent: PlaceId | None
    path: tuple[PlaceId, ...]
    contact_unit: UnitId | None
    contact_section: UnitId | None
    contact_leader: PersonId | None


class HeldPost(Frozen):
    """A post of a person in a unit."""

    post: Post
    unit: UnitId


class PersonDescribed(Fact):
    """An official as they now stand: the name is public, it stands on contact cards and letters."""

    type: Literal["scheduling.person-described.v1"] = "scheduling.person-described.v1"
    person: PersonId
    code: str
    name: str
    unit: UnitId
    party_member: bool
    posts: tuple[HeldPost, ...]


class Batch(Frozen):
    """One of the campaign's batches, both days counted (R13)."""

    number: int
    begins: date
    ends: date


class FilingDue(Frozen):
    """A period whose four books are filed by the end of a day (R115); `period` as 2010-12."""

    period: str
    due: date


class CampaignPlanned(Fact):
    """A campaign's frame as it now stands."""

    type: Literal["scheduling.campaign-planned.v1"] = "scheduling.campaign-planned.v1"
    campaign: CampaignId
    unit: UnitId
    name: str
    activity_office: UnitId
    leading_group: UnitId | None
    district_office: UnitId
    begins: date
    ends: date
    minimum_nights: int
    batches: tuple[Batch, ...]
    filings: tuple[FilingDue, ...]
    places: tuple[PlaceId, ...]


class RosterEntry(Frozen):
    """Who stays where in which batch; the stay's id is given when the roster is published."""

    stay: StayId
    person: PersonId
    section: UnitId
    batch: int
    place: PlaceId


class RosterPublished(Fact):
    """The roster as published (R17); each version says the whole."""

    type: Literal["scheduling.roster-published.v1"] = "scheduling.roster-published.v1"
    campaign: CampaignId
    unit: UnitId
    version: int
    entries: tuple[RosterEntry, ...]


class StayFact(Fact):
    """What every fact of a stay names: `unit` is the section that answers for it, the place's own (R74)."""

    stay: StayId
    campaign: CampaignId
    person: PersonId
    unit: UnitId
    place: PlaceId
    batch: int
    at: Instant


class StayStarted(StayFact):
    """The cadre has moved in."""

    type: Literal["scheduling.stay-started.v1"] = "scheduling.stay-started.v1"


class StayInterrupted(StayFact):
    """The cadre was called away; `nights` slept so far."""

    type: Literal["scheduling.stay-interrupted.v1"] = "scheduling.stay-interrupted.v1"
    nights: int


class StayResumed(StayFact):
    """The cadre is back."""

    type: Literal["scheduling.stay-resumed.v1"] = "scheduling.stay-resumed.v1"


class StayEnded(StayFact):
    """The stay is over; `short` = fewer nights than the campaign asks for (R14)."""

    type: Literal["scheduling.stay-ended.v1"] = "scheduling.stay-ended.v1"
    nights: int
    short: bool


class StayShortfallForeseen(StayFact):
    """As things stand the minimum of nights can hardly be reached before the batch ends (R14)."""

    type: Literal["scheduling.stay-shortfall-foreseen.v1"] = "scheduling.stay-shortfall-foreseen.v1"
    nights: int
    missing: int
    activity_office: UnitId


SchedulingFact = (
    UnitDescribed
    | PlaceDescribed
    | PersonDescribed
    | CampaignPlanned
    | RosterPublished
    | StayStarted
    | StayInterrupted
    | StayResumed
    | StayEnded
    | StayShortfallForeseen
)
