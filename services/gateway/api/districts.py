"""Districts, opened by an operator, and a sandbox's clock, moved by its administrator."""

import asyncio
from datetime import datetime
from typing import Self

from fastapi import APIRouter
from pydantic import model_validator
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import administrators
from services.gateway.accounts.asking import Asks, AtGate, Command, OnceOnly, action
from services.gateway.accounts.people import LoginName, Password
from services.gateway.accounts.record import enter
from services.gateway.clients.services import Behind, Services
from services.gateway.districts import register
from services.gateway.districts.register import District, Register
from shared import clock
from shared.errors import NotFound
from shared.event import Frozen, Instant
from shared.ids import Tenant

router = APIRouter(tags=["districts"])


class Administrator(Frozen):
    """The first account of a district."""

    login: LoginName
    password: Password


class NewDistrict(District):
    """A district to open; a sandbox's clock starts at `now`, or at the wall's moment.

    Without an administrator one is invited afterwards, by a link, so that nobody else ever knows that password.
    """

    administrator: Administrator | None = None

    @model_validator(mode="after")
    def _only_a_sandbox_has_a_clock(self) -> Self:
        if self.now and not self.sandbox:
            raise ValueError("only a sandbox has a clock of its own")
        return self


class Opened(Frozen):
    """The district that was opened."""

    tenant: Tenant


class DistrictList(Frozen):
    """All districts of this installation."""

    items: tuple[District, ...]


class ClockSetting(Frozen):
    """A moment of a sandbox's clock."""

    now: Instant


@router.get("/districts", **action("district.keep"))
async def list_districts(register_: Register) -> DistrictList:
    """All districts, by name; nothing of what is in them."""
    return DistrictList(items=tuple(await register_.all()))


@router.post("/districts", status_code=201, **action("district.keep"))
async def open_district(  # noqa: PLR0913 what is asked, by whom, and the three rooms it touches
    body: NewDistrict, asker: Asks, gate: AtGate, command: Command, once: OnceOnly, register_: Register, behind: Behind
) -> Opened:
    """Open a district, with its first administrator if one is named; a sandbox's clock is set at every service."""
    started = body.now or (clock.now() if body.sandbox else None)
    district = District(tenant=body.tenant, name=body.name, sandbox=body.sandbox, now=started)
    hashed = await gate.passwords.hashed(body.administrator.password) if body.administrator else None

    async def open_(db: AsyncConnection) -> None:
        await enter(db, district.tenant)
        await register.make(db, district, asker.actor)
        if body.administrator:
            await administrators.make(db, body.administrator.login, hashed, command, asker.actor)

    await once(open_)
    await _set_clocks(behind, body.tenant, await register_.clock_of(body.tenant))
    return Opened(tenant=body.tenant)


@router.get("/sandbox/clock", **action("sandbox.clock"))
async def show_clock(asker: Asks) -> ClockSetting:
    """What time it is in this sandbox. Raises NotFound in a district that follows the wall."""
    if asker.now is None:
        raise NotFound("no-sandbox")
    return ClockSetting(now=asker.now)


@router.put("/sandbox/clock", status_code=204, **action("sandbox.clock"))
async def move_clock(body: ClockSetting, asker: Asks, once: OnceOnly, register_: Register, behind: Behind) -> None:
    """Move this sandbox's clock forward; answers when every service has fired what became due."""
    await once(lambda db: register.move(db, asker.tenant, body.now))
    # where it stands by now, not `body.now`: an old request sent again must not ask for a move backwards
    await _set_clocks(behind, asker.tenant, await register_.clock_of(asker.tenant))


async def _set_clocks(behind: Services, tenant: Tenant, now: datetime | None) -> None:
    """Set a sandbox's clock at all services at once. Raises the first "no", once all have answered."""
    if now is None:
        return
    moves = (service.set_clock(tenant, now) for service in behind.by_name.values())
    for answer in await asyncio.gather(*moves, return_exceptions=True):
        if isinstance(answer, BaseException):
            raise answer
