"""One request to a real receiver: what is checked before it, what is kept of its answer."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_network

import pytest
from starlette.responses import RedirectResponse, Response, StreamingResponse

from services.notify.adapters.targets import Resolve, Targets, by_dns
from services.notify.adapters.webhook import BODY_BYTES, Answer, Poster
from tests.component.notify.receivers import receiving

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
HEADERS = {"webhook-id": "s/1"}


@asynccontextmanager
async def posting(targets: Targets | None = None, seconds: float = 5) -> AsyncIterator[Poster]:
    poster = Poster(targets or Targets(LOOPBACK), seconds)
    try:
        yield poster
    finally:
        await poster.close()


def leading(*answers: Sequence[str]) -> Resolve:
    """A resolver whose name leads elsewhere each time it is asked."""
    left = list(answers)

    async def resolve(host: str) -> Sequence[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


async def post(url: str, targets: Targets | None = None) -> Answer:
    async with posting(targets) as poster:
        return await poster.post(url, HEADERS, '{"说": "你好"}')


async def test_a_receiver_gets_the_body_and_the_headers_as_they_were_signed() -> None:
    async with receiving() as receiver:
        answer = await post(f"{receiver.url}/hooks?for=land")
    (arrived,) = receiver.arrived
    assert (answer.status, answer.is_taken) == (204, True)
    assert arrived.body == '{"说": "你好"}'.encode()
    assert arrived.headers["webhook-id"] == "s/1"
    assert arrived.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert arrived.headers["host"] == receiver.url.removeprefix("http://")


async def test_a_name_is_sent_as_the_host_while_the_checked_address_is_connected_to() -> None:
    async with receiving() as receiver:
        port = receiver.url.rpartition(":")[2]
        answer = await post(f"http://land.example:{port}/", Targets(LOOPBACK, leading(["127.0.0.1"])))
    assert answer.is_taken
    assert receiver.arrived[0].headers["host"] == f"land.example:{port}"


async def test_a_redirect_is_not_followed() -> None:
    async with receiving(lambda path, _: RedirectResponse("/inside", 307)) as receiver:
        answer = await post(f"{receiver.url}/hooks")
    assert (answer.status, answer.is_taken) == (307, False)
    assert [one.path for one in receiver.arrived] == ["/hooks"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
async def test_without_the_operators_leave_nothing_inside_is_connected_to(host: str) -> None:
    async with receiving() as receiver:
        port = receiver.url.rpartition(":")[2]
        answer = await post(f"https://{host}:{port}/", Targets(()))
    assert (answer.status, answer.error) == (None, "target-private")
    assert not receiver.arrived


async def test_a_name_that_was_outside_when_it_was_registered_is_checked_again_at_the_connection() -> None:
    async with receiving() as receiver:
        port = receiver.url.rpartition(":")[2]
        targets = Targets((), leading(["93.184.216.34"], ["127.0.0.1"]))
        assert await targets.fault(f"https://land.example:{port}/") is None
        answer = await post(f"https://land.example:{port}/", targets)
    assert answer.error == "target-private"
    assert not receiver.arrived


async def test_the_name_is_not_asked_again_between_check_and_connection() -> None:
    asked: list[str] = []

    async def resolve(host: str) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    async with receiving() as receiver:
        answer = await post(f"http://land.example:{receiver.url.rpartition(':')[2]}/", Targets(LOOPBACK, resolve))
    assert answer.is_taken
    assert asked == ["land.example"]


async def test_each_request_has_a_connection_of_its_own_so_that_each_is_checked() -> None:
    async with receiving() as receiver, posting() as poster:
        for _ in range(2):
            await poster.post(receiver.url, HEADERS, "{}")
    assert len({one.port for one in receiver.arrived}) == 2


async def test_cookies_that_a_receiver_sets_are_not_brought_back() -> None:
    def setting(path: str, count: int) -> Response:
        return Response(status_code=204, headers={"set-cookie": "a=b"})

    async with receiving(setting) as receiver, posting() as poster:
        for _ in range(2):
            await poster.post(receiver.url, HEADERS, "{}")
    assert "cookie" not in receiver.arrived[1].headers


async def test_of_an_answer_at_most_a_kibibyte_is_kept_and_read() -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 600
            await asyncio.sleep(0)  # whoever reads has a turn

    async with receiving(lambda *_: StreamingResponse(endless(), 500)) as receiver:
        answer = await post(receiver.url)
    assert (answer.status, answer.body) == (500, "x" * BODY_BYTES)


async def test_an_answer_that_is_no_text_can_be_kept_all_the_same() -> None:
    async with receiving(lambda *_: Response(b"\x00\xff\xe4\xbd", 500)) as receiver:
        answer = await post(receiver.url)
    assert answer.body is not None
    assert "\x00" not in answer.body


async def test_who_does_not_answer_in_time_is_not_waited_for() -> None:
    left = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # until the other side gives up
        writer.close()
        await writer.wait_closed()
        left.set()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server, posting(seconds=0.05) as poster:
        port = server.sockets[0].getsockname()[1]
        answer = await poster.post(f"http://127.0.0.1:{port}/", HEADERS, "{}")
        await asyncio.wait_for(left.wait(), 5)
    assert (answer.status, answer.error) == (None, "timeout")


async def test_nobody_there_is_an_error_and_no_exception() -> None:
    answer = await post("http://127.0.0.1:1/")
    assert (answer.status, answer.error) == (None, "ConnectError")


async def test_a_receiver_without_tls_where_tls_is_expected_is_an_error() -> None:
    async with receiving() as receiver:
        answer = await post(receiver.url.replace("http:", "https:"))
    assert answer.status is None
    assert answer.error


async def test_the_systems_resolver_finds_the_own_host() -> None:
    found = set(await by_dns("localhost"))
    assert found
    assert found <= {"127.0.0.1", "::1"}


async def test_a_name_that_nobody_has_is_unresolvable() -> None:
    assert await Targets().fault("https://no-such-host.invalid/") == "unresolvable"
