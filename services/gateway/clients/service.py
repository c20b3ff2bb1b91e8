"""One service behind the gateway: asked in its own name, or passed what somebody else asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any  # documents are JSON

import httpx
import structlog

from shared.ids import Tenant
from shared.web.problems import Unavailable, WebError
from shared.web.tokens import Signer

_CONNECT_SECONDS = 2.0
_KEPT_SECONDS = 4.0  # a server lets an idle connection go after five
_CONNECTIONS = 256
_CLOCK_SECONDS = 300.0  # a move may fire many timers
_ENDED = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)

log = structlog.get_logger(__name__)


class BadGateway(WebError):
    """A service answered with what is no answer."""

    status, code = 502, "service-broken"


class TooSlow(WebError):
    """A service did not answer in time; what was asked may yet take effect, once."""

    status, code = 504, "service-slow"


@dataclass(frozen=True)
class Asked:
    """A request to pass on: path with its query exactly as sent, the headers that matter, the whole body."""

    method: str
    target: bytes
    headers: Mapping[str, str]
    body: bytes = b""
    streams: bool = False  # whether the answer may go on for ever


class Service:
    """A service at an address. `answer_seconds` is its time for an answer that is no stream."""

    def __init__(self, name: str, url: str, signer: Signer, answer_seconds: float) -> None:
        self.name = name
        self._signer = signer
        self._url = httpx.URL(url)
        self._patience = httpx.Timeout(answer_seconds, connect=_CONNECT_SECONDS)
        self._endless = httpx.Timeout(None, connect=_CONNECT_SECONDS)
        limits = httpx.Limits(
            max_connections=None, max_keepalive_connections=_CONNECTIONS, keepalive_expiry=_KEPT_SECONDS
        )
        self._http = httpx.AsyncClient(limits=limits, timeout=self._patience, trust_env=False)

    async def close(self) -> None:
        """Give all connections back."""
        await self._http.aclose()

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
        patience = self._endless if asked.streams else self._patience
        return httpx.Request(
            asked.method,
            self._url.copy_with(raw_path=asked.target),
            headers=asked.headers,
            content=asked.body or None,
            extensions={"timeout": patience.as_dict()},
        )

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._http.send(request, stream=True, auth=None)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise self.away() from error
        except httpx.TimeoutException as error:
            raise TooSlow(headers={"Retry-After": "1"}, service=self.name) from error

    async def ask(self, method: str, path: str, tenant: Tenant | None = None, json: Any = None) -> httpx.Response:
        """What the gateway asks for itself; any status. Raises as `send`."""
        headers = {"authorization": f"Bearer {self._signer.for_service(tenant)}"}
        request = self._http.build_request(method, self._url.join(path), headers=headers, json=json)
        asked = Asked(method, request.url.raw_path, request.headers, request.content)
        answer = await self.send(asked)
        await answer.aread()
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
        answer = await self.ask("PUT", f"/clock/{tenant}", tenant, {"now": now.isoformat()})
        if answer.is_error:
            raise BadGateway(service=self.name)

    def away(self) -> Unavailable:
        """The "no" for a service that cannot be reached."""
        return Unavailable("service-away", {"Retry-After": "1"}, service=self.name)

    def _json(self, answer: httpx.Response) -> dict[str, Any]:
        if answer.is_error:
            raise BadGateway(service=self.name)
        document: dict[str, Any] = answer.json()
        return document
