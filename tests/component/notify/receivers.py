"""Receivers of webhooks, on real ports of this machine."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.testing.serving import Serving


@dataclass(frozen=True)
class Arrived:
    """One request, as it came, from which port, and the status it was answered."""

    path: str
    port: int
    headers: dict[str, str]
    body: bytes
    status: int


Answering = Callable[[str, int], Response]
"""From the path and how many requests came to it (from 1) to the answer."""


def _thanks(path: str, count: int) -> Response:
    return Response(status_code=204)


@dataclass
class Receiver:
    """A receiver of webhooks that keeps what came, and answers as it is told."""

    answering: Answering = _thanks
    arrived: list[Arrived] = field(default_factory=list)
    url: str = ""

    async def take(self, request: Request) -> Response:
        path = request.url.path
        count = 1 + sum(one.path == path for one in self.arrived)
        answer = self.answering(path, count)
        body = await request.body()
        self.arrived.append(
            Arrived(path, request.client.port if request.client else 0, dict(request.headers), body, answer.status_code)
        )
        return answer


@asynccontextmanager
async def receiving(answering: Answering = _thanks, port: int = 0) -> AsyncIterator[Receiver]:
    """A receiver on a free port, or on this one."""
    receiver = Receiver(answering)
    app = Starlette(routes=[Route("/{path:path}", receiver.take, methods=["GET", "POST"])])
    async with Serving(app, port, lifespan=False) as serving:
        receiver.url = serving.url
        yield receiver
