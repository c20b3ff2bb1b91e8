"""What may be asked of a campaign, by its activity office alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.scheduling.events.campaign import Frame, Statement
from shared.ids import CampaignId, PersonId, PlaceId, UnitId
from shared.viewer import Viewer
from shared.words import PlaceLevel, UnitKind


@dataclass(frozen=True, kw_only=True)
class OfCampaign:
    """Something that somebody asks of one campaign, at a moment of the district's clock."""

    campaign: CampaignId
    by: Viewer
    at: datetime

    @property
    def stream(self) -> str:
        """The campaign's own stream."""
        return f"campaign/{self.campaign}"


@dataclass(frozen=True)
class KnownUnit:
    """A unit as the directory has it; `path` runs from the top unit to it."""

    kind: UnitKind
    path: tuple[UnitId, ...]


@dataclass(frozen=True)
class Ground:
    """What the directory knows of the units and places a frame names; what is missing here does not exist."""

    units: Mapping[UnitId, KnownUnit]
    places: Mapping[PlaceId, PlaceLevel]


@dataclass(frozen=True, kw_only=True)
class PlanCampaign(OfCampaign):
    """Give the cadres of a unit their campaign."""

    unit: UnitId
    frame: Frame
    statement: Statement
    ground: Ground


@dataclass(frozen=True)
class Cadre:
    """An official of the unit whose cadres go out, or of a unit below it (R11)."""

    person: PersonId
    name: str
    section: UnitId


@dataclass(frozen=True)
class Cadres:
    """All cadres of the unit, and those whose stay has started, and so stands.

    `contact_sections`: which section is a place's own (R74); its head answers for whoever stays there.
    """

    all: tuple[Cadre, ...]
    started: frozenset[PersonId]
    contact_sections: Mapping[PlaceId, UnitId] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ExemptCadre(OfCampaign):
    """Let a cadre stay at home, for a reason and by a document (R12)."""

    person: PersonId
    reason: str
    document: str
    cadres: Cadres


@dataclass(frozen=True)
class Placing:
    """A line of a roster as it is asked for."""

    person: PersonId
    batch: int
    place: PlaceId


@dataclass(frozen=True, kw_only=True)
class DraftRoster(OfCampaign):
    """Write the whole roster anew."""

    placings: tuple[Placing, ...]
    cadres: Cadres


@dataclass(frozen=True, kw_only=True)
class PublishRoster(OfCampaign):
    """Let the drafted roster hold (R17); `request` is the command's own id, from which new stays have theirs."""

    request: UUID
    cadres: Cadres


CampaignCommand = PlanCampaign | ExemptCadre | DraftRoster | PublishRoster
