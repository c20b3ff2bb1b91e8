"""What happens to a campaign: its frame, who is exempt, its roster as drafted and as published."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.event import Event, Frozen, Instant
from shared.ids import CampaignId, PersonId, PlaceId, StayId, UnitId

Period = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
"""A month for which four books are filed, as 2010-12."""

Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]
"""A calendar day of Beijing, of a campaign that people can have lived to see."""


class Batch(Frozen):
    """One of the campaign's batches, both days counted (R13)."""

    number: int
    begins: Day
    ends: Day


class FilingDue(Frozen):
    """A period whose four books are filed by the end of a day (R115)."""

    period: Period
    due: Day


class Offices(Frozen):
    """Who runs a campaign (R101, R105, R115): 活动办公室, 领导小组, 区活动办公室."""

    activity: UnitId
    leading_group: UnitId | None
    district: UnitId


class Frame(Frozen):
    """What the rules of a campaign rest on; all days counted."""

    name: str
    offices: Offices
    begins: Day
    ends: Day
    minimum_nights: int
    batches: tuple[Batch, ...]
    filings: tuple[FilingDue, ...]
    places: tuple[PlaceId, ...]


Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^[^\x00]*$")]
"""A name, a number of a document, a few sentences."""


class Statement(Frozen):
    """What a campaign says of itself on plans and reports.

    Who ordered it and by which document (R2), campaigns it is linked with (R3), theme, main line, core (R4),
    aims (R4a), the unit's own plan (R18).
    """

    authority: Words | None = None
    basis: Words | None = None
    linked: tuple[Words, ...] = ()
    theme: Words | None = None
    main_line: Words | None = None
    core: Words | None = None
    aims: tuple[Words, ...] = ()
    plan: Words | None = None


class CampaignEvent(Event):
    """What every event of a campaign names: `unit` is the one whose cadres go out."""

    campaign: CampaignId
    unit: UnitId
    at: Instant


class CampaignPlanned(CampaignEvent):
    """The campaign has its frame (R1, R9, R13–R15)."""

    type: Literal["campaign-planned.v1"] = "campaign-planned.v1"
    frame: Frame
    statement: Statement


class CadreExempted(CampaignEvent):
    """A cadre does not take part, for a reason and by a document (R12)."""

    type: Literal["cadre-exempted.v1"] = "cadre-exempted.v1"
    person: PersonId
    reason: str
    document: str


class Line(Frozen):
    """Who goes where in which batch; `section` is the place's own (R74), or else the cadre's unit."""

    person: PersonId
    section: UnitId
    batch: int
    place: PlaceId


class RosterDrafted(CampaignEvent):
    """The activity office has written the roster; nobody goes by it until it is published (R17)."""

    type: Literal["roster-drafted.v1"] = "roster-drafted.v1"
    lines: tuple[Line, ...]


class Entry(Line):
    """A line of a published roster: the stay it became."""

    stay: StayId


class RosterPublished(CampaignEvent):
    """The roster holds, as this version (R17); `dropped` are the stays of the version before that will not be.

    What a stay must know of its campaign stands here, so that a stay can be planned from this event alone.
    """

    type: Literal["roster-published.v1"] = "roster-published.v1"
    version: int
    entries: tuple[Entry, ...]
    dropped: tuple[StayId, ...]
    offices: Offices
    minimum_nights: int
    batches: tuple[Batch, ...]


CampaignHappened = CampaignPlanned | CadreExempted | RosterDrafted | RosterPublished
