"""Live pages: a hint to fetch again, when what the reader sees there has changed, and only then.

The services' doorbells say that a district has moved; whether that is anything for this reader, the API says. A hint
that told of more would tell of what one may not see.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Annotated, Any  # what was rung is JSON that nobody has checked

import httpx
from fastapi import FastAPI, Header, Query, Response
from fastapi.responses import StreamingResponse

from services.gateway.clients.services import Services
from services.gateway.pages.behind import API, No
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages
from shared import clock
from shared.errors import NotFound
from shared.eventstore.waiting import within
from shared.ids import Tenant
from shared.messaging.broker import RedisBell
from shared.web.problems import WebError

router = pages()

Address = Annotated[str, Query(pattern=r"^/[^\x00-\x20]*$", max_length=500)]
_ELSEWHERE = frozenset({".", ".."})  # segments that the client rewrites on the way
_PRODUCERS = ("scheduling", "ledger", "casework", "notify")
_STREAM_SECONDS = 50.0  # a session that has ended meanwhile is noticed then
_LOOK_SECONDS = 15.0  # behind the bells, which may be away
_SOON_SECONDS = 2.0  # after a bell: a read model may come later than the fact
_SETTLING_SECONDS = 0.3


class Moves:
    """Wakes whoever waits for a district."""

    def __init__(self) -> None:
        self._moved: dict[Tenant, asyncio.Event] = {}

    def heard(self, producer: str, items: list[dict[str, Any]]) -> None:
        """Something was rung."""
        for tenant in {item.get("tenant") for item in items}:
            if event := self._moved.pop(Tenant(str(tenant)), None):
                event.set()

    async def within(self, tenant: Tenant, seconds: float) -> bool:
        """Whether the district has moved before the time is over."""
        return await within(self._moved.setdefault(tenant, asyncio.Event()), seconds)


@asynccontextmanager
async def listening(app: FastAPI, name: str, redis_url: str) -> AsyncIterator[None]:
    """Hear the services' doorbells; without a Redis, pages are looked at now and then."""
    app.state.moves = moves = Moves()
    if not redis_url:
        yield
        return
    bell = RedisBell(name, redis_url)
    for producer in _PRODUCERS:
        bell.hear(producer, moves.heard)
    await bell.start()
    try:
        yield
    finally:
        await bell.stop()


@router.get("/live")
async def live(
    page: Page,
    of: Annotated[list[Address], Query(max_length=8)],
    seen: str = "",
    last_event_id: Annotated[str, Header()] = "",
) -> Response:
    """Server-sent hints, while the API's answers at these addresses change; `seen`: the last hint's id.

    Raises NotFound for an address whose answer has no end.
    """
    if not all(_has_an_end(page, address) for address in of):
        raise NotFound("not-found")
    now = await _seen(page, of)
    stream = _hints(page, of, now, missed=(last_event_id or seen) not in ("", now))
    return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _has_an_end(page: OwnVisit, address: str) -> bool:
    services: Services = page.request.app.state.services
    path = httpx.URL(API + address).path
    if not _ELSEWHERE.isdisjoint(path.split("/")):
        return False
    try:
        return not services.find("GET", path).streams
    except (NotFound, WebError):
        return True  # the gateway's own, or nobody's: asked as it stands


async def _hints(page: OwnVisit, of: Sequence[str], seen: str, missed: bool) -> AsyncIterator[bytes]:
    moves: Moves = page.request.app.state.moves
    until, patience = clock.ticking() + _STREAM_SECONDS, _LOOK_SECONDS
    yield b"retry: 1000\n" + (_changed(seen) if missed else _known(seen))
    while clock.ticking() < until:
        rang = await moves.within(page.asker.tenant, patience)
        await asyncio.sleep(_SETTLING_SECONDS)
        try:
            now = await _seen(page, of)
        except No:
            return  # the page will be told when it comes back
        yield _changed(now) if now != seen else b": nothing new\n\n"
        seen, patience = now, _SOON_SECONDS if rang else _LOOK_SECONDS


async def _seen(page: OwnVisit, of: Sequence[str]) -> str:
    answers = await asyncio.gather(*(page.behind.ask("GET", address) for address in of))
    return sha256(b"\n".join(answer.content for answer in answers)).hexdigest()[:32]


def _changed(seen: str) -> bytes:
    return f"id: {seen}\nevent: changed\ndata:\n\n".encode()


def _known(seen: str) -> bytes:
    return f"id: {seen}\nevent: known\ndata:\n\n".encode()
