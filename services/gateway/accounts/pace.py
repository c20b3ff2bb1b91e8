"""How much one may ask in how short a time: a bucket that fills steadily, for each account, key or address."""

from collections.abc import Awaitable, Callable, Hashable
from math import ceil

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared import clock
from shared.web.problems import TooMany, problem
from shared.web.traced import WITHIN

_MOST_BUCKETS = 10_000


class Pace:
    """Admits `burst` requests at once and `per_second` over time; 0 per second admits all."""

    def __init__(self, per_second: float, burst: float) -> None:
        self._per_second = per_second
        self._burst = max(burst, 1.0)
        self._buckets: dict[Hashable, tuple[float, float]] = {}

    def admit(self, who: Hashable) -> None:
        """Count a request. Raises TooMany with the seconds to wait."""
        if not self._per_second:
            return
        at = clock.ticking()
        filled, since = self._buckets.get(who, (self._burst, at))
        filled = min(self._burst, filled + (at - since) * self._per_second)
        if filled < 1:
            seconds = ceil((1 - filled) / self._per_second)
            raise TooMany(headers={"Retry-After": str(seconds)}, seconds=seconds)
        if len(self._buckets) >= _MOST_BUCKETS:
            self._forget_full(at)
        self._buckets[who] = filled - 1, at

    def _forget_full(self, at: float) -> None:
        long_ago = at - self._burst / self._per_second
        self._buckets = {who: kept for who, kept in self._buckets.items() if kept[1] > long_ago}


Saying = Callable[[Request, TooMany], Awaitable[Response]]
"""The answer to a request that came too soon."""


async def too_often(request: Request, no: TooMany) -> Response:
    """The problem document."""
    return problem(request, no.status, no.code, no.details)


class PaceOfAddresses:
    """Pure ASGI: slows down a network address, before anybody asks who it is."""

    def __init__(self, app: ASGIApp, pace: Pace, saying: Saying = too_often) -> None:
        self._app = app
        self._pace = pace
        self._saying = saying

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429."""
        if scope["type"] == "http" and scope.get("client") and WITHIN not in scope:  # it has been counted
            try:
                self._pace.admit(scope["client"][0])
            except TooMany as no:
                answer = await self._saying(Request(scope, receive), no)
                answer.headers.update(no.headers)
                return await answer(scope, receive, send)
        return await self._app(scope, receive, send)
