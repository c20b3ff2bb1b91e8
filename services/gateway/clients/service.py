"""One service behind the gateway: asked in its own name, or passed what somebody else asks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal  # documents are JSON

import httpx
import structlog

from services.gateway.clients.wire import Wire
from shared.errors import NotFound, Refused
from shared.ids import Tenant
from shared.tracing import Span
from shared.web.problems import Unavailable, WebError
from shared.web.tokens import Signer

_CONNECT_SECONDS = 2.0
_CLOCK_SECONDS = 300.0  # a move may fire many timers
_ERASING_SECONDS = 60.0  # much may have been written about somebody
_ENDED = (httpx.RemoteProtocolError, httpx.ReadError)

log = structlog.get_logger(__name__)


class BadGateway(WebError):
    """A service answered with what is no answer."""

    status, code = 502, "service-broken"


class TooSlow(WebError):
    """A service did not answer in time; what was asked may yet take effect, once."""

    status, code = 504, "service-slow"


Headers = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Asked:
    """A request to pass on: path with its query exactly as sent, the headers that matter, the whole body.

    `seconds` is the time for an answer, None for the usual one; a stream has no end.
    """

    method: str
    target: bytes
    headers: Headers
    body: bytes = b""
    seconds: float | None = None
    streams: bool = False

    def below(self, span: Span) -> "Asked":
        """The same within a span: what comes of it is traced by that."""
        if not span.traceparent:
            return self
        others = [header for header in self.headers if header[0] != b"traceparent"]
        return replace(self, headers=[*others, (b"traceparent", span.traceparent.encode())])


class Service:
    """A service at an address. `answer_seconds` is its time for an answer that is no stream."""

    def __init__(self, name: str, url: str, signer: Signer, answer_seconds: float) -> None:
        self.name = name
        self._signer = signer
        self._url = httpx.URL(url)
        self._answer_seconds = answer_seconds
        self._wire = Wire()

    async def close(self) -> None:
        """Give all connections back."""
        await self._wire.aclose()

    async def send(self, asked: Asked) -> httpx.Response:
        """The answer with its body unread: whoever takes it closes it.

        A kept connection that had just ended is tried once more: commands carry their Idempotency-Key, so
        twice is once. Raises Unavailable, BadGateway, TooSlow.
        """
        request = self._request(asked)
        try:
            return await self._sent(request)
        except _ENDED:
            log.debug("a kept connection had ended", service=self.name)
        try:
            return await self._sent(request)
        except _ENDED as error:
            raise BadGateway(service=self.name) from error

    def _request(self, asked: Asked) -> httpx.Request:
        read = None if asked.streams else asked.seconds or self._answer_seconds
        timeout = {"connect": _CONNECT_SECONDS, "read": read}
        extensions = {"timeout": timeout, "target": asked.target}
        return httpx.Request(
            asked.method, self._url, headers=list(asked.headers), content=asked.body or None, extensions=extensions
        )

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._wire.handle_async_request(request)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise self.away() from error
        except httpx.TimeoutException as error:
            raise TooSlow(headers={"Retry-After": "1"}, service=self.name) from error

    async def ask(
        self, method: str, target: str, tenant: Tenant | None = None, body: Any = None, seconds: float | None = None
    ) -> httpx.Response:
        """What the gateway asks for itself; any status. Raises as `send`, BadGateway too for half an answer."""
        token = self._signer.for_service(tenant)
        headers = [(b"authorization", f"Bearer {token}".encode()), (b"content-type", b"application/json")]
        content = b"" if body is None else json.dumps(body).encode()
        answer = await self.send(Asked(method, target.encode("ascii"), headers, content, seconds))
        try:
            await answer.aread()
        except httpx.TransportError as error:
            raise BadGateway(service=self.name) from error
        return answer

    async def document(self) -> dict[str, Any]:
        """Its OpenAPI document. Raises as `send`."""
        return self._json(await self.ask("GET", "/openapi.json"))

    async def positions(self, tenant: Tenant) -> dict[str, Any]:
        """Where its log, its followers and its timers of a district stand. Raises as `send`."""
        return self._json(await self.ask("GET", f"/positions?tenant={tenant}", tenant))

    async def readiness(self) -> tuple[bool, dict[str, Any]]:
        """Whether it keeps up, and what it says about that. Raises as `send`."""
        answer = await self.ask("GET", "/readyz")
        return answer.status_code == httpx.codes.OK, answer.json()

    async def set_clock(self, tenant: Tenant, now: datetime) -> None:
        """Move a sandbox's clock there, and wait until no timer is due. Raises as `send`."""
        answer = await self.ask("PUT", f"/clock/{tenant}", tenant, {"now": now.isoformat()}, _CLOCK_SECONDS)
        if answer.is_error:
            raise BadGateway(service=self.name)

    async def parked(self, tenant: Tenant) -> list[dict[str, Any]]:
        """What its followers have parked in a district. Raises as `send`."""
        answer = await self.ask("GET", f"/parked?tenant={tenant}", tenant)
        if answer.is_error:
            raise BadGateway(service=self.name)
        listed: list[dict[str, Any]] = answer.json()
        return listed

    async def decide(self, what: Literal["resumption", "discarding"], tenant: Tenant, body: Any) -> dict[str, Any]:
        """Say what is to become of parked events. Raises NotFound where none is parked so, and as `send`."""
        answer = await self.ask("POST", f"/parked/{what}", tenant, {**body, "tenant": tenant})
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise NotFound("not-parked")
        return self._json(answer)

    async def erasing(self, what: str, tenant: Tenant, body: Any) -> dict[str, Any]:
        """Ask the owner of identities about somebody's erasure. Raises NotFound, Refused, and as `send`."""
        answer = await self.ask("POST", f"/internal/erasures{what}", tenant, body, _ERASING_SECONDS)
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise NotFound("no-such-subject")
        if answer.status_code == httpx.codes.CONFLICT:
            raise Refused("no-text-to-redact")
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            raise self.away() if what else Unavailable("erasure-waits", {"Retry-After": "2"})
        return self._json(answer)

    def away(self) -> Unavailable:
        """The "no" for a service that cannot be reached."""
        return Unavailable("service-away", {"Retry-After": "1"}, service=self.name)

    def _json(self, answer: httpx.Response) -> dict[str, Any]:
        if answer.is_error:
            raise BadGateway(service=self.name)
        document: dict[str, Any] = answer.json()
        return document
