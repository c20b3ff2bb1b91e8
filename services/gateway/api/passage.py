"""The passage to the services: finds the route, checks role × action, signs who asks, and lets the answer through."""

import asyncio
import secrets
from dataclasses import dataclass

import httpx
from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

from services.gateway.accounts.asker import Asker
from services.gateway.accounts.asking import asker_of, known_still, require
from services.gateway.clients.routes import Route
from services.gateway.clients.service import Asked, Headers
from services.gateway.clients.services import Services
from shared import clock, tracing
from shared.logs import Work, about
from shared.web.problems import Unavailable, WebError
from shared.web.tokens import LIFETIME_SECONDS, Signer
from shared.web.traced import PASSED_ON

_PASSED_ON = frozenset(
    {
        b"accept",
        b"accept-language",
        b"content-type",
        b"idempotency-key",
        b"if-match",
        b"if-none-match",
        b"last-event-id",
        b"minqing-position",
        b"prefer",
    }
)
_NOT_PASSED_BACK = frozenset(
    {b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"trailer", b"date", b"server", b"set-cookie"}
)
_READS = frozenset({"GET", "HEAD"})
_SIGNED_FOR_SECONDS = LIFETIME_SECONDS / 2
_MOST_SIGNED = 10_000


class Signatures:
    """Internal tokens of who asks, each used for half its life: signing costs more than the rest of the passage."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        self._signed: dict[Asker, tuple[float, str]] = {}

    def of(self, asker: Asker) -> str:
        """A token for an asker with these very grants, at this very time of a sandbox."""
        until, token = self._signed.get(asker, (0.0, ""))
        if clock.ticking() < until:
            return token
        if len(self._signed) >= _MOST_SIGNED:
            self._signed.clear()
        token = self._signer.sign(_claims(asker))
        self._signed[asker] = clock.ticking() + _SIGNED_FOR_SECONDS, token
        return token


def _claims(asker: Asker) -> dict[str, object]:
    return {
        "tenant": asker.tenant,
        "actor": asker.actor,
        "account": str(asker.account),
        "person": str(asker.person) if asker.person else None,
        "unit": str(asker.unit) if asker.unit else None,
        "maker": str(asker.maker) if asker.maker else None,
        "grants": [grant.model_dump(mode="json", exclude_none=True) for grant in asker.grants],
        "now": asker.now.isoformat() if asker.now else None,
    }


class Passage:
    """ASGI: what is not the gateway's own is passed on, body and answer as they are."""

    def __init__(self, services: Services, signatures: Signatures) -> None:
        self._services = services
        self._signatures = signatures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on. Raises the words for "no" that the application answers as problems."""
        if scope["type"] == "websocket":
            return await WebSocketClose()(scope, receive, send)
        request = Request(scope, receive)
        asker = await asker_of(request)
        route = self._services.find(request.method, scope["path"])
        require(asker, route.action)
        scope[PASSED_ON] = route.template
        answer = await self._answer(request, route, asker)
        try:
            await _let_through(answer, send, Stream(request, asker, receive) if route.streams else None)
        finally:
            await answer.aclose()

    async def _answer(self, request: Request, route: Route, asker: Asker) -> httpx.Response:
        """The answer, read by rights that still hold when it comes: a reader may have waited for it."""
        headers = headers_of(request, self._signatures.of(asker))
        about(Work(asker.tenant or "", traceparent=dict(headers)[b"traceparent"].decode("latin-1")))
        asked = Asked(request.method, _target(request.scope), headers, await request.body(), streams=route.streams)
        answer = await self._services.send(route.service, asked)
        try:
            if request.method in _READS and (await known_still(request)).grants != asker.grants:
                raise Unavailable("rights-changed", {"Retry-After": "1"})
        except BaseException:
            await answer.aclose()
            raise
        return answer


def headers_of(request: Request, token: str) -> Headers:
    """What a service is told of a request: the headers that matter, by which trace it is known, and who asks."""
    headers = [header for header in request.headers.raw if header[0] in _PASSED_ON]
    trace = tracing.here().traceparent or request.headers.get("traceparent") or _new_trace()
    told = {"traceparent": trace, "authorization": f"Bearer {token}", "accept-encoding": "identity"}
    return [*headers, *((name.encode(), value.encode("latin-1")) for name, value in told.items())]


def _target(scope: Scope) -> bytes:
    path: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    return path + b"?" + query if query else path


def _new_trace() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


@dataclass(frozen=True)
class Stream:
    """What a stream that may never end goes on for: a reader who is there, and may still read it."""

    request: Request
    asker: Asker
    receive: Receive

    async def allowed(self) -> bool:
        """Whether the reader is known still, with the same grants."""
        try:
            return (await known_still(self.request)).grants == self.asker.grants
        except WebError:
            return False

    async def left(self) -> None:
        """Return once the reader has gone."""
        while (await self.receive())["type"] != "http.disconnect":
            pass


async def _let_through(answer: httpx.Response, send: Send, stream: Stream | None) -> None:
    headers = [(name.lower(), value) for name, value in answer.headers.raw if name.lower() not in _NOT_PASSED_BACK]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    if stream is None:
        await _pour(answer, send)
    else:
        await _pour_until_left(answer, send, stream)


async def _pour(answer: httpx.Response, send: Send, stream: Stream | None = None) -> None:
    async for chunk in answer.aiter_raw():
        if stream and not await stream.allowed():
            break
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _pour_until_left(answer: httpx.Response, send: Send, stream: Stream) -> None:
    """Pour a stream until it ends, or its reader has gone or may no longer read it."""
    pouring = asyncio.create_task(_pour(answer, send, stream))
    leaving = asyncio.create_task(stream.left())
    try:
        await asyncio.wait({pouring, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        pouring.cancel()
        leaving.cancel()
        await asyncio.gather(pouring, leaving, return_exceptions=True)
