"""The transport to the services: kept connections, bodies of every form, and connections that end."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any  # loops come from two libraries

import httpx
import pytest
import uvloop

from services.gateway.clients.wire import Wire, to_any
from shared.testing.waiting import until

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
PIECE = 64 * 1024
SHORT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\nhi"


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Callable[[Coroutine[Any, Any, None]], None]:
    """Runs a coroutine on a loop of its own: the one of the tests, or the one of the product."""

    def ran(coroutine: Coroutine[Any, Any, None]) -> None:
        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(coroutine)

    return ran


class Peer:
    """A server that answers each request, of any kind, with the same bytes, and counts its connections and bytes."""

    def __init__(self, answer: bytes, *, ends: bool = False) -> None:
        self.answer, self.ends = answer, ends
        self.connections = self.sent = 0
        self.requests: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer until the other side goes."""
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.requests.append(head)
                await self._send(writer)
                if self.ends:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _send(self, writer: asyncio.StreamWriter) -> None:
        for at in range(0, len(self.answer), PIECE):
            piece = self.answer[at : at + PIECE]
            writer.write(piece)
            await writer.drain()
            self.sent += len(piece)

    async def stands_still(self) -> None:
        """Wait until it has sent nothing between two looks."""
        seen = [-1]

        def still() -> bool:
            seen.append(self.sent)
            return seen[-1] == seen[-2]

        await until(still)


@asynccontextmanager
async def _reached(peer: Peer):  # type: ignore[no-untyped-def]  # (wire, url)
    server = await asyncio.start_server(peer.serve, "127.0.0.1")
    wire = Wire()
    try:
        yield wire, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x?y=1"
    finally:
        await wire.aclose()
        server.close()


async def _get(wire: Wire, url: str, **timeout: float) -> httpx.Response:
    request = httpx.Request("GET", url, extensions={"timeout": timeout or {"connect": 5, "read": 5}})
    answer = await wire.handle_async_request(request)
    try:
        await answer.aread()
    finally:
        await answer.aclose()
    return answer


def test_one_connection_carries_one_request_after_another(run: Callable[..., None]) -> None:
    async def two() -> None:
        peer = Peer(SHORT)
        async with _reached(peer) as (wire, url):
            for _ in range(3):
                answer = await _get(wire, url)
                assert (answer.status_code, answer.content, answer.headers["x-a"]) == (200, b"hi", "b")
        assert peer.connections == 1
        assert peer.requests[0].startswith(b"GET /x?y=1 HTTP/1.1\r\nHost: 127.0.0.1")

    run(two())


def test_requests_at_once_each_have_their_own(run: Callable[..., None]) -> None:
    async def many() -> None:
        peer = Peer(SHORT)
        async with _reached(peer) as (wire, url):
            answers = await asyncio.gather(*(_get(wire, url) for _ in range(5)))
            assert [answer.content for answer in answers] == [b"hi"] * 5
        assert peer.connections == 5

    run(many())


def test_a_body_in_chunks_is_put_together(run: Callable[..., None]) -> None:
    async def chunks() -> None:
        peer = Peer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
        async with _reached(peer) as (wire, url):
            assert [(await _get(wire, url)).content for _ in range(2)] == [b"abcde"] * 2
        assert peer.connections == 1

    run(chunks())


def test_a_body_that_is_read_slowly_is_not_read_ahead_without_end(run: Callable[..., None]) -> None:
    async def large() -> None:
        body = b"x" * (64 << 20)  # more than the sockets of both sides hold
        peer = Peer(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        async with _reached(peer) as (wire, url):
            request = httpx.Request("GET", url, extensions={"timeout": {"connect": 5, "read": 5}})
            answer = await wire.handle_async_request(request)
            await peer.stands_still()
            assert peer.sent < len(body) / 2
            read = 0
            async for chunk in answer.aiter_raw():
                read += len(chunk)
            await answer.aclose()
            assert read == len(body)

    run(large())


def test_a_connection_that_said_it_would_close_is_not_used_again(run: Callable[..., None]) -> None:
    async def closing() -> None:
        peer = Peer(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        async with _reached(peer) as (wire, url):
            for _ in range(2):
                await _get(wire, url)
        assert peer.connections == 2

    run(closing())


def test_an_answer_left_half_read_ends_its_connection(run: Callable[..., None]) -> None:
    async def left() -> None:
        peer = Peer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")
        async with _reached(peer) as (wire, url):
            request = httpx.Request("GET", url, extensions={"timeout": {"connect": 5, "read": 5}})
            await (await wire.handle_async_request(request)).aclose()
            await (await wire.handle_async_request(request)).aclose()
        assert peer.connections == 2

    run(left())


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Le", httpx.RemoteProtocolError),
        (b"what is this\r\n\r\n", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", httpx.ReadError),
    ],
)
def test_a_connection_that_ends_too_soon_is_an_error(
    run: Callable[..., None], answer: bytes, error: type[Exception]
) -> None:
    async def cut() -> None:
        async with _reached(Peer(answer, ends=True)) as (wire, url):
            with pytest.raises(error):
                await _get(wire, url)

    run(cut())


def test_no_answer_in_time_is_a_timeout_and_nobody_there_is_no_connection(run: Callable[..., None]) -> None:
    async def waiting() -> None:
        async with _reached(Peer(b"")) as (wire, url):
            with pytest.raises(httpx.ReadTimeout):
                await _get(wire, url, connect=5, read=0.05)
        with pytest.raises(httpx.ConnectError):
            await _get(Wire(), "http://127.0.0.1:1/")

    run(waiting())


def test_of_several_processes_one_that_has_ended_is_passed_over(run: Callable[..., None]) -> None:
    async def passing_over() -> None:
        peer = Peer(SHORT)
        server = await asyncio.start_server(peer.serve, "127.0.0.1")
        ended, there = ("127.0.0.1", 1), server.sockets[0].getsockname()
        (await to_any([ended, there], 5)).end()
        with pytest.raises(ConnectionRefusedError):
            await to_any([ended, ended], 5)
        server.close()

    run(passing_over())
