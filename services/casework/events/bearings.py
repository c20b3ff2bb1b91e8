"""What every event of a matter names, so that every later reader knows who may see it (design 1, 8)."""

from shared.event import Event, Frozen, Instant
from shared.ids import CampaignId, MatterId, PersonId, PlaceId, UnitId, VisitId
from shared.roles import Role
from shared.words import Concerned, Confidentiality, Field, MatterKind, Subject


class Bearings(Frozen):
    """Where a matter stands among people and offices.

    `office` took it in: the activity office, or for an accusation the petition office (null until one takes it
    up). `handed_to` is null before hand-over, `handling_unit` and `handler` before acceptance. `contact_unit`
    is the place's own (R74), learned at hand-over. `subject` is null for an accusation.
    """

    case: MatterId
    campaign: CampaignId | None
    visit: VisitId | None
    kind: MatterKind
    field: Field | None
    confidentiality: Confidentiality
    concerns: tuple[Concerned, ...]
    subject: Subject | None
    place: PlaceId
    heard_by: PersonId | None
    office: UnitId | None
    contact_unit: UnitId | None
    handed_to: UnitId | None
    handling_unit: UnitId | None
    handler: PersonId | None


class CaseEvent(Event, Bearings):
    """A step of a matter: the acting unit, who acted and by which role (null: the system by a rule), and when."""

    unit: UnitId | None
    by: PersonId | None
    role: Role | None
    at: Instant


def bearings_of(said: Bearings) -> Bearings:
    """The bearings alone, out of an event."""
    return Bearings.model_construct(**{name: getattr(said, name) for name in Bearings.model_fields})
