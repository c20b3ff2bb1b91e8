"""What services ask of each other, and operators of a service: feed, positions, clock, health, figures."""

from dataclasses import asdict
from typing import Annotated, Any  # documents are JSON

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.event import Frozen, Instant
from shared.eventstore.verdicts import Discarding
from shared.ids import Tenant
from shared.web.asking import FromService
from shared.web.ports import Ports, Reach

router = APIRouter(include_in_schema=False)
_MOST_FACTS = 1000
_LONGEST_WAIT_SECONDS = 25.0


@router.get("/feed")
async def feed(  # noqa: PLR0913 the query of formats 5
    ports: Reach,
    _: FromService,
    tenant: Tenant,
    after: Annotated[int, Query(ge=0)] = 0,
    hash: Annotated[str, Query(pattern="^([0-9a-f]{64})?$")] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST_FACTS)] = 500,
    wait: Annotated[float, Query(ge=0, le=_LONGEST_WAIT_SECONDS)] = 0,
) -> Response:
    """A district's facts after a position, for a reader whose hash there is this log's (formats 5)."""
    page = await ports.feed.page(tenant, after, hash, limit, wait)
    return Response(page, media_type="application/json")


@router.get("/feed/heads")
async def heads(ports: Reach, _: FromService) -> Response:
    """Where each district's log ends."""
    return Response(await ports.feed.heads(), media_type="application/json")


@router.get("/positions")
async def positions(ports: Reach, _: FromService, tenant: Tenant) -> dict[str, Any]:
    """Head, checkpoints, due timers and pending work of a district: what quiet is read from (design 7)."""
    return {**await ports.following.positions(tenant), "pending": await _pending(ports, tenant)}


async def _pending(ports: Ports, tenant: Tenant) -> int:
    count = ports.extra.get("pending")  # what a service still has under way besides its followers
    return await count(tenant) if count else 0


class ClockSetting(Frozen):
    """The moment that a sandbox's driver moves the clock to."""

    now: Instant


@router.put("/clock/{tenant}", status_code=204)
async def set_clock(ports: Reach, _: FromService, tenant: Tenant, body: ClockSetting) -> None:
    """Move a sandbox district's clock forward and fire what has become due, in order of due time."""
    await ports.following.set_clock(tenant, body.now)


class Resumption(Frozen):
    """Which of a follower's parked events are to be taken in again: those of one key, or all."""

    tenant: Tenant
    follower: str
    key: str = ""


class ToDiscard(Frozen):
    """A parked event that is to be left out for good: `position` in the log of `producer`; `by` says so."""

    tenant: Tenant
    producer: str
    follower: str
    position: int
    why: str
    by: str


@router.get("/parked")
async def parked(ports: Reach, _: FromService, tenant: Tenant) -> list[dict[str, Any]]:
    """What followers have parked in a district: ids, types and codes, never contents."""
    return [asdict(one) for one in await ports.following.parking.listed(tenant)]


@router.post("/parked/resumption", status_code=202)
async def resume(ports: Reach, _: FromService, body: Resumption) -> dict[str, int]:
    """Have parked events taken in again, in order; whichever process moves the follower does it."""
    return {"events": await ports.following.parking.resume(body.tenant, body.follower, body.key)}


@router.post("/parked/discarding", status_code=202)
async def discard(ports: Reach, _: FromService, body: ToDiscard) -> dict[str, int]:
    """Have a parked event left out for good, on record, and let go on what waits behind it."""
    asked = Discarding(body.producer, body.follower, body.position, body.why, body.by)
    return {"events": await ports.following.parking.discard(body.tenant, asked)}


@router.get("/livez")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def ready(ports: Reach) -> JSONResponse:
    """Whether this service keeps up: lag in seconds of every consumer, stopped producers, parked keys."""
    lag = [asdict(one) for one in ports.following.lag()]
    problems = [asdict(one) for one in await ports.following.problems()]
    document = {"service": ports.service, "ready": not problems, "lag": lag, "problems": problems}
    return JSONResponse(document, 200 if not problems else 503)


@router.get("/metrics")
async def metrics() -> Response:
    """Prometheus figures of this process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
