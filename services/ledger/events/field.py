"""What every event of the field names: on whose stay, where, when, and whether it was noted late."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.event import Event, Frozen, Instant
from shared.ids import CampaignId, PersonId, PlaceId, StayId, UnitId
from shared.sealed import Sealed

Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
"""A word of a list that a district may extend (R46, R53, R56)."""

Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
"""Yuan."""


class OnStay(Frozen):
    """The stay that something was done on: `unit` is the cadre's section, `place` the village or community."""

    stay: StayId
    campaign: CampaignId
    unit: UnitId
    place: PlaceId
    cadre: PersonId


class FieldEvent(Event, OnStay):
    """Something done in the field. `at`: when it was done; `late`: noted after the stay had ended."""

    at: Instant
    late: bool


class Correction(Event, OnStay):
    """Another wording of what its cadre had written; the old one stays. `at`: when it was corrected."""

    at: Instant
    reason: Sealed


def on_stay(said: OnStay) -> OnStay:
    """The stay alone, out of an event."""
    return OnStay.model_construct(**{name: getattr(said, name) for name in OnStay.model_fields})
