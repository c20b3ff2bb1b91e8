"""What is sent to casework; words are plain here and sealed before a command is made of them."""

from typing import Annotated

from fastapi import Depends
from pydantic import StringConstraints

from services.casework.api.asking import Seal
from services.casework.events.case import ExternalRef, Means, Service
from services.casework.events.offices import FieldName, Prefix
from shared.event import Frozen, Instant
from shared.ids import MatterId, PersonId, UnitId
from shared.sealed import Sealed
from shared.words import Outcome

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Direction(Frozen):
    """Where a matter is to go: null for the unit that is competent for its field; another one needs a reason (R117)."""

    to: UnitId | None = None
    reason: Text | None = None


class Reason(Frozen):
    """Why."""

    reason: Text


class Acceptance(Frozen):
    """Who handles the matter, and the department's own number of it."""

    handler: PersonId
    external_ref: ExternalRef | None = None


class OwnNumber(Frozen):
    """The department's own number of a matter; null takes it away."""

    external_ref: ExternalRef | None


class Finding(Frozen):
    """What was found, and what is thought right."""

    outcome: Outcome
    facts: Text
    opinion: Text


class Delivery(Frozen):
    """How a copy came to its reader: who brought it, who took it, when.

    A refusal needs a `witness`, a copy that came back a `reason` (R120).
    """

    result: Service
    how: Means
    by: Line
    to: Line
    at: Instant
    witness: Line | None = None
    reason: Text | None = None


class Evidence(Frozen):
    """What shows that the matter is done (R86)."""

    evidence: Text


class Purpose(Frozen):
    """What an identity is opened for; it is recorded."""

    purpose: Line


class CompetentUnit(Frozen):
    """The unit that is competent for a field; `name` is the field's when it is none of the seven (R36)."""

    unit: UnitId
    name: FieldName | None = None


class Letterhead(Frozen):
    """The letters before a letter's year and number, as 示国土复."""

    prefix: Prefix


async def sealed_reason(body: Reason, seal: Seal) -> Sealed:
    """A reason, sealed."""
    return await seal(body.reason)


async def sealed_evidence(body: Evidence, seal: Seal) -> Sealed:
    """Evidence, sealed."""
    return await seal(body.evidence)


SealedReason = Annotated[Sealed, Depends(sealed_reason)]
SealedEvidence = Annotated[Sealed, Depends(sealed_evidence)]


class Found(Frozen):
    """A finding with its words sealed."""

    outcome: Outcome
    facts: Sealed
    opinion: Sealed


async def sealed_finding(body: Finding, seal: Seal) -> Found:
    """Facts and opinion, each sealed."""
    return Found(outcome=body.outcome, facts=await seal(body.facts), opinion=await seal(body.opinion))


SealedFinding = Annotated[Found, Depends(sealed_finding)]


class Delivered(Frozen):
    """A delivery with those who took part sealed: they may be private persons."""

    case: MatterId
    told: Delivery
    details: Sealed


async def sealed_delivery(case: MatterId, body: Delivery, seal: Seal) -> Delivered:
    """Who brought it, who took it, witness and reason, sealed in one."""
    details = body.model_dump(include={"by", "to", "witness", "reason"})
    return Delivered(case=case, told=body, details=await seal(details))


SealedDelivery = Annotated[Delivered, Depends(sealed_delivery)]
