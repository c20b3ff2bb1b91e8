"""What a place learns from scheduling."""

from dataclasses import dataclass
from datetime import datetime

from services.ledger.events.place import Offices, PlannedFiling
from shared.ids import CampaignId, PlaceId, UnitId


@dataclass(frozen=True, kw_only=True)
class OfPlace:
    """Something told of one place."""

    place: PlaceId
    at: datetime

    @property
    def stream(self) -> str:
        """The place's own stream."""
        return f"place/{self.place}"


@dataclass(frozen=True, kw_only=True)
class NoteContact(OfPlace):
    """The place's contact section, as it now stands."""

    section: UnitId | None


@dataclass(frozen=True, kw_only=True)
class PlanFilings(OfPlace):
    """What the place files in a campaign, as it now stands."""

    campaign: CampaignId
    offices: Offices
    filings: tuple[PlannedFiling, ...]


PlaceCommand = NoteContact | PlanFilings
