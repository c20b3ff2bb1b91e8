"""Applications on real ports of this machine: receivers of webhooks, and services that speak."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from shared.testing.waiting import until


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the tests' own process."""
        yield


@asynccontextmanager
async def serving(app: ASGIApp, lifespan: str = "on", port: int = 0) -> AsyncIterator[str]:
    """The application on a free port, or on this one, until the end of the block; its address."""
    config = uvicorn.Config(app, port=port, log_config=None, lifespan=lifespan, timeout_graceful_shutdown=1)  # type: ignore[arg-type]  # on or off
    server = _Server(config)
    running = asyncio.create_task(server.serve())

    async def started() -> bool:
        assert not running.done(), "the server did not start"
        return server.started

    await until(started, 20)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


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
    async with serving(app, "off", port) as url:
        receiver.url = url
        yield receiver
