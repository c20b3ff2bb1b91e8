"""One-time links over HTTP: made for accounts, looked at and used by whom they are for. Each is shown once."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import administrators, links, people
from services.gateway.accounts.asking import (
    Asks,
    AtGate,
    Command,
    OnceOnly,
    Secret,
    action,
    address_of,
    bearer_of,
    key_of,
)
from services.gateway.accounts.links import Made, NewLink
from services.gateway.accounts.people import LoginName, Password
from services.gateway.accounts.record import enter
from services.gateway.accounts.redeeming import Shown
from services.gateway.api import sheet_of_links
from services.gateway.api.passage import Signatures, headers_of
from services.gateway.api.sheet_of_links import LinkLine
from services.gateway.clients import people as directory
from services.gateway.clients.services import Behind
from services.gateway.districts import register
from services.gateway.districts.register import Register
from shared import clock
from shared.event import Frozen, Instant
from shared.ids import Tenant


async def _unstored(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


router = APIRouter(tags=["links"], dependencies=[Depends(_unstored)])

Work = Callable[[AsyncConnection, NewLink], Awaitable[Sequence[Made]]]
_NOBODY = directory.Person(name="", unit="")


class ShownLink(Frozen):
    """A new link; nobody can show it again, but one can make another."""

    account: UUID
    login: str
    link: str
    expires_at: Instant


class ShownLinks(Frozen):
    """New links, in order of unit and log-in name."""

    items: tuple[LinkLine, ...]


class Wanted(Frozen):
    """For whom links are made; `renewed`: also for accounts whose link is still good, and ends by that."""

    renewed: bool = False


class NewAdministrator(Frozen):
    """Who is to administer a district."""

    login: LoginName


class LinkState(Frozen):
    """A link that is good: for whom it is, and until when."""

    district: Tenant
    district_name: str
    login: str
    expires_at: Instant


class ChosenPassword(Frozen):
    """The password that one has chosen."""

    password: Password


@dataclass(frozen=True)
class Making:
    """What it takes to make links by a request, once."""

    request: Request
    asker: Asks
    gate: AtGate
    command: Command
    secret: Secret
    once: OnceOnly

    async def links(self, work: Work, tenant: Tenant | None = None) -> list[tuple[Made, str]]:
        """What was made, each with its address; in another district than the asker's if one is named."""
        asker, lives = self.asker, self.gate.terms.lives
        new = NewLink(tenant or asker.tenant, self.command, self.secret, asker.actor, clock.now(), lives)

        async def make(db: AsyncConnection) -> list[dict[str, object]]:
            return [made.model_dump(mode="json") for made in await work(db, new)]

        found = [Made.model_validate(one) for one in await self.once(make)]
        here = str(self.request.base_url)
        return [(made, self.gate.terms.address(new.text(made.account), here)) for made in found]

    async def link(self, work: Work, tenant: Tenant | None = None) -> ShownLink:
        """The one that was made."""
        ((made, address),) = await self.links(work, tenant)
        return ShownLink(account=made.account, login=made.login, link=address, expires_at=made.expires_at)


Makes = Annotated[Making, Depends()]


@router.post("/accounts/{account}/links", status_code=201, **action("account.keep"))
async def make_link(account: UUID, making: Makes) -> ShownLink:
    """Make a one-time link for an account, whose earlier one ends; using it sets the password."""

    async def make(db: AsyncConnection, new: NewLink) -> Sequence[Made]:
        return await links.make(db, new, [await people.account_of(db, account)])

    return await making.link(make)


async def _directory(request: Request, asker: Asks, behind: Behind) -> directory.Known:
    signatures: Signatures = request.app.state.signatures
    return await directory.people(behind, headers_of(request, signatures.of(asker)))


async def _lines(
    making: Makes, known: Annotated[directory.Known, Depends(_directory)], body: Wanted | None = None
) -> list[LinkLine]:
    async def make(db: AsyncConnection, new: NewLink) -> Sequence[Made]:
        logins = await links.waiting(db, new.at, body is not None and body.renewed)
        return await links.make(db, new, list((await people.named(db, logins)).values()))

    lines = [_line(made, address, known) for made, address in await making.links(make)]
    return sorted(lines, key=lambda line: (line.unit, line.login))


def _line(made: Made, address: str, known: directory.Known) -> LinkLine:
    who = known.get(made.person, _NOBODY) if made.person else _NOBODY
    return LinkLine(
        account=made.account,
        login=made.login,
        name=who.name,
        unit=who.unit,
        link=address,
        expires_at=made.expires_at,
    )


@router.post(
    "/accounts/links",
    status_code=201,
    response_model=ShownLinks,
    responses={201: {"content": sheet_of_links.CSV}},
    **action("account.keep"),
)
async def make_links(lines: Annotated[list[LinkLine], Depends(_lines)], request: Request) -> ShownLinks | Response:
    """Make one-time links for all accounts without a password: a sheet to hand out, as CSV for who accepts that."""
    if "text/csv" not in request.headers.get("accept", ""):
        return ShownLinks(items=tuple(lines))
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="links.csv"'}
    return Response(sheet_of_links.written(lines), 201, headers, media_type="text/csv; charset=utf-8")


@router.post("/districts/{tenant}/administrators", status_code=201, **action("district.keep"))
async def invite_administrator(tenant: Tenant, body: NewAdministrator, making: Makes) -> ShownLink:
    """Make a one-time link for a district's first administrator; refused once the district has one who can log in."""

    async def invite(db: AsyncConnection, new: NewLink) -> Sequence[Made]:
        await enter(db, tenant)
        district = await register.found(db, tenant)
        return [await administrators.invite(db, body.login, new, district.now or new.at)]

    return await making.link(invite, tenant)


async def _shown(request: Request) -> Shown:
    return Shown(bearer_of(request), address_of(request))


InHand = Annotated[Shown, Depends(_shown)]


@router.get("/links/current")
async def look_at_link(shown: InHand, gate: AtGate, register_: Register) -> LinkState:
    """For whom the link is whose token is sent as bearer. A "no" does not tell what is wrong with it."""
    found = await gate.redeeming.look(shown)
    name = (await register_.of(found.district)).name
    return LinkState(district=found.district, district_name=name, login=found.login, expires_at=found.expires_at)


@router.put("/links/current/password", status_code=204)
async def use_link(shown: InHand, body: ChosenPassword, request: Request, gate: AtGate) -> None:
    """Set the password of the link's account: the link is used, all its sessions and other links end."""
    await gate.redeeming.redeem(shown, body.password, key_of(request))
