"""Reading what was just written: the read models, once they show a position of the own log, or of another's."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.directory import DIRECTORY
from shared.directory.memory import recall_of
from shared.ids import Tenant
from shared.web.asking import READ_YOUR_WRITES_SECONDS, Db, District
from shared.web.ports import Ports, Reach, reading
from shared.web.problems import Unavailable


@dataclass(frozen=True)
class Afterwards:
    """Reads what was written up to a position of the own log."""

    ports: Ports
    district: Tenant
    db: AsyncConnection

    async def reading(self, position: int) -> AsyncConnection:
        """The request's connection, once read models show the log up to there. Raises Unavailable if they lag behind.

        Each of its statements sees what was committed before it, in the builds that are read by then.
        """
        if not await self.ports.following.reached(self.district, position, READ_YOUR_WRITES_SECONDS):
            raise Unavailable("not-yet-read", {"Retry-After": "1"}, seconds=1)
        return await self.db.execution_options(**reading(self.ports))


async def _afterwards(ports: Reach, district: District, db: Db) -> Afterwards:
    return Afterwards(ports, district, db)


ReadBack = Annotated[Afterwards, Depends(_afterwards)]
"""For a command of this very request, whose answer shows what it has written."""


@dataclass(frozen=True)
class Present:
    """The read models as of this request: they show the own log up to `position`."""

    db: AsyncConnection
    position: int


async def _present(after: ReadBack) -> Present:
    head = await after.ports.log.head(after.district)
    return Present(await after.reading(head.position), head.position)


UpToDate = Annotated[Present, Depends(_present)]
"""For a command that rests on what was written before this request."""


@dataclass(frozen=True)
class Hearing:
    """Hears out who tells who is where, once somebody names what is not known here yet."""

    ports: Reach
    district: District
    db: Db

    async def out(self) -> None:
        """Return once the read models show all that was said by now. Raises Unavailable when it takes long."""
        if not await self.ports.following.heard_out(DIRECTORY.source, self.district, READ_YOUR_WRITES_SECONDS):
            raise Unavailable("not-yet-read", {"Retry-After": "1"}, seconds=1)
        if recall := recall_of(self.db):
            recall.look_again()


Hears = Annotated[Hearing, Depends()]
"""For what may rest on something that came a moment ago, and mostly does not."""


async def _told_who_and_where(hearing: Hears) -> None:
    await hearing.out()


ToldWhoAndWhere = Annotated[None, Depends(_told_who_and_where)]
"""For what rests on units and places that may have come a moment ago: the directory shows all that was said of them."""
