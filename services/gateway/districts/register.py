"""The register of districts and their clocks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from pydantic import StringConstraints
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.districts.tables import districts
from shared import clock
from shared.errors import NotFound, Refused
from shared.event import Frozen, Instant
from shared.eventstore.connect import Database
from shared.ids import TENANT_PATTERN, Tenant

REMEMBERED_SECONDS = 1.0


class District(Frozen):
    """A district; `now` is a sandbox's clock, None where the wall is followed."""

    tenant: Annotated[Tenant, StringConstraints(pattern=TENANT_PATTERN)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    sandbox: bool = False
    now: Instant | None = None


_COLUMNS = (districts.c.tenant, districts.c.name, districts.c.sandbox, districts.c.now)
_ALL = select(*_COLUMNS).order_by(districts.c.tenant)
_OWN = select(*_COLUMNS).where(districts.c.tenant == bindparam("which"))
_OPEN_REGISTER = text("SELECT set_config('minqing.register', 'open', true)")
_MAKE = insert(districts).on_conflict_do_nothing()
_LOCK = _OWN.with_for_update()
_MOVE = update(districts).where(districts.c.tenant == bindparam("which")).values(now=bindparam("at"))


class Districts:
    """The register of districts, and their clocks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._clocks: dict[Tenant, tuple[float, datetime | None]] = {}

    async def all(self) -> Sequence[District]:
        """Every district of this installation, for its operator."""
        async with self._database.transaction(None) as db:
            await db.execute(_OPEN_REGISTER)
            return [District.model_validate(dict(row)) for row in (await db.execute(_ALL)).mappings()]

    async def of(self, tenant: Tenant) -> District:
        """One district. Raises NotFound."""
        async with self._database.transaction(tenant) as db:
            return await found(db, tenant)

    async def clock_of(self, tenant: Tenant) -> datetime | None:
        """A sandbox's clock; None for a district that follows the wall, and for one that is not there."""
        until, now = self._clocks.get(tenant, (0.0, None))
        if clock.ticking() < until:
            return now
        clocks = self._clocks  # taken before reading: what is forgotten meanwhile stays forgotten
        until = clock.ticking() + REMEMBERED_SECONDS
        async with self._database.transaction(tenant) as db:
            found = (await db.execute(_OWN, {"which": tenant})).mappings().first()
        if found is not None:
            clocks[tenant] = until, found["now"]
        return found["now"] if found else None

    def forget(self) -> None:
        """A clock has moved: read it anew."""
        self._clocks = {}


async def found(db: AsyncConnection, tenant: Tenant) -> District:
    """The district that a connection sees. Raises NotFound."""
    row = (await db.execute(_OWN, {"which": tenant})).mappings().first()
    if row is None:
        raise NotFound("not-found")
    return District.model_validate(dict(row))


async def make(db: AsyncConnection, district: District, made_by: str) -> None:
    """Write a new district down. Raises Refused `district-taken`."""
    if (await db.execute(_MAKE, {**district.model_dump(), "made_by": made_by})).rowcount == 0:
        raise Refused("district-taken", tenant=district.tenant)


async def move(db: AsyncConnection, tenant: Tenant, now: datetime) -> None:
    """Move a sandbox's clock forward; where it stands already is no move.

    Raises NotFound for a district that follows the wall, Refused `clock-only-forward`.
    """
    found = (await db.execute(_LOCK, {"which": tenant})).mappings().first()
    if found is None or not found["sandbox"]:
        raise NotFound("no-sandbox")
    if now < found["now"]:
        raise Refused("clock-only-forward", now=found["now"].isoformat())
    await db.execute(_MOVE, {"which": tenant, "at": now})


async def districts_of(request: Request) -> Districts:
    """The register of the application that serves this request."""
    register: Districts = request.app.state.districts
    return register


Register = Annotated[Districts, Depends(districts_of)]
