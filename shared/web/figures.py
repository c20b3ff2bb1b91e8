"""How long an application's answers take, as a Prometheus figure (docs/metrics.md); pure ASGI, as all around it."""

from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import clock

NO_ROUTE = "none"  # nothing is there, or it is passed on: what was asked for is never a label
_UNFORESEEN = 500

SECONDS = Histogram(
    "minqing_http_seconds",
    "From a request's head to its answer's",
    ["route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30),  # what a person notices; a feed waits up to 25
)


class Timed:
    """Notes each answer under its route's template and its class of status; a stream's by when it begins.

    `prefix`: under which routers were included, which their routes may not know of.
    """

    def __init__(self, app: ASGIApp, prefix: str = "") -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began = clock.ticking()
        answered: list[tuple[int, float]] = []

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered.append((message["status"], clock.ticking()))
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            status, at = answered[0] if answered else (_UNFORESEEN, clock.ticking())
            SECONDS.labels(template_of(scope, self._prefix), f"{status // 100}xx").observe(at - began)
        return None


def template_of(scope: Scope, prefix: str) -> str:
    """The template of the route that answered a request, `none` where it was none of this application's."""
    template: str = getattr(scope.get("route"), "path", NO_ROUTE)
    is_below = scope["path"].startswith(f"{prefix}/") and not template.startswith(f"{prefix}/")
    return prefix + template if is_below and template != NO_ROUTE else template
