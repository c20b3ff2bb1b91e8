"""What followers have parked, and what an operator decides of it: ids, types and codes, never contents (design 5)."""

import asyncio
from datetime import datetime
from typing import Annotated, Any, Literal  # what services tell of themselves is JSON
from uuid import UUID

from fastapi import APIRouter
from pydantic import StringConstraints
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts.asking import Asks, OnceOnly, action
from services.gateway.clients.services import Behind, Services
from shared.event import Frozen
from shared.ids import Tenant

router = APIRouter(prefix="/running/parked", tags=["running"])

ServiceName = Literal["scheduling", "ledger", "casework", "notify"]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]
Follower = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class ParkedEvent(Frozen):
    """An event that a follower of `service` could not take in, or that waits behind one: `position` in its log.

    `producer` names the log. `verdict` is what an operator has asked for and is not carried out yet.
    """

    service: ServiceName
    producer: str
    follower: str
    version: int
    position: int
    event_id: UUID
    type: str
    stream: str
    keys: tuple[str, ...]
    reason: str
    verdict: Literal["resume", "discard"] | None
    parked_at: datetime


class ParkedList(Frozen):
    """All that is parked in a district, of each service at most the first thousand."""

    items: tuple[ParkedEvent, ...]


class Resumption(Frozen):
    """What is to be taken in again, in order: a follower's events of one key, or without a key all of them."""

    service: ServiceName
    tenant: Tenant
    follower: Follower
    key: str = ""


class Discarding(Frozen):
    """An event, at `position` in the log of `producer`, that a follower is never to take in.

    `why` stays on record: no names, numbers or words of people.
    """

    service: ServiceName
    tenant: Tenant
    producer: ServiceName
    follower: Follower
    position: int
    why: Why


class Decided(Frozen):
    """How many events it concerns; within seconds they are gone from the list, or have failed anew."""

    events: int


@router.get("", **action("running.read"))
async def list_parked(tenant: Tenant, behind: Behind) -> ParkedList:
    """What is parked in a district, at every service. Raises Unavailable while one is away."""
    lists = await asyncio.gather(*(_of(behind, name, tenant) for name in behind.by_name))
    return ParkedList(items=tuple(ParkedEvent(**one) for each in lists for one in each))


@router.post("/resumption", status_code=202, **action("running.decide"))
async def resume(body: Resumption, once: OnceOnly, behind: Behind) -> Decided:
    """Take parked events in again, once the cause is mended; what fails again stays parked, with its new reason."""

    async def ask(_: AsyncConnection) -> dict[str, Any]:
        asked = {"follower": body.follower, "key": body.key}
        return await behind.by_name[body.service].decide("resumption", body.tenant, asked)

    return Decided(**await once(ask))


@router.post("/discarding", status_code=202, **action("running.decide"))
async def discard(body: Discarding, asker: Asks, once: OnceOnly, behind: Behind) -> Decided:
    """Leave a parked event out for good, and let go on what waits behind it; who, when and why stay on record."""

    async def ask(_: AsyncConnection) -> dict[str, Any]:
        said = body.model_dump(include={"producer", "follower", "position", "why"}) | {"by": asker.actor}
        return await behind.by_name[body.service].decide("discarding", body.tenant, said)

    return Decided(**await once(ask))


async def _of(behind: Services, name: str, tenant: Tenant) -> list[dict[str, Any]]:
    return [{"service": name, **one} for one in await behind.by_name[name].parked(tenant)]
