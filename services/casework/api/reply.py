"""The written reply over HTTP: the reply, its copies, their service."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from services.casework.api.asking import Read, See
from services.casework.api.bodies import SealedDelivery
from services.casework.api.identity import OpenedIdentity
from services.casework.api.looking_up import Drafted
from services.casework.commands.case import ServeCopy
from services.casework.queries import reply
from services.casework.queries.views import CopyLine, CopyView, Draft, Listed, Reply
from shared.ids import MatterId
from shared.web.asking import Handler, Now, action

router = APIRouter(prefix="/api/v1/matters/{case}", tags=["replies"])

CopyNumber = Annotated[int, Path(alias="n", ge=1, le=99)]


@router.get("/draft", **action("matter.read"))
async def show_draft(case: MatterId, letter: Drafted, read: Read) -> Draft:
    """The reply as it would be issued, for those inside, while it awaits a signature."""
    return await reply.draft(read.db, read.seer, case, letter, read.opens)


@router.get("/reply", **action("matter.read"))
async def show_reply(case: MatterId, read: Read) -> Reply:
    """The written reply, for who may read all of it."""
    return await reply.reply(read.db, read.seer, case, read.opens)


@router.get("/copies", **action("matter.read"))
async def list_copies(case: MatterId, read: Read) -> Listed[CopyLine]:
    """The copies that the asker may see, each with what became of it."""
    return Listed(items=await reply.copies(read.db, read.seer, case, read.opens))


@router.get("/copies/{n}", **action("matter.read"))
async def show_copy(case: MatterId, n: CopyNumber, read: Read) -> CopyView:
    """One copy with its reader's fields only; the party is not named."""
    return await reply.copy(read.db, read.seer, case, n, read.opens)


async def party_copy(case: MatterId, n: CopyNumber, read: Read) -> CopyView:
    """The party's copy, before the party is named. Raises NotFound for every other."""
    return await reply.party_copy(read.db, read.seer, case, n, read.opens)


@router.post("/copies/{n}/opening", **action("identity.open"))
async def open_copy(copy: Annotated[CopyView, Depends(party_copy)], identity: OpenedIdentity) -> CopyView:
    """The party's copy with the party's name, for a purpose; it is recorded, and shown once."""
    return copy.model_copy(update={"party": identity.names})


@router.post("/copies/{n}/service", status_code=204, **action("matter.serve"))
async def serve_copy(n: CopyNumber, delivered: SealedDelivery, seer: See, handle: Handler, at: Now) -> None:
    """Say what became of a copy: served, refused before a witness, or returned for a reason (R120)."""
    told = delivered.told
    await handle(
        ServeCopy(
            case=delivered.case,
            by=seer.viewer,
            side=seer.side,
            at=at,
            number=n,
            result=told.result,
            means=told.how,
            served_at=told.at,
            witnessed=told.witness is not None,
            reasoned=told.reason is not None,
            details=delivered.details,
        )
    )
