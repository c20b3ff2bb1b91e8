"""Logging in and out, and who one is."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import StringConstraints
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import people, tokens
from services.gateway.accounts.asking import Asks, AtGate, OnceOnly, address_of, bearer_of
from services.gateway.accounts.login import Entry
from services.gateway.accounts.passwords import LONGEST
from services.gateway.accounts.people import LoginName, Password
from services.gateway.accounts.tables import OPERATORS
from shared import clock
from shared.event import Frozen, Instant
from shared.ids import TENANT_PATTERN, Tenant
from shared.web.tokens import GrantClaim

router = APIRouter(tags=["sessions"])

TypedPassword = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


class LogIn(Frozen):
    """What one types to come in; an operator names no district."""

    district: Annotated[Tenant, StringConstraints(pattern=TENANT_PATTERN)] | None = None
    account: LoginName
    password: TypedPassword


class LoggedIn(Frozen):
    """A session: its bearer token, and what a page sends as X-CSRF-Token beside the cookie."""

    token: str
    csrf: str


class Myself(Frozen):
    """The asker, with the grants in force and the district's clock."""

    district: Tenant | None
    account: UUID
    actor: str
    login: str
    person: UUID | None
    unit: UUID | None
    grants: tuple[GrantClaim, ...]
    now: Instant
    csrf: str | None


class NewPassword(Frozen):
    """Another password of one's own."""

    old: TypedPassword
    new: Password


@router.post("/sessions", status_code=201)
async def log_in(body: LogIn, request: Request, response: Response, gate: AtGate) -> LoggedIn:
    """Begin a session. A "no" does not tell whether there is such an account; repeated ones have to wait.

    The token is good whichever way it is shown. The session's cookie is kept by a browser that came by https, or to the
    gateway's own machine; by plain http from elsewhere only where `GATEWAY_PLAIN_HTTP` allows it.
    """
    entry = Entry(body.district or OPERATORS, body.account, body.password, address_of(request))
    token = await gate.login.enter(entry, old=gate.cookies.session(request))
    gate.cookies.keep_session(request, response, token)
    return LoggedIn(token=token, csrf=tokens.csrf_of(token))


@router.delete("/sessions/current", status_code=204)
async def log_out(asker: Asks, request: Request, response: Response, gate: AtGate) -> None:
    """End the session that is shown."""
    await gate.login.leave(asker)
    gate.cookies.keep_session(request, response, "")


@router.get("/me")
async def me(asker: Asks, request: Request, gate: AtGate) -> Myself:
    """Who asks, and what they may do."""
    cookie = "" if bearer_of(request) else gate.cookies.session(request)
    return Myself(
        district=None if asker.tenant == OPERATORS else asker.tenant,
        account=asker.account,
        actor=asker.actor,
        login=asker.login,
        person=asker.person,
        unit=asker.unit,
        grants=asker.grants,
        now=asker.now or clock.now(),
        csrf=tokens.csrf_of(cookie) if cookie else None,
    )


@router.put("/me/password", status_code=204)
async def change_password(body: NewPassword, request: Request, asker: Asks, gate: AtGate, once: OnceOnly) -> None:
    """Change one's own password; all other sessions of the account end."""
    entry = Entry(asker.tenant, asker.login, body.old, address_of(request))

    async def change(db: AsyncConnection) -> None:
        await gate.login.check(entry, await people.password_of(db, asker.account))
        hashed = await gate.passwords.hashed(body.new)
        await people.set_password(db, asker.account, hashed, asker.session or b"")

    await once(change)
