"""Posts to receivers: one connection a request, to the checked address; nothing is followed, kept or believed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from services.notify.adapters.targets import Barred, Targets
from shared import clock

BODY_BYTES = 1024
_CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What came of one request: a status, or an error in a word; how long it took, and how the answer began."""

    milliseconds: int
    status: int | None = None
    error: str | None = None
    body: str | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants nothing more."""
        return self.status == httpx.codes.GONE


class Poster:
    """Posts bodies. Close it when done."""

    def __init__(self, targets: Targets, answer_seconds: float) -> None:
        self._targets = targets
        self._seconds = answer_seconds
        kept = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        self._transport = httpx.AsyncHTTPTransport(trust_env=False, limits=kept)

    async def close(self) -> None:
        """Give the connections back."""
        await self._transport.aclose()

    async def post(self, url: str, headers: Mapping[str, str], body: str) -> Answer:
        """Post once. Never raises for what a receiver, its name or the network does."""
        began = clock.ticking()
        status, error, text = None, None, None
        try:
            async with asyncio.timeout(self._seconds):
                status, text = await self._posted(url, headers, body)
        except Barred as barred:
            error = f"target-{barred.fault}"
        except (TimeoutError, httpx.TimeoutException):
            error = "timeout"
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
            error = type(problem).__name__
        return Answer(int((clock.ticking() - began) * 1000), status, error, text)

    async def _posted(self, url: str, headers: Mapping[str, str], body: str) -> tuple[int, str]:
        """Without a client, that keeps cookies and follows: the transport sends this request and no other."""
        said = {"content-type": _CONTENT_TYPE, "user-agent": "Minqing", "accept-encoding": "identity", **headers}
        request = httpx.Request("POST", url, headers=said, content=body.encode())
        host = request.url.raw_host.decode("ascii")
        address = await self._targets.address(request.url)
        request.url = request.url.copy_with(host=address)  # the Host header and the certificate stay the name's
        request.extensions = {"sni_hostname": host, "timeout": httpx.Timeout(self._seconds).as_dict()}
        response = await self._transport.handle_async_request(request)
        try:
            return response.status_code, await _beginning(response)
        finally:
            await response.aclose()


async def _beginning(response: httpx.Response) -> str:
    """At most 1 KiB of the answer, read no further; what is not text shows as such. NUL is no text to PostgreSQL."""
    found = b""
    async for chunk in response.aiter_raw():
        found += chunk
        if len(found) >= BODY_BYTES:
            break
    return found[:BODY_BYTES].decode("utf-8", "replace").replace("\x00", "\ufffd")
