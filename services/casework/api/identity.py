"""An opening: the right is checked here, the ledger opens and records it, nothing of it is kept (design 8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any  # opened values are JSON
from uuid import UUID

from fastapi import Depends, Response

from services.casework.api.asking import Ledger, OwnerOfIdentities, Read, Reading
from services.casework.api.bodies import Purpose
from services.casework.queries.identity import Closed, Identity, identity
from shared.ids import MatterId
from shared.web.asking import CommandId, Now


@dataclass(frozen=True)
class Opening:
    """One request to see whose matter it is."""

    case: MatterId
    purpose: str
    command: UUID
    at: datetime


async def opening_of(case: MatterId, body: Purpose, command: CommandId, at: Now) -> Opening:
    """The request, with its purpose."""
    return Opening(case, body.purpose, command, at)


Asked = Annotated[Opening, Depends(opening_of)]


async def opened_identity(asked: Asked, read: Read, ledger: OwnerOfIdentities, response: Response) -> Identity:
    """The identity, for who may open it. Raises NotFound for others; no cache may keep the answer."""
    response.headers["Cache-Control"] = "no-store"
    closed = await identity(read.db, read.seer, asked.case)
    return closed.opened(await _values(closed, asked, read, ledger) if closed.sealed else [])


async def _values(closed: Closed, asked: Opening, read: Reading, ledger: Ledger) -> list[Any]:
    viewer = read.seer.viewer
    told = {
        "purpose": asked.purpose,
        "matter": str(asked.case),
        "actor": viewer.actor,
        "unit": str(viewer.unit) if viewer.unit else None,
        "at": asked.at.isoformat(),
    }
    return await ledger.identity(viewer.tenant, closed.sealed, told, asked.command)


OpenedIdentity = Annotated[Identity, Depends(opened_identity)]
