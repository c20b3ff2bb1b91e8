"""A limit on what one request may bring; pure ASGI, since a middleware class of the framework halves the rate."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problems import WebError, problem

LARGEST_BODY = 8 * 1024 * 1024


class _TooLarge(WebError):
    status, code = 413, "too-large"


class BodyLimit:
    """Answers 413 to a body over the limit, however it is sent, before any route reads it."""

    def __init__(self, app: ASGIApp, limit: int = LARGEST_BODY) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                raise _TooLarge(limit=self._limit)
            return message

        try:
            await self._app(scope, counted, send)
        except _TooLarge as error:
            answer = problem(Request(scope), error.status, error.code, error.details)
            await answer(scope, receive, send)
