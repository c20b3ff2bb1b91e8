"""A matter's way through the house over HTTP: hand over, return, accept, find, sign, strike, open an identity."""

from fastapi import APIRouter

from services.casework.api.asking import See
from services.casework.api.bodies import OwnNumber, SealedEvidence, SealedFinding, SealedReason
from services.casework.api.identity import OpenedIdentity
from services.casework.api.looking_up import Accepting, Directions, Returning, SigningWith
from services.casework.commands import case as c
from services.casework.queries.identity import Identity
from shared.ids import MatterId
from shared.web.asking import Handler, Now, action

router = APIRouter(prefix="/api/v1/matters/{case}", tags=["handling"])


@router.post("/hand-over", status_code=204, **action("matter.hand-over"))
async def hand_over(case: MatterId, way: Directions, seer: See, handle: Handler, at: Now) -> None:
    """Send a matter to the department that is competent for its field, or with a reason to another (R117)."""
    await handle(
        c.HandOver(
            case=case,
            by=seer.viewer,
            side=seer.side,
            at=at,
            target=way.target,
            competent=way.competent,
            ground=way.ground,
            reason=way.reason,
        )
    )


@router.post("/return", status_code=204, **action("matter.accept"))
async def return_matter(case: MatterId, reason: SealedReason, seer: See, handle: Handler, at: Now) -> None:
    """Send a matter back to the office, as long as nobody has accepted it."""
    await handle(c.Return(case=case, by=seer.viewer, side=seer.side, at=at, reason=reason))


@router.post("/acceptance", status_code=204, **action("matter.accept"))
async def accept(case: MatterId, accepting: Accepting, seer: See, handle: Handler, at: Now) -> None:
    """Take a matter on, name its handler, and have until the 15th day after (R118)."""
    await handle(
        c.Accept(
            case=case,
            by=seer.viewer,
            side=seer.side,
            at=at,
            handler=accepting.handler,
            posts=accepting.posts,
            external_ref=accepting.external_ref,
        )
    )


@router.put("/external-ref", status_code=204, **action("matter.accept"))
async def note_external_ref(case: MatterId, body: OwnNumber, seer: See, handle: Handler, at: Now) -> None:
    """Give a matter the department's own number."""
    await handle(c.NoteExternalRef(case=case, by=seer.viewer, side=seer.side, at=at, external_ref=body.external_ref))


@router.post("/identity", **action("identity.open"))
async def open_identity(identity: OpenedIdentity) -> Identity:
    """See who raised a matter, for a purpose; it is recorded, and shown once."""
    return identity


@router.post("/result", status_code=204, **action("matter.result"))
async def record_result(case: MatterId, found: SealedFinding, seer: See, handle: Handler, at: Now) -> None:
    """Record what was found and what is thought right."""
    await handle(
        c.RecordResult(
            case=case,
            by=seer.viewer,
            side=seer.side,
            at=at,
            outcome=found.outcome,
            facts=found.facts,
            opinion=found.opinion,
        )
    )


@router.post("/signature", status_code=204, **action("matter.sign"))
async def sign(case: MatterId, signing: SigningWith, seer: See, handle: Handler, at: Now) -> None:
    """Sign the reply in the department's name; it is numbered and issued in four copies (R119, R120)."""
    await handle(c.Sign(case=case, by=seer.viewer, side=seer.side, at=at, **vars(signing)))


@router.post("/sending-back", status_code=204, **action("matter.sign"))
async def send_back(case: MatterId, why: Returning, seer: See, handle: Handler, at: Now) -> None:
    """Send the result back to its handler instead of signing, with a reason."""
    await handle(c.SendBack(case=case, by=seer.viewer, side=seer.side, at=at, posts=why.posts, reason=why.reason))


@router.post("/striking", status_code=204, **action("matter.strike"))
async def strike(case: MatterId, evidence: SealedEvidence, seer: See, handle: Handler, at: Now) -> None:
    """Strike a matter off the register, once every copy of its reply has an outcome (R86)."""
    await handle(c.Strike(case=case, by=seer.viewer, side=seer.side, at=at, evidence=evidence))
