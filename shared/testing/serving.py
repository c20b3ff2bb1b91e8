"""Applications on real ports of this machine, for as long as a test needs them."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.types import ASGIApp

from shared.testing.waiting import until


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the tests' own process."""
        yield


@dataclass
class Serving:
    """An application on a free port, or on this one, and on the same when it is started again.

    `config`: as it is served, where that is what matters.
    """

    app: ASGIApp
    port: int = 0
    lifespan: bool = True
    config: uvicorn.Config | None = None
    _server: _Server = field(init=False, repr=False)
    _answering: asyncio.Task[None] = field(init=False, repr=False)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen, and answer."""
        self._server = _Server(self.config or self._plain())
        self._answering = asyncio.create_task(self._server.serve())
        await until(self._started)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Answer what is under way, and listen no more."""
        self._server.should_exit = True
        await self._answering

    async def __aenter__(self) -> "Serving":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def _plain(self) -> uvicorn.Config:
        return uvicorn.Config(
            self.app,
            port=self.port,
            log_config=None,
            lifespan="on" if self.lifespan else "off",
            timeout_graceful_shutdown=1,
        )

    def _started(self) -> bool:
        assert not self._answering.done(), "the server did not start"
        return self._server.started


@asynccontextmanager
async def serving(processes: Iterable[Serving]) -> AsyncIterator[None]:
    """All of them, begun and ended together: an end takes each a tenth of a second or two."""
    every = list(processes)
    await asyncio.gather(*(each.start() for each in every))
    try:
        yield
    finally:
        await asyncio.gather(*(each.stop() for each in every))
