"""Screenings of a place for disputes and hazards; of these it records what and where, not who (R37, R38)."""

from typing import Literal

from services.ledger.events.field import Correction, FieldEvent
from shared.event import Frozen
from shared.ids import PlaceId, ScreeningId
from shared.sealed import Sealed
from shared.words import Field

Level = Literal["low", "medium", "high"]
"""一般, 较大, 重大."""


class Finding(Frozen):
    """A prominent problem or a factor of instability (R38); `what` is sealed under the screening's own key."""

    what: Sealed
    field: Field | None
    level: Level | None


class ScreeningDone(FieldEvent):
    """The place, or a part of it (`spot`), was screened. No findings: none found, which is a result too (R37)."""

    type: Literal["screening-done.v1"] = "screening-done.v1"
    screening: ScreeningId
    spot: PlaceId | None
    findings: tuple[Finding, ...]


class ScreeningCorrected(Correction):
    """The findings have another wording; the old one stays visible, struck."""

    type: Literal["screening-corrected.v1"] = "screening-corrected.v1"
    screening: ScreeningId
    findings: tuple[Finding, ...]


ScreeningHappened = ScreeningDone | ScreeningCorrected
