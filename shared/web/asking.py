"""Who asks, when, under which command: the dependencies with which a route stays five lines.

All are coroutines: FastAPI sends a plain function to a thread, which costs more than what they do.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from hmac import digest
from typing import Annotated, Any, Protocol  # openapi_extra and sealed values are JSON
from uuid import UUID, uuid5

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from shared import tracing
from shared.decider import Command
from shared.eventstore.streams import Context, Receipt
from shared.ids import Tenant, thing_of
from shared.logs import Work, about
from shared.roles import MAY, Role
from shared.sealed import Sealed
from shared.viewer import Viewer
from shared.web.asked import asked_of
from shared.web.ports import Ports, reading
from shared.web.problems import Forbidden, Unavailable
from shared.web.tokens import Claims

READ_YOUR_WRITES_SECONDS = 2.0


async def claims_of(request: Request) -> Claims:
    """What the internal token says. Raises Unauthenticated without a valid one."""
    return asked_of(request).claims


Asker = Annotated[Claims, Depends(claims_of)]


async def from_service(request: Request) -> Claims:
    """The claims of a service that asks for itself. Raises Forbidden for anybody else."""
    claims = asked_of(request).claims
    if claims.service is None:
        raise Forbidden("services-only")
    return claims


FromService = Annotated[Claims, Depends(from_service)]


def _only(service: str) -> Callable[[Request], Awaitable[Claims]]:
    async def check(request: Request) -> Claims:
        claims = asked_of(request).claims
        if claims.service != service:
            raise Forbidden("services-only")
        return claims

    return check


FromGateway = Annotated[Claims, Depends(_only("gateway"))]
FromLedger = Annotated[Claims, Depends(_only("ledger"))]
"""Of one service alone: what another must not ask for, even if somebody has taken it over."""


async def district_of(request: Request) -> Tenant:
    """The district that the token names. Raises Unauthenticated when it names none."""
    return asked_of(request).district


District = Annotated[Tenant, Depends(district_of)]


async def now_of(request: Request) -> datetime:
    """The district's clock: what the gateway signed for a sandbox, else the wall."""
    return asked_of(request).now


Now = Annotated[datetime, Depends(now_of)]


def action(name: str) -> dict[str, Any]:
    """Keyword arguments of a route that carries out an action of `shared.roles`: said in its document, checked here."""
    allowed = MAY[name]

    async def check(request: Request) -> None:
        if not any(grant.role in allowed for grant in asked_of(request).claims.grants):
            raise Forbidden(roles=", ".join(sorted(role for role in Role if role in allowed)))

    return {"openapi_extra": {"x-action": name}, "dependencies": [Depends(check)]}


async def caught_up(request: Request) -> None:
    """Return once this service's read models show what the asker has written. Raises Unavailable when it takes long."""
    asked = asked_of(request)
    position = asked.ports.positions.sent(asked.district, request.headers.get("minqing-position", ""))
    if position and not await asked.ports.following.reached(asked.district, position, READ_YOUR_WRITES_SECONDS):
        raise Unavailable("not-yet-read", {"Retry-After": "1"}, seconds=1)


CaughtUp = Annotated[None, Depends(caught_up)]


async def reader_of(request: Request) -> AsyncIterator[AsyncConnection]:
    """A connection that sees this district's read models, once they show what the asker has written."""
    await caught_up(request)
    asked = asked_of(request)
    async with asked.ports.database.reading(asked.district) as connection:
        yield await connection.execution_options(**reading(asked.ports))


Connection = AsyncConnection
"""What questions are asked over; a room of HTTP hands it on and says nothing in SQL."""

Db = Annotated[Connection, Depends(reader_of)]


async def viewer_of(request: Request, db: Db) -> Viewer:
    """Who asks, with the subtrees of their grants as this service's directory knows them.

    Read on the request's one connection: if requests that have one waited for a second, all might wait for each other.
    """
    asked, claims = asked_of(request), asked_of(request).claims
    district, account = asked.district, asked.account
    grants = await asked.ports.expand(db, claims.grants)
    return Viewer(district, claims.actor, account, claims.person, claims.unit, grants, claims.maker)


Me = Annotated[Viewer, Depends(viewer_of)]


async def listener_of(request: Request) -> Viewer:
    """Who asks and will wait for long: no connection is kept for them."""
    asked = asked_of(request)
    async with asked.ports.database.reading(asked.district) as connection:
        return await viewer_of(request, await connection.execution_options(**reading(asked.ports)))


Listening = Annotated[Viewer, Depends(listener_of)]


async def command_of(request: Request) -> UUID:
    """The id of this request's command (formats 1a). Raises WebError without an Idempotency-Key."""
    return asked_of(request).command_id


CommandId = Annotated[UUID, Depends(command_of)]


@dataclass(frozen=True)
class Handle:
    """Gives a command of this request to its decider, and tells the asker where it stands in the log."""

    ports: Ports
    context: Context
    response: Response

    async def __call__(self, command: Command, step: str = "") -> Receipt:
        """Handle the request's command; a request with several names a `step` for each further one."""
        receipt = await self.ports.handling(command, self._of(step))
        self.response.headers["ETag"] = f'"{receipt.version}"'
        if receipt.last:
            self.response.headers["Minqing-Position"] = self.ports.positions.word(self.context.tenant, receipt.last)
        return receipt

    def _of(self, step: str) -> Context:
        if not step:
            return self.context
        return replace(self.context, command_id=uuid5(self.context.command_id, step), expected=None)


async def handle_of(request: Request, response: Response) -> Handle:
    """The command handler with this request's context."""
    asked = asked_of(request)
    meta = {"correlationid": str(asked.command_id)}
    if trace := tracing.here().traceparent or request.headers.get("traceparent", ""):
        meta["traceparent"] = trace
    about(Work(asked.district, asked.command_id, trace))
    mac = digest(asked.ports.body_key, await request.body(), sha256)
    context = Context(asked.district, asked.command_id, asked.claims.actor, asked.now, asked.expected, mac, meta)
    return Handle(asked.ports, context, response)


Handler = Annotated[Handle, Depends(handle_of)]


class Names(Protocol):
    """Gives the derived id of a new thing: `new("visit")`, `new("matter", 2)`."""

    def __call__(self, kind: str, n: int = 1) -> UUID:
        """The id of the n-th new thing of a kind."""
        ...


async def names_of(request: Request) -> Names:
    """Ids of what this request makes; the same request answers the same ones."""
    command_id = asked_of(request).command_id
    return lambda kind, n=1: thing_of(command_id, kind, n)


New = Annotated[Names, Depends(names_of)]


@dataclass(frozen=True)
class Seals:
    """Closes and opens values under this service's own keys, in the asker's district."""

    ports: Ports
    district: Tenant

    async def close(self, subject: UUID, plain: Any) -> Sealed:
        """Seal a JSON value under the subject's key, which is made when it is the first."""
        return await self.ports.keys.seal(self.district, subject, plain)

    async def open(self, sealed: Sealed) -> Any:
        """The plain value, or None once the subject's key is destroyed."""
        return await self.ports.keys.open(self.district, sealed)


async def seals_of(request: Request) -> Seals:
    """The seals of the asker's district."""
    asked = asked_of(request)
    return Seals(asked.ports, asked.district)


Sealing = Annotated[Seals, Depends(seals_of)]
