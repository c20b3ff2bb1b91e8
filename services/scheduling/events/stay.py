"""What happens to a stay, from the roster to its last morning.

A night is the overnight that begins on a calendar day; a stay ends on the day after its last night (A8.4).
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from services.scheduling.events.campaign import Offices
from shared.event import Event, Frozen, Instant
from shared.ids import CampaignId, PersonId, PlaceId, StayId, UnitId
from shared.roles import Role

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
"""Why a cadre was called away."""

SHORTFALL = "shortfall"
OVER = "over"
"""The timers of a stay: to look whether the minimum is missed; the batch is over."""


class Whose(Frozen):
    """Who stays where, in which batch; `unit` is the section that answers for it: the place's own."""

    stay: StayId
    campaign: CampaignId
    person: PersonId
    unit: UnitId
    place: PlaceId
    batch: int


class StayEvent(Event, Whose):
    """A step of a stay, at a moment of the district's clock."""

    at: Instant


class StayPlanned(StayEvent):
    """A published roster has this stay, perhaps elsewhere than the one before; it has not started.

    Both days of the batch are counted. `shortfall_due`: when to look whether the minimum of nights is missed
    although nobody came (R14); `over_due`: when the batch is over and the stay ends by itself.
    """

    type: Literal["stay-planned.v1"] = "stay-planned.v1"
    batch_begins: date
    batch_ends: date
    minimum_nights: int
    offices: Offices
    shortfall_due: Instant
    over_due: Instant


class StayWithdrawn(StayEvent):
    """A newer roster has this stay no more."""

    type: Literal["stay-withdrawn.v1"] = "stay-withdrawn.v1"


class KeptStayEvent(StayEvent):
    """A step that somebody takes: the cadre (`role` cadre), or for the cadre the section head or activity office."""

    by: PersonId | None
    role: Role


class StayStarted(KeptStayEvent):
    """The cadre has moved in."""

    type: Literal["stay-started.v1"] = "stay-started.v1"


class StayInterrupted(KeptStayEvent):
    """The cadre was called away after `nights` in all.

    `shortfall_due`: when to look whether the minimum of nights is missed; null when it is reached already.
    """

    type: Literal["stay-interrupted.v1"] = "stay-interrupted.v1"
    reason: Reason
    nights: int
    shortfall_due: Instant | None


class StayResumed(KeptStayEvent):
    """The cadre is back."""

    type: Literal["stay-resumed.v1"] = "stay-resumed.v1"


class StayEnded(StayEvent):
    """The stay is over after `nights` in all; `short`: fewer than the minimum (R14).

    `by` and `role` are null when it ended by itself, with its batch.
    """

    type: Literal["stay-ended.v1"] = "stay-ended.v1"
    by: PersonId | None
    role: Role | None
    nights: int
    minimum_nights: int
    short: bool


class StayShortfallForeseen(StayEvent):
    """As things stand the minimum can hardly be reached before the batch ends: `missing` nights (R14)."""

    type: Literal["stay-shortfall-foreseen.v1"] = "stay-shortfall-foreseen.v1"
    nights: int
    missing: int
    activity_office: UnitId


StayHappened = (
    StayPlanned | StayWithdrawn | StayStarted | StayInterrupted | StayResumed | StayEnded | StayShortfallForeseen
)
