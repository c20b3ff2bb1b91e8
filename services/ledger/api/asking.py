"""Who asks and what they see; what is at hand for writing something down; reading what was just written."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any  # a plain value is any JSON value
from uuid import UUID

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.commands.field import KnownStay
from services.ledger.events.field import OnStay
from services.ledger.queries import stays
from services.ledger.queries.sight import Seer, seer_of
from services.ledger.queries.wording import Opener
from shared.calendar import day_of
from shared.ids import StayId, Tenant
from shared.sealed import Sealed
from shared.viewer import Viewer
from shared.web.asking import READ_YOUR_WRITES_SECONDS, Db, District, Me, Names, New, Now, Sealing, Seals
from shared.web.ports import Ports, Reach, reading
from shared.web.problems import Unavailable


@dataclass(frozen=True)
class Reading:
    """What a question needs: the read models, who asks, how words are opened."""

    db: AsyncConnection
    seer: Seer
    opener: Opener


async def _reading(db: Db, me: Me, now: Now, seals: Sealing) -> Reading:
    return Reading(db, await seer_of(db, me, day_of(now)), seals.open)


Read = Annotated[Reading, Depends(_reading)]


@dataclass(frozen=True)
class Desk:
    """What is at hand for writing something down: who writes, when, new ids, seals, what is known."""

    db: AsyncConnection
    me: Viewer
    now: datetime
    new: Names
    seals: Seals

    async def seal(self, subject: UUID, plain: Any) -> Sealed:
        """Close words or an identity under the key of their own subject."""
        return await self.seals.close(subject, plain)

    async def maybe_seal(self, subject: UUID, plain: Any) -> Sealed | None:
        """The same for what may not have been told."""
        return None if plain is None else await self.seals.close(subject, plain)

    async def on(self, stay: StayId | None, at: datetime | None = None) -> dict[str, Any]:
        """The fields of every command of the field: who, when, on which stay; `at`: when it was done."""
        known = await self._stay(stay) if stay else None
        return {"by": self.me, "stay": known, "at": self.now, "done_at": at or self.now}

    async def _stay(self, id: StayId) -> KnownStay | None:
        found = await stays.stay(self.db, id)
        if found is None:
            return None
        of = OnStay(**{name: getattr(found, name) for name in OnStay.model_fields})
        return KnownStay(of, found.activity_office, found.started_at, found.ended_at)


async def _desk(db: Db, me: Me, now: Now, new: New, seals: Sealing) -> Desk:
    return Desk(db, me, now, new, seals)


AtDesk = Annotated[Desk, Depends(_desk)]


@dataclass(frozen=True)
class Correcting:
    """What a correction needs; it makes nothing new."""

    me: Viewer
    now: datetime
    seals: Seals


async def _correcting(me: Me, now: Now, seals: Sealing) -> Correcting:
    return Correcting(me, now, seals)


ToCorrect = Annotated[Correcting, Depends(_correcting)]


@dataclass(frozen=True)
class Afterwards:
    """Reads what was written up to a position of the own log."""

    ports: Ports
    district: Tenant

    @asynccontextmanager
    async def reading(self, position: int) -> AsyncIterator[AsyncConnection]:
        """A connection whose read models show the log up to there. Raises Unavailable if they lag behind."""
        if not await self.ports.following.reached(self.district, position, READ_YOUR_WRITES_SECONDS):
            raise Unavailable("not-yet-read", {"Retry-After": "1"}, seconds=1)
        async with self.ports.database.transaction(self.district) as connection:
            yield await connection.execution_options(**reading(self.ports))


def _afterwards(ports: Reach, district: District) -> Afterwards:
    return Afterwards(ports, district)


ReadBack = Annotated[Afterwards, Depends(_afterwards)]


@dataclass(frozen=True)
class Present:
    """The read models as of this request: they show the own log up to `position`."""

    db: AsyncConnection
    position: int


async def _present(ports: Reach, district: District) -> AsyncIterator[Present]:
    head = await ports.log.head(district)
    async with Afterwards(ports, district).reading(head.position) as connection:
        yield Present(connection, head.position)


UpToDate = Annotated[Present, Depends(_present)]
