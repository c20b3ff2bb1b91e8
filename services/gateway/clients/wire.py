"""HTTP/1.1 to one service over kept connections: an httpx transport that costs a third of the usual one.

It is written for what our own services answer: bodies with a length or in chunks, no redirects, no proxies.
"""

import asyncio
import secrets
import socket
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import Any, cast  # the parser has no types

import httptools
import httpx

from shared import clock

_KEPT_SECONDS = 4.0  # a server lets an idle connection go after five
_KEPT_AT_MOST = 128
_READ_AHEAD_BYTES = 256 * 1024


class Wire(httpx.AsyncBaseTransport):
    """Connections to one address; those that are idle are used again, the last one first."""

    def __init__(self) -> None:
        self._idle: list[tuple[float, _Connection]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, its body unread. Raises what every httpx transport does."""
        patience: dict[str, float | None] = request.extensions.get("timeout", {})
        connection = self._kept() or await _connected(request.url, patience.get("connect"))
        try:
            status, headers = await connection.ask(_written(request), patience.get("read"))
        except BaseException:
            connection.end()
            raise
        body = _Body(self, connection, patience.get("read"))
        return httpx.Response(status, headers=headers, stream=body, request=request)

    def give_back(self, connection: "_Connection") -> None:
        """An exchange is over: keep the connection if it can carry another."""
        if connection.is_free() and len(self._idle) < _KEPT_AT_MOST:
            self._idle.append((clock.ticking() + _KEPT_SECONDS, connection))
        else:
            connection.end()

    async def aclose(self) -> None:
        """End all idle connections."""
        while self._idle:
            self._idle.pop()[1].end()

    def _kept(self) -> "_Connection | None":
        while self._idle:
            until, connection = self._idle.pop()
            if connection.is_free() and clock.ticking() < until:
                return connection
            connection.end()
        return None


class _Connection(asyncio.Protocol):
    """One exchange at a time; the parser calls `on_…` as the answer comes in."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser: Any = None
        self._headers: list[tuple[bytes, bytes]] = []
        self._chunks: deque[bytes] = deque()
        self._ahead = 0
        self._complete = True
        self._keeps = True
        self._lost: Exception | None = None
        self._head: asyncio.Future[int] | None = None
        self._more: asyncio.Future[None] | None = None

    async def ask(self, request: bytes, seconds: float | None) -> tuple[int, list[tuple[bytes, bytes]]]:
        """Status and headers of the answer. Raises httpx.RemoteProtocolError, httpx.ReadTimeout."""
        self._parser = httptools.HttpResponseParser(self)
        self._headers, self._complete, self._keeps = [], False, False
        self._head = asyncio.get_running_loop().create_future()
        if self._transport is None or self._lost:
            raise httpx.RemoteProtocolError("the connection has ended")
        self._transport.write(request)
        return await _within(self._head, seconds), self._headers

    async def chunk(self, seconds: float | None) -> bytes:
        """The next piece of the body, empty at its end. Raises httpx.ReadError, httpx.ReadTimeout."""
        while not self._chunks:
            if self._complete:
                return b""
            if self._lost:
                raise httpx.ReadError(str(self._lost))
            self._more = asyncio.get_running_loop().create_future()
            await _within(self._more, seconds)
        chunk = self._chunks.popleft()
        self._ahead -= len(chunk)
        if self._ahead < _READ_AHEAD_BYTES and self._transport:
            self._transport.resume_reading()
        return chunk

    def is_free(self) -> bool:
        """Whether another exchange may begin."""
        return self._complete and self._keeps and self._lost is None and not self._chunks

    def end(self) -> None:
        """Let the connection go, whatever is under way."""
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but its class

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, AttributeError) as error:  # no parser yet: nobody has asked anything
            self._fail(error)
            self.end()

    def connection_lost(self, error: Exception | None) -> None:
        self._fail(error or ConnectionResetError("the connection has ended"))

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        self._keeps = self._parser.should_keep_alive()
        if self._head and not self._head.done():
            self._head.set_result(self._parser.get_status_code())

    def on_body(self, body: bytes) -> None:
        self._chunks.append(body)
        self._ahead += len(body)
        if self._ahead >= _READ_AHEAD_BYTES and self._transport:
            self._transport.pause_reading()
        self._wake()

    def on_message_complete(self) -> None:
        self._complete = True
        self._wake()

    def _fail(self, error: Exception) -> None:
        self._lost = self._lost or error
        if self._head and not self._head.done():
            self._head.set_exception(httpx.RemoteProtocolError(str(error)))
        self._wake()

    def _wake(self) -> None:
        if self._more and not self._more.done():
            self._more.set_result(None)


class _Body(httpx.AsyncByteStream):
    """The body of an answer; closing it gives the connection back."""

    def __init__(self, wire: Wire, connection: _Connection, seconds: float | None) -> None:
        self._wire = wire
        self._connection: _Connection | None = connection
        self._seconds = seconds

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._connection and (chunk := await self._connection.chunk(self._seconds)):
            yield chunk

    async def aclose(self) -> None:
        if self._connection:
            self._wire.give_back(self._connection)
            self._connection = None


async def _connected(url: httpx.URL, seconds: float | None) -> _Connection:
    try:
        async with asyncio.timeout(seconds):
            return await to_any(await _addresses(url.host, url.port or 80), seconds)
    except TimeoutError as error:
        raise httpx.ConnectTimeout("no connection in time") from error
    except OSError as error:
        raise httpx.ConnectError(str(error)) from error


async def _addresses(host: str, port: int) -> list[tuple[str, int]]:
    """Of a service, one of each of its processes; in no order, as the system would always name the nearest first."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [(str(address[0]), int(address[1])) for *_, address in found]
    secrets.SystemRandom().shuffle(addresses)
    return addresses


async def to_any(addresses: Sequence[tuple[str, int]], seconds: float | None) -> _Connection:
    """A connection to the first that takes one, each having its share of the time. Raises OSError when none does."""
    refused = OSError("no address")
    for address in addresses:
        try:
            return await _to(address, seconds / len(addresses) if seconds else None)
        except OSError as error:
            refused = error
    raise refused


async def _to(address: tuple[str, int], seconds: float | None) -> _Connection:
    async with asyncio.timeout(seconds):
        return (await asyncio.get_running_loop().create_connection(_Connection, *address))[1]


async def _within(future: "asyncio.Future[Any]", seconds: float | None) -> Any:
    try:
        async with asyncio.timeout(seconds):
            return await future
    except TimeoutError as error:
        raise httpx.ReadTimeout("no answer in time") from error


def _written(request: httpx.Request) -> bytes:
    target = request.extensions.get("target", request.url.raw_path)  # as it was sent to us, untouched by a URL library
    lines = [b"%b %b HTTP/1.1" % (request.method.encode(), target)]
    lines += [b"%b: %b" % header for header in request.headers.raw]
    return b"\r\n".join((*lines, b"", request.content))
