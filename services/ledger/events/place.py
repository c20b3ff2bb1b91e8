"""A place as its filings need it: which section answers for it, and what it has to file."""

from datetime import date
from typing import Literal

from shared.event import Event, Frozen, Instant
from shared.ids import CampaignId, FilingId, PlaceId, UnitId


class PlaceContactNoted(Event):
    """The section that is the place's contact (R74), as scheduling last said."""

    type: Literal["place-contact-noted.v1"] = "place-contact-noted.v1"
    place: PlaceId
    section: UnitId | None
    at: Instant


class Offices(Frozen):
    """The campaign's offices that a filing goes through."""

    activity: UnitId
    district: UnitId


class PlannedFiling(Frozen):
    """A period whose four books are due by the end of a day (R115)."""

    filing: FilingId
    period: str
    due: date


class FilingsPlanned(Event):
    """What the place files in a campaign, and by which section, as it now stands."""

    type: Literal["filings-planned.v1"] = "filings-planned.v1"
    place: PlaceId
    campaign: CampaignId
    section: UnitId | None
    offices: Offices
    filings: tuple[PlannedFiling, ...]
    at: Instant


PlaceHappened = PlaceContactNoted | FilingsPlanned
