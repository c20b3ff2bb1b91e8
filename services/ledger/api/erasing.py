"""How an erasure is done: the records that list somebody are found, and each key destroyed by who keeps it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Protocol, Self  # an order is JSON
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel

from services.ledger.commands.erasure import Redaction
from services.ledger.queries import erasures, redactions
from services.ledger.queries.erasures import Erasure, Record
from shared.erasure import NOTHING, Dropped, after
from shared.errors import Refused
from shared.ids import Tenant
from shared.sealed import Sealed, fingerprint
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


_Old = tuple[Record, Sealed]


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
        records = await self._records(subject)
        keys = [(one, await self.ports.keys.newest(self.district, one.record)) for one in records]
        theirs = await self._casework.sealed(self.district, _matters(records))
        done = await erasures.erasures_of(self.db, subject)
        return Standing(subject=subject, opened=[*_dropped(keys), *theirs], erasures=done)

    async def drop(self, subject: UUID, order: Mapping[str, Any]) -> tuple[Dropped, ...]:
        """Destroy every key, casework's first: it may be away, and then nothing has begun here. Raises Unavailable."""
        records = await self._records(subject)
        told = {**{name: order[name] for name in _TOLD}, "subject": str(subject)}
        theirs = await self._casework.drop(self.district, _matters(records), told)
        keys = [(one, await self.ports.keys.erase(self.district, one.record)) for one in records]
        return (*_dropped(keys), *theirs)

    async def redactions(self, subject: UUID, texts: Mapping[UUID, str], command: UUID) -> tuple[Redaction, ...]:
        """The texts, sealed, each in the place of a record's; what was given before stays until `renew`.

        Raises Refused for a record that has none of theirs, Unavailable while casework is away: nothing has begun then.
        """
        records = {one.record: one for one in await erasures.records_of(self.db, subject)}
        old = [await self._old(records.get(record)) for record in texts]
        await self._casework.sealed(self.district, [])
        return tuple([await self._redaction(subject, one, texts[one[0].record], command) for one in old])

    async def renew(self, subject: UUID, texts: Collection[UUID]) -> None:
        """Destroy what was given in the place of these records' texts before the newest."""
        for key in await redactions.outdated(self.db, subject, texts):
            await self.ports.keys.erase(self.district, key)

    async def _records(self, subject: UUID) -> list[Record]:
        """What lists them; of what is new to their erasures what was given in its place too, without others alone."""
        records = await erasures.records_of(self.db, subject)
        done = [one for each in await erasures.erasures_of(self.db, subject) for one in each.dropped]
        before = after(done, NOTHING)
        new = [one for one in records if await self._last(one) > before.get((one.kind, one.record), 0)]
        return [*records, *await redactions.by_others(self.db, subject, new)]

    async def _last(self, one: Record) -> int:
        return await self.ports.keys.last(self.district, one.record)

    async def _old(self, one: Record | None) -> _Old:
        was = await redactions.text_of(self.db, one) if one else None
        if one is None or was is None:
            raise Refused("no-text-to-redact")
        return one, was

    async def _redaction(self, subject: UUID, old: _Old, text: str, command: UUID) -> Redaction:
        one, was = old
        sealed = await self.ports.keys.seal(self.district, redactions.key_of(one.record, subject, command), text)
        return Redaction(one.kind, one.record, fingerprint(was), sealed)

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
