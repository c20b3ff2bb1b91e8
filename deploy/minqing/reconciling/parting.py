"""Who has read what a log does not hold any more, and up to where both are the same."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import asyncpg

from deploy.minqing.doctor.databases import compare, look
from deploy.minqing.doctor.seen import At, Away, Journal
from deploy.minqing.process import CannotRun
from deploy.minqing.services import WITH_A_LOG
from shared.eventstore.operated import HistoryAccepted, LogRestored
from shared.ids import Tenant

_OF_TYPE = "SELECT stream, data FROM log.events WHERE tenant = $1 AND type = $2 ORDER BY position"
_RESTORED = LogRestored.model_fields["type"].default
_ACCEPTED = HistoryAccepted.model_fields["type"].default


@dataclass(frozen=True)
class Restoration:
    """A restore that a log tells of: up to `position` it is what it was when the backup was taken."""

    id: UUID
    backup: UUID
    position: int
    taken: datetime


@dataclass(frozen=True)
class Parted:
    """A service that has read a producer's log of a district further than it goes today, or otherwise.

    `places`: of its followers, each as it stands; `models`: which followers of the service are read models.
    `restorations`: from which of them on the two may differ; none where the log does not tell how it became another.
    """

    service: str
    producer: str
    tenant: Tenant
    places: Sequence[At]
    models: frozenset[str]
    restorations: Sequence[Restoration] = ()

    @property
    def restoration(self) -> Restoration | None:
        """The one from which on they differ, where no other is possible."""
        return self.restorations[0] if len(self.restorations) == 1 else None

    def at(self, position: int) -> "Parted":
        """With that one of its restorations alone."""
        return replace(self, restorations=[each for each in self.restorations if each.position == position])

    @property
    def read(self) -> int:
        """The furthest place."""
        return max(at.position for at in self.places)


async def parted(urls: Mapping[str, str]) -> list[Parted]:
    """All of an installation; `urls`: of the databases of the services with a log. Raises CannotRun."""
    journals = {service: await _journal(service, urls[service]) for service in WITH_A_LOG}
    pairs = [(service, producer) for service in WITH_A_LOG for producer in WITH_A_LOG if service != producer]
    found: list[Parted] = []
    for service, producer in pairs:
        places = await _elsewhere(urls[producer], journals[service], producer)
        found += [each async for each in _of(service, journals[service], places, urls)]
    return found


async def _elsewhere(url: str, journal: Journal, producer: str) -> list[At]:
    read = [at for at in journal.places if at.producer == producer and journal.is_read(at)]
    compared = await compare(url, read, own=False)
    if compared is None:
        raise CannotRun(f"The log of {producer} cannot be read.")
    return [each.at for each in compared if not each.same_log]


async def _journal(service: str, url: str) -> Journal:
    seen = await look(url, service)
    if isinstance(seen, Away):
        raise CannotRun(f"The database of {service} cannot be read: {seen.reason}")
    if seen.journal is None:
        raise CannotRun(f"The database of {service} is not in the shape that this release needs.")
    return seen.journal


async def _of(service: str, journal: Journal, places: Sequence[At], urls: Mapping[str, str]) -> AsyncIterator[Parted]:
    models = frozenset(build.projection for build in journal.builds)
    for producer, tenant in sorted({(at.producer, at.tenant) for at in places}):
        these = [at for at in places if (at.producer, at.tenant) == (producer, tenant)]
        read = max(at.position for at in these)
        told = await _restorations(urls[producer], tenant)
        unknown = _without(told, await _restorations(urls[service], tenant), await _accepted(urls[service], tenant))
        yield Parted(service, producer, tenant, these, models, [each for each in unknown if each.position < read])


def _without(told: Sequence[Restoration], own: Sequence[Restoration], accepted: set[UUID]) -> list[Restoration]:
    """Those that the reader has neither accepted nor shared: restored from the same backup, both went on from there."""
    shared = Counter(each.backup for each in own)
    left = []
    for each in told:
        if shared[each.backup]:
            shared[each.backup] -= 1
        elif each.id not in accepted:
            left.append(each)
    return left


async def _restorations(url: str, tenant: Tenant) -> list[Restoration]:
    rows = [(stream, LogRestored.model_validate_json(data)) for stream, data in await _events(url, tenant, _RESTORED)]
    return [Restoration(UUID(at.partition("/")[2]), said.backup, said.position, said.taken) for at, said in rows]


async def _accepted(url: str, tenant: Tenant) -> set[UUID]:
    events = await _events(url, tenant, _ACCEPTED)
    return {HistoryAccepted.model_validate_json(data).restoration for _, data in events}


async def _events(url: str, tenant: Tenant, type_: str) -> list[tuple[str, str]]:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return [(row["stream"], row["data"]) for row in await connection.fetch(_OF_TYPE, tenant, type_)]
    finally:
        await connection.close()
