"""A client of HTTP/1.1 that costs little: kept connections, requests made ready as bytes, answers hardly looked at."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import cast  # a loop of another make has transports of its own

import httptools


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A request as it travels."""
    told = {"Host": "bench", **headers, "Content-Length": str(len(body)), "Content-Type": "application/json"}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + body


class Knocker(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._answer: asyncio.Future[int] | None = None
        self.received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Look for the answer's end."""
        self._parser.feed_data(data)

    def connection_lost(self, error: Exception | None) -> None:
        """Whoever waits learns it."""
        if self._answer and not self._answer.done():
            self._answer.set_exception(error or ConnectionResetError("the server hung up"))

    def on_body(self, body: bytes) -> None:
        """Count, and pass over."""
        self.received += len(body)

    def on_message_complete(self) -> None:
        """Answered."""
        status = self._parser.get_status_code()
        self._parser = httptools.HttpResponseParser(self)
        if self._answer:
            self._answer.set_result(status)

    async def ask(self, request: bytes) -> None:
        """Send it, and return once it is answered with a yes. Raises AssertionError for a no."""
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        status = await self._answer
        assert 200 <= status < 300, f"the answer was {status}"


@asynccontextmanager
async def knockers(port: int, many: int) -> AsyncIterator[list[Knocker]]:
    """So many open connections."""
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(Knocker, "127.0.0.1", port) for _ in range(many)]
    try:
        yield [knocker for _, knocker in made]
    finally:
        for transport, _ in made:
            transport.close()


async def ask_all(knockers: Sequence[Knocker], requests: Sequence[bytes]) -> None:
    """All requests over all connections, each connection busy until none is left."""
    left = iter(requests)

    async def work(knocker: Knocker) -> None:
        for each in left:
            await knocker.ask(each)

    await asyncio.gather(*map(work, knockers))
