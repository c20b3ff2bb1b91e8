"""What a subscription was told, to be fetched: page by page, waiting for more, or as a stream of server-sent events."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Protocol  # a piece of an OpenAPI document is JSON

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import StreamingResponse

from services.notify.api.keeping import After, Limit
from services.notify.queries.cloudevents import as_text
from services.notify.queries.deliveries import Span, events_after
from services.notify.queries.views import Events
from shared import clock
from shared.ids import SubscriptionId, Tenant
from shared.web.asking import CaughtUp, Listening, action
from shared.web.ports import Ports, Reach, reading

router = APIRouter(prefix="/api/v1/subscriptions", tags=["subscriptions"])
PULLED = action("subscription.pull")
_LONGEST_WAIT_SECONDS = 25.0
_LOOK_SECONDS = 1.0  # behind the log's hints, which may be lost
_STREAM_SECONDS = 50.0  # less than a token lives: who may no longer read is cut off soon
_BEAT_SECONDS = 15.0
_RETRY = b"retry: 1000\n\n"
_EVENT_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}
}


class Arrivals(Protocol):
    """Tells that a district's log may have moved, as opened at start."""

    async def within(self, tenant: Tenant, seconds: float) -> None:
        """Return when it has, or when the time is over."""
        ...


@dataclass(frozen=True)
class Fetching:
    """Reads for one asker. No connection is held while nothing comes, and rights are asked at each reading."""

    ports: Ports
    me: Listening

    async def after(self, span: Span, seconds: float = 0) -> Events:
        """The next page, waiting for one that is not empty. Raises NotFound for who may not, or no longer, read it."""
        until = clock.ticking() + seconds
        while True:
            found = await self._now(span)
            left = until - clock.ticking()
            if found.items or left <= 0:
                return found
            span = replace(span, after=int(found.next))
            arrivals: Arrivals = self.ports.extra["arrivals"]
            await arrivals.within(self.me.tenant, min(left, _LOOK_SECONDS))

    async def _now(self, span: Span) -> Events:
        async with self.ports.database.reading(self.me.tenant) as connection:
            db = await connection.execution_options(**reading(self.ports))
            return await events_after(db, self.me, span)


async def fetching_of(_: CaughtUp, ports: Reach, me: Listening) -> Fetching:
    """The asker's reading."""
    return Fetching(ports, me)


Fetch = Annotated[Fetching, Depends(fetching_of)]
Wait = Annotated[float, Query(ge=0, le=_LONGEST_WAIT_SECONDS)]


@router.get("/{subscription}/events", **PULLED)
async def fetch_events(
    subscription: SubscriptionId, fetch: Fetch, after: After = 0, limit: Limit = 100, wait: Wait = 0
) -> Events:
    """What was told after a sequence, as CloudEvents; `wait` up to 25 seconds for something to come."""
    return await fetch.after(Span(subscription, after, limit), wait)


@router.get("/{subscription}/stream", response_class=StreamingResponse, responses=_EVENT_STREAM, **PULLED)
async def stream_events(
    subscription: SubscriptionId,
    fetch: Fetch,
    last_event_id: Annotated[str, Header(pattern=r"^[0-9]{1,20}$")] = "0",
) -> StreamingResponse:
    """What was told after `Last-Event-ID` (a sequence), and whatever comes; reconnect when it ends, as browsers do."""
    begun = await fetch.after(Span(subscription, int(last_event_id), 100))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(fetch, subscription, begun), media_type="text/event-stream", headers=headers)


async def _told(fetch: Fetching, subscription: SubscriptionId, page: Events) -> AsyncIterator[bytes]:
    until = clock.ticking() + _STREAM_SECONDS
    yield _RETRY
    while True:
        for event in page.items:
            yield f"id: {event['sequence']}\nevent: {event['type']}\ndata: {as_text(event)}\n\n".encode()
        left = until - clock.ticking()
        if left <= 0:
            return
        page = await fetch.after(Span(subscription, int(page.next), 100), min(left, _BEAT_SECONDS))
        if not page.items:
            yield b": nothing new\n\n"
