"""Each request that is traced as a span of its application (docs/traces.md); pure ASGI, as all around it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import tracing
from shared.tracing import Named, Span, parent_of
from shared.web.figures import NO_ROUTE, template_of

NONE_OF_ITS_OWN = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""What FastAPI is told: its own spans would tell addresses with their queries, its logs what errors say."""
PASSED_ON = "minqing.passed-on"
"""In a request's scope: the template of the route behind that it is passed on to."""
WITHIN = "minqing.within"
"""In the scope of what a page asks in process for its reader: a part of their request, counted and followed with it."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Traced:
    """Follows a request until its answer begins, by its route's template: what was asked for is never told.

    A service follows what comes with a `traceparent`. The edge, which `begins` traces, follows all requests but those
    for what is `beside` the work; what comes without one begins a trace, what is not to be followed is left out whole.
    """

    def __init__(self, app: ASGIApp, prefix: str = "", begins: bool = False, beside: tuple[str, ...] = ()) -> None:
        self._app = app
        self._prefix = prefix
        self._begins = begins
        self._beside = beside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http" or not tracing.is_followed():
            return await self._app(scope, receive, send)
        with self._span(scope) as span:

            async def noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self._note(span, scope, message["status"])
                await send(message)

            await self._app(scope, receive, noting)
        return None

    def _span(self, scope: Scope) -> Span:
        method = _method(scope)
        parent = tracing.here().traceparent if WITHIN in scope else _sent(scope)
        if not self._begins or scope["path"].startswith(self._beside):
            return tracing.span(method, "server", parent, method=method)
        above = parent_of(parent)
        if above is None:
            return tracing.first(method, "server", method=method)
        return tracing.span(method, "server", parent, method=method) if above.sampled else Named(parent)

    def _note(self, span: Span, scope: Scope, status: int) -> None:
        route: str = scope.get(PASSED_ON) or template_of(scope, self._prefix)
        span.note(route=route, status=status)
        if route != NO_ROUTE:
            span.named(f"{_method(scope)} {route}")
        span.end()


def _sent(scope: Scope) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"traceparent"), "")


def _method(scope: Scope) -> str:
    method: str = scope["method"]
    return method if method in _METHODS else "OTHER"
