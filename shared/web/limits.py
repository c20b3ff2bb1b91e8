"""A limit on what one request may bring; pure ASGI, since a middleware class of the framework halves the rate."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problems import problem

LARGEST_BODY = 8 * 1024 * 1024


class BodyLimit:
    """Answers 413 to a body over the limit, however it is sent, whatever the route makes of the part it has read."""

    def __init__(self, app: ASGIApp, limit: int = LARGEST_BODY) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        counted = _Counted(self._limit, scope, receive, send)
        await self._app(scope, counted.receive, counted.send)
        return None


@dataclass
class _Counted:
    limit: int
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
            answer = problem(Request(self.scope), 413, "too-large", {"limit": self.limit})
            await answer(self.scope, self.incoming, self.outgoing)
