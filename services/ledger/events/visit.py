"""A visit, its diary line and the matters heard: one act in the field (R19–R28, R79)."""

from typing import Literal
from uuid import UUID

from services.ledger.events.field import Correction, FieldEvent
from shared.event import Frozen
from shared.ids import HouseholdId, MatterId, UnitId, VisitId
from shared.sealed import Sealed
from shared.words import Concerned, Confidentiality, Field, MatterKind, Subject, VisitMode


class Caller(Frozen):
    """Somebody who was met: of a registered household, or somebody else, who may have told name and telephone.

    `subject`: whose key seals the identity, the household's or one of this caller's own.
    """

    subject: UUID
    household: HouseholdId | None
    name: Sealed | None
    telephone: Sealed | None


class VisitLogged(FieldEvent):
    """A visit and its diary line, sealed under the visit's own key. A household's identity is not repeated here."""

    type: Literal["visit-logged.v1"] = "visit-logged.v1"
    visit: VisitId
    mode: VisitMode
    callers: tuple[Caller, ...]
    diary: Sealed


class MatterRaised(FieldEvent):
    """A matter heard on a visit; words and answer are sealed under the matter's own key.

    `answer`: it was settled on the spot (R80). An accusation has no subject and no activity office, and its
    words are for the petition office alone: no read model of the ledger takes them.
    """

    type: Literal["matter-raised.v1"] = "matter-raised.v1"
    matter: MatterId
    visit: VisitId
    kind: MatterKind
    field: Field | None
    confidentiality: Confidentiality
    concerns: tuple[Concerned, ...]
    subject: Subject | None
    words: Sealed
    petitioners: tuple[Caller, ...]
    answer: Sealed | None
    activity_office: UnitId | None


class DiaryCorrected(Correction):
    """The diary line has another wording; the old one stays visible, struck."""

    type: Literal["diary-corrected.v1"] = "diary-corrected.v1"
    visit: VisitId
    diary: Sealed


VisitHappened = VisitLogged | MatterRaised | DiaryCorrected
