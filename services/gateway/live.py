"""What goes on just now: whether the services are up and keep up, and whether a sandbox has come to rest."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any  # what services tell of themselves is JSON

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from services.gateway.accounts.asking import Asks, AtGate, action
from services.gateway.clients.service import Service
from services.gateway.clients.services import Behind, Services
from shared import clock
from shared.errors import NotFound
from shared.event import Frozen
from shared.ids import Tenant
from shared.messaging.quiet import restless
from shared.web.problems import Unavailable, WebError

health = APIRouter(include_in_schema=False)
router = APIRouter(tags=["running"])

_LONGEST_WAIT_SECONDS = 25.0
_FIRST_PAUSE_SECONDS = 0.005
_LONGEST_PAUSE_SECONDS = 0.1

Readings = tuple[Mapping[str, Any], ...]
"""Where all services stand with a district, each at a moment of its own."""


class Quiet(Frozen):
    """A sandbox at rest: where each service's log of it ends."""

    heads: Mapping[str, int]


@health.get("/livez")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@health.get("/readyz")
async def ready(behind: Behind, gate: AtGate) -> JSONResponse:
    """Whether the database answers, and every service is up and keeps up; no district is named."""
    async with gate.database.transaction(None):
        told = await _told(behind)
    services = {name: _summary(document) for name, document in told.items()}
    all_ready = all(service["ready"] for service in services.values())
    return JSONResponse({"ready": all_ready, "services": services}, 200 if all_ready else 503)


@router.get("/running/figures", response_class=PlainTextResponse, **action("running.read"))
async def figures() -> Response:
    """Prometheus figures of this process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.get("/running", **action("running.read"))
async def running(behind: Behind) -> dict[str, Any]:
    """All that the services tell of themselves: each follower's lag, what has stopped or is parked, and why."""
    return await _told(behind)


async def _told(behind: Services) -> dict[str, Any]:
    names = list(behind.by_name)
    documents = await asyncio.gather(*(_readiness(behind.by_name[name]) for name in names))
    return dict(zip(names, documents, strict=True))


async def _readiness(service: Service) -> dict[str, Any]:
    try:
        ready, document = await service.readiness()
    except WebError as error:
        return {"ready": False, "code": error.code}
    return {**document, "ready": ready}


def _summary(document: Mapping[str, Any]) -> dict[str, Any]:
    lag = [one["seconds"] for one in document.get("lag", ())]
    problems = len(document.get("problems", ()))
    return {"ready": document["ready"], "lag_seconds": max(lag, default=0), "problems": problems}


@router.get("/sandbox/quiet", **action("sandbox.clock"))
async def quiet(
    asker: Asks, behind: Behind, response: Response, wait: Annotated[float, Query(ge=0, le=_LONGEST_WAIT_SECONDS)] = 20
) -> Quiet:
    """Wait until nothing is under way in this sandbox: two equal readings with all done (design 7).

    Answers 503 with what is still under way when `wait` seconds are over.
    """
    if asker.now is None:
        raise NotFound("no-sandbox")
    response.headers["Cache-Control"] = "no-store"
    return Quiet(heads=await _at_rest(behind, asker.tenant, wait))


async def _at_rest(behind: Services, tenant: Tenant, wait: float) -> dict[str, int]:
    until, pause = clock.ticking() + wait, _FIRST_PAUSE_SECONDS
    before: dict[str, int] = {}
    while True:
        readings = await _read(behind, tenant)
        heads, busy = _heads(readings), restless(readings)
        if not busy and heads == before:
            return heads
        if clock.ticking() > until:
            raise Unavailable("not-quiet", {"Retry-After": "1"}, busy="; ".join(busy))
        if busy:
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE_SECONDS)
        before = heads if not busy else {}


async def _read(behind: Services, tenant: Tenant) -> Readings:
    return tuple(await asyncio.gather(*(service.positions(tenant) for service in behind.by_name.values())))


def _heads(readings: Readings) -> dict[str, int]:
    return {reading["service"]: reading["head"] for reading in readings}
