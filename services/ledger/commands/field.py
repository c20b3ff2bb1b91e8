"""What every command of the field carries: who asks, when, and the stay as scheduling last told it."""

from dataclasses import dataclass
from datetime import datetime

from services.ledger.events.field import OnStay
from shared.ids import HouseholdId, PlaceId, UnitId
from shared.viewer import Viewer


@dataclass(frozen=True)
class KnownStay:
    """A stay and its moments: null before it started, and while it has not ended."""

    of: OnStay
    activity_office: UnitId
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FieldCommand:
    """Something done on a stay (None: there is no such stay), noted `at`, done at `done_at`."""

    by: Viewer
    stay: KnownStay | None
    at: datetime
    done_at: datetime


@dataclass(frozen=True)
class NamedHousehold:
    """A household that words name. `path`: the places it lies in, none if there is no such household."""

    household: HouseholdId
    path: tuple[PlaceId, ...]


@dataclass(frozen=True, kw_only=True)
class Told(FieldCommand):
    """Something told in words, which may name households besides those that it is about."""

    named: tuple[NamedHousehold, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Correct:
    """Another wording of what the asker has written."""

    by: Viewer
    at: datetime
