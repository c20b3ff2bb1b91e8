"""A limit on what one request may bring; pure ASGI, since a middleware class of the framework halves the rate."""

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problems import problem

LARGEST_BODY = 8 * 1024 * 1024

Saying = Callable[[Request, int], Response]
"""The answer to a request that brings more than a limit, in bytes."""


def too_large(request: Request, limit: int) -> Response:
    """The problem document."""
    return problem(request, 413, "too-large", {"limit": limit})


class BodyLimit:
    """Answers 413 to a body over the limit, however it is sent, whatever the route makes of the part it has read."""

    def __init__(self, app: ASGIApp, limit: int = LARGEST_BODY, saying: Saying = too_large) -> None:
        self._app = app
        self._limit = limit
        self._saying = saying

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        counted = _Counted(self._limit, self._saying, scope, receive, send)
        await self._app(scope, counted.receive, counted.send)
        return None


@dataclass
class _Counted:
    limit: int
    saying: Saying
    scope: Scope
    incoming: Receive
    outgoing: Send
    seen: int = 0
    answered: bool = field(default=False)

    async def receive(self) -> Message:
        message = await self.incoming()
        self.seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.seen > self.limit else message

    async def send(self, message: Message) -> None:
        if self.seen <= self.limit:
            await self.outgoing(message)
        elif not self.answered:
            self.answered = True
            answer = self.saying(Request(self.scope), self.limit)
            await answer(self.scope, self.incoming, self.outgoing)
