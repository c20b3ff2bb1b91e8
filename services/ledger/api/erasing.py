"""How an erasure is done: the records that list somebody are found, and each key destroyed by who keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Protocol, Self  # an order is JSON
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel

from services.ledger.queries import erasures
from services.ledger.queries.erasures import Erasure, Record
from shared.erasure import Dropped
from shared.ids import Tenant
from shared.web.afterwards import UpToDate
from shared.web.asking import Connection, District
from shared.web.ports import Ports, Reach


class Standing(BaseModel):
    """Where somebody's erasure stands: what can still be `opened`, and the erasures that were made."""

    subject: UUID
    opened: list[Dropped]
    erasures: list[Erasure]


class Casework(Protocol):
    """The owner of what was written about matters on their way."""

    async def sealed(self, tenant: Tenant, matters: Sequence[UUID]) -> list[Dropped]:
        """The words of these matters that can still be opened there."""
        ...

    async def drop(self, tenant: Tenant, matters: Sequence[UUID], order: Mapping[str, Any]) -> list[Dropped]:
        """Destroy them, on record."""
        ...


@dataclass(frozen=True)
class Eraser:
    """Knows who is listed where, and reaches the keys of the ledger and of casework."""

    db: Connection
    ports: Ports
    district: Tenant

    def reading(self, db: Connection) -> Self:
        """The same, reading what has been written since."""
        return replace(self, db=db)

    async def subject_of(self, said: str) -> UUID:
        """Whom somebody means. Raises NotFound."""
        return await erasures.subject_of(self.db, said)

    async def standing(self, subject: UUID) -> Standing:
        """What is and what was. Raises Unavailable while casework is away."""
        records = await erasures.records_of(self.db, subject)
        keys = [(one, await self.ports.keys.newest(self.district, one.record)) for one in records]
        theirs = await self._casework.sealed(self.district, _matters(records))
        done = await erasures.erasures_of(self.db, subject)
        return Standing(subject=subject, opened=[*_dropped(keys), *theirs], erasures=done)

    async def drop(self, subject: UUID, order: Mapping[str, Any]) -> tuple[Dropped, ...]:
        """Destroy every key, casework's first: it may be away, and then nothing has begun here. Raises Unavailable."""
        records = await erasures.records_of(self.db, subject)
        told = {**{name: order[name] for name in _TOLD}, "subject": str(subject)}
        theirs = await self._casework.drop(self.district, _matters(records), told)
        keys = [(one, await self.ports.keys.erase(self.district, one.record)) for one in records]
        return (*_dropped(keys), *theirs)

    @property
    def _casework(self) -> Casework:
        casework: Casework = self.ports.extra["casework"]
        return casework


_TOLD = ("command", "ground", "document", "by", "at")


def _matters(records: Sequence[Record]) -> list[UUID]:
    return [one.record for one in records if one.kind == "matter"]


def _dropped(keys: Sequence[tuple[Record, int]]) -> list[Dropped]:
    return [Dropped(service="ledger", kind=one.kind, record=one.record, key=key) for one, key in keys if key]


async def _eraser(now: UpToDate, ports: Reach, district: District) -> Eraser:
    return Eraser(now.db, ports, district)


Erasing = Annotated[Eraser, Depends(_eraser)]
