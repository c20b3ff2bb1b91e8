"""Who asks, and under which command: the dependencies of the gateway's own routes, and of what it passes on.

All are coroutines: FastAPI sends a plain function to a thread, which costs more than what they do.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any  # openapi_extra is JSON
from uuid import UUID

from fastapi import Depends, Request

from services.gateway.accounts import tokens
from services.gateway.accounts.asker import Asker
from services.gateway.accounts.cookies import Cookies
from services.gateway.accounts.door import Door
from services.gateway.accounts.links import Terms
from services.gateway.accounts.login import Login
from services.gateway.accounts.pace import Pace
from services.gateway.accounts.passwords import Passwords
from services.gateway.accounts.record import Once
from services.gateway.accounts.redeeming import Redeeming
from shared.eventstore.connect import Database
from shared.ids import json_array, request_command
from shared.roles import MAY, Role
from shared.web.problems import Forbidden, Unauthenticated, WebError

CSRF_HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST_KEY = 200


@dataclass(frozen=True)
class Gate:
    """What the routes need to know who asks. `master` makes the secrets of links and tells bodies apart."""

    database: Database
    door: Door
    login: Login
    passwords: Passwords
    pace: Pace
    redeeming: Redeeming
    terms: Terms
    master: bytes
    cookies: Cookies


def gate_at(request: Request) -> Gate:
    """The gate of the application that serves this request."""
    gate: Gate = request.app.state.gate
    return gate


async def gate_of(request: Request) -> Gate:
    """The same, for routes."""
    return gate_at(request)


AtGate = Annotated[Gate, Depends(gate_of)]


async def asker_of(request: Request) -> Asker:
    """Who asks. Raises Unauthenticated, Forbidden for a cookie without its CSRF token, TooMany."""
    gate = gate_at(request)
    text = bearer_of(request)
    if not text:
        text = gate.cookies.session(request)
        _check_csrf(request, text)
    asker = await gate.door.asker(text)
    gate.pace.admit(asker.account)
    return asker


async def known_still(request: Request) -> Asker:
    """Who asked a while ago, as known by now. Raises Unauthenticated for a key or session that has ended meanwhile."""
    gate = gate_at(request)
    return await gate.door.asker(bearer_of(request) or gate.cookies.session(request))


Asks = Annotated[Asker, Depends(asker_of)]


def bearer_of(request: Request) -> str:
    """The token of the Authorization header, empty without one."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if not scheme:
        return ""
    if scheme.lower() != "bearer":
        raise Unauthenticated()
    return text.strip()


def address_of(request: Request) -> str:
    """The network address that a request comes from."""
    return request.client.host if request.client else ""


def _check_csrf(request: Request, session: str) -> None:
    if request.method in _SAFE or not session:
        return
    sent = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(sent.encode(), tokens.csrf_of(session).encode()):
        raise Forbidden("csrf-missing")


def require(asker: Asker, action: str) -> None:
    """Check role × action by the one table. Raises Forbidden, naming who may."""
    if not asker.may(action):
        allowed = MAY.get(action, frozenset())
        raise Forbidden(roles=", ".join(role for role in Role if role in allowed))


def action(name: str) -> dict[str, Any]:
    """Keyword arguments of a route that carries out an action of `shared.roles`: said in the document, checked here."""

    async def check(asker: Asks) -> None:
        require(asker, name)

    return {"openapi_extra": {"x-action": name}, "dependencies": [Depends(check)]}


def key_of(request: Request) -> str:
    """The request's Idempotency-Key. Raises WebError without one."""
    key = request.headers.get("idempotency-key", "")
    if not 0 < len(key) <= _LONGEST_KEY:
        raise WebError("idempotency-key-missing")
    return key


async def command_of(request: Request, asker: Asks) -> UUID:
    """The id of this request's command (formats 1a). Raises WebError without an Idempotency-Key."""
    return request_command(asker.tenant, asker.account, request.method, request.url.path, key_of(request))


Command = Annotated[UUID, Depends(command_of)]


async def secret_of(request: Request, asker: Asks, gate: AtGate) -> bytes:
    """The secret of the one-time links that this request makes: the same when it is sent again, and kept nowhere.

    It needs the gateway's master key and the sender's Idempotency-Key; of both, the database holds neither.
    """
    words = json_array(asker.tenant, str(asker.account), request.method, request.url.path, key_of(request))
    return hmac.digest(gate.master, f"secret of {words}".encode(), sha256)


Secret = Annotated[bytes, Depends(secret_of)]


async def once_of(request: Request, gate: AtGate, asker: Asks, command_id: Command) -> Once:
    """Does this request's work once."""
    said = request.url.query.encode() + b"\n" + await request.body()
    mac = hmac.digest(gate.master, said, sha256)
    return Once(gate.database, gate.door, asker.tenant, command_id, mac)


OnceOnly = Annotated[Once, Depends(once_of)]
