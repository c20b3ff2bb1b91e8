"""How scheduling answers: the shapes of the directory, of a campaign and its roster, of stays and figures."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.scheduling.events.campaign import Batch, FilingDue, Statement
from services.scheduling.events.person import HeldPost
from shared.roles import Role
from shared.words import PlaceLevel, UnitKind

State = Literal["planned", "started", "interrupted", "ended"]
"""Where a stay stands: on the roster, somebody is there, somebody was called away, over."""


class View(BaseModel):
    """What a query answers."""

    model_config = ConfigDict(from_attributes=True)


class Named(View):
    """Somebody or something of the directory."""

    id: UUID
    name: str | None


class UnitLine(View):
    """A unit; `path` runs from the top unit to it."""

    id: UUID
    code: str
    name: str
    kind: UnitKind
    parent: UUID | None
    path: list[UUID]


class PlaceLine(View):
    """A place with who stands by it (R74); `path` runs from the top place to it."""

    id: UUID
    code: str
    name: str
    level: PlaceLevel
    parent: UUID | None
    path: list[UUID]
    contact_unit: Named | None
    contact_section: Named | None
    contact_leader: Named | None


class PersonLine(View):
    """An official with every post held; names are public, they stand on contact cards."""

    id: UUID
    code: str
    name: str
    unit: Named
    party_member: bool
    posts: list[HeldPost]


class Units(View):
    """A page of units."""

    items: list[UnitLine]
    next: str | None


class Places(View):
    """A page of places."""

    items: list[PlaceLine]
    next: str | None


class People(View):
    """A page of officials."""

    items: list[PersonLine]
    next: str | None


class CampaignLine(View):
    """A campaign's frame; `roster_version` is 0 before a roster was published."""

    id: UUID
    name: str
    unit: UUID
    activity_office: UUID
    leading_group: UUID | None
    district_office: UUID
    begins: date
    ends: date
    minimum_nights: int
    batches: list[Batch]
    filings: list[FilingDue]
    places: list[UUID]
    statement: Statement
    roster_version: int


class Campaigns(View):
    """A page of campaigns, the newest first."""

    items: list[CampaignLine]
    next: UUID | None


class Exemption(View):
    """A cadre who does not take part, why and by which document (R12)."""

    person: Named
    reason: str
    document: str
    since: datetime


class Exemptions(View):
    """All exemptions of a campaign."""

    items: list[Exemption]
    next: str | None = None


class DraftLine(View):
    """Who would go where in which batch."""

    person: UUID
    person_name: str | None
    section: UUID
    section_name: str | None
    batch: int
    place: UUID
    place_name: str | None


class RosterLine(DraftLine):
    """Who stays where in which batch, and which stay that is."""

    stay: UUID


class Roster(View):
    """A published version of the roster (R17)."""

    version: int
    published_at: datetime | None
    entries: list[RosterLine]


class RosterInWork(Roster):
    """The roster that holds; with the draft, for the activity office alone."""

    draft: list[DraftLine] | None


class StayLine(View):
    """A stay; `nights` up to this morning, `visits` as the ledger has them."""

    id: UUID
    campaign: UUID
    person: Named
    unit: Named
    place: Named
    batch: int
    batch_begins: date
    batch_ends: date
    minimum_nights: int
    state: State
    nights: int
    started_at: datetime | None
    ended_at: datetime | None
    short: bool | None
    shortfall_foreseen_at: datetime | None
    visits: int
    version: int


class Stays(View):
    """A page of the stays that the asker may see."""

    items: list[StayLine]
    next: UUID | None
    scope: Literal["yours"] = "yours"


class Span(View):
    """A time without interruption; the roles tell one's own steps from those taken for the cadre, None: by itself."""

    began_at: datetime
    began_by: Role
    left_at: datetime | None
    left_by: Role | None
    reason: str | None
    nights: int


class Stay(StayLine):
    """A stay with its spans."""

    spans: list[Span]


class Figures(View):
    """A campaign in figures; those of stays count what the asker may see, and `scope` says whether that is all.

    `taking_part` are the cadres without the exempt; `nights` up to this morning.
    """

    campaign: UUID
    scope: Literal["all", "yours"]
    cadres: int
    exempt: int
    taking_part: int
    party_members_taking_part: int
    stays: int
    stays_by_state: dict[State, int]
    stays_ended: int
    stays_with_minimum: int
    stays_short: int
    nights: int
    shortfalls_foreseen: int
    visits: int
    visits_per_stay: dict[UUID, int]
