"""One moment of all databases: no service has heard of what another's log does not hold."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from deploy.minqing.process import CannotRun
from deploy.minqing.services import WITH_A_LOG
from shared.ids import Tenant

_ATTEMPTS = 50
_PAUSE_SECONDS = 0.1  # between two attempts: who has just read something has moved on by then
_CONNECT_SECONDS = 10.0
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_NAME = "SELECT pg_export_snapshot(), clock_timestamp()"
_HEADS = "SELECT tenant, position, hash FROM log.heads WHERE position > 0"
_MASTERS = "SELECT DISTINCT wrapped_by FROM keys.keys WHERE wrapped IS NOT NULL ORDER BY wrapped_by"
# What a log has by now and not in its snapshot.
_SINCE = """
SELECT h.tenant, e.position, e.event_id
FROM log.heads h LEFT JOIN unnest($1::text[], $2::bigint[]) AS o (tenant, seen) USING (tenant),
     LATERAL (SELECT position, event_id FROM log.events WHERE tenant = h.tenant AND position > coalesce(o.seen, 0)) e
WHERE h.position > coalesce(o.seen, 0)
"""
_READ = "SELECT tenant, max(position) AS position FROM run.checkpoints WHERE producer = $1 GROUP BY tenant"
# A policy's command is stored a little before its place is moved on.
_CAUSES = """
SELECT (e.meta::json ->> 'causationid')::uuid
FROM log.heads h, LATERAL (SELECT meta FROM log.events
                           WHERE tenant = h.tenant AND position > h.position - 1000 AND actor LIKE 'policy:%') e
WHERE e.meta::json ->> 'causationid' IS NOT NULL
"""


@dataclass(frozen=True)
class Snapshot:
    """A database as it stood: the snapshot's name for pg_dump, while its connection is open."""

    service: str
    connection: asyncpg.Connection
    name: str
    taken: datetime
    script: str
    store: UUID | None
    heads: Mapping[Tenant, tuple[int, bytes]]
    masters: list[str]


@dataclass(frozen=True)
class Unseen:
    """What was said after a log's snapshot was taken: the first position of each district, and all ids."""

    first: Mapping[Tenant, int]
    ids: frozenset[UUID]


@asynccontextmanager
async def one_moment(urls: Mapping[str, str]) -> AsyncIterator[list[Snapshot]]:
    """A snapshot of each service's database. Raises CannotRun when so much happens that none fit together."""
    async with AsyncExitStack() as stack:
        holders = {name: await stack.enter_async_context(connected(name, url)) for name, url in urls.items()}
        logs = {name: url for name, url in urls.items() if name in WITH_A_LOG}
        lookers = {name: await stack.enter_async_context(connected(name, url)) for name, url in logs.items()}
        yield await _fitting(holders, lookers)


async def _fitting(
    holders: Mapping[str, asyncpg.Connection], lookers: Mapping[str, asyncpg.Connection]
) -> list[Snapshot]:
    for _ in range(_ATTEMPTS):
        snapshots = await asyncio.gather(*(taken(name, each) for name, each in holders.items()))
        if await fit(snapshots, lookers):
            return snapshots
        await asyncio.gather(*(_let_go(name, each) for name, each in holders.items()))
        await asyncio.sleep(_PAUSE_SECONDS)  # whether the moment fits is looked at again
    raise CannotRun("So much happens that no moment of all databases fits together: say it again at a quieter time.")


@asynccontextmanager
async def connected(service: str, url: str) -> AsyncIterator[asyncpg.Connection]:
    """A service's database, as who reads all. Raises CannotRun."""
    try:
        connection = await asyncpg.connect(url, timeout=_CONNECT_SECONDS, server_settings={"timezone": "UTC"})
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CannotRun(f"The database of {service} cannot be reached: {_reason(error)}") from error
    try:
        yield connection
    finally:
        connection.terminate()


async def taken(service: str, connection: asyncpg.Connection) -> Snapshot:
    """How it stands now, held until the connection's transaction ends. Raises CannotRun."""
    with _reading(service):
        return await _taken(service, connection)


async def _taken(service: str, connection: asyncpg.Connection) -> Snapshot:
    await connection.execute(_BEGIN)
    name, at = (await connection.fetch(_NAME))[0]
    script = await connection.fetchval("SELECT version_num FROM public.alembic_version")
    with_a_log = service in WITH_A_LOG
    store = await connection.fetchval("SELECT store FROM log.store") if with_a_log else None
    heads = await connection.fetch(_HEADS) if with_a_log else []
    masters = await connection.fetch(_MASTERS) if with_a_log else []
    ends = {Tenant(tenant): (position, hash_) for tenant, position, hash_ in heads}
    return Snapshot(service, connection, name, at, script, store, ends, [row[0] for row in masters])


async def fit(snapshots: list[Snapshot], lookers: Mapping[str, asyncpg.Connection]) -> bool:
    """Whether nobody has read, or acted upon, what a log's snapshot lacks. Raises CannotRun."""
    for each in snapshots:
        unseen = await _since(each, lookers[each.service]) if each.service in lookers else None
        if unseen and unseen.ids and await _known(unseen, each.service, snapshots):
            return False
    return True


async def _since(snapshot: Snapshot, looker: asyncpg.Connection) -> Unseen:
    heads = snapshot.heads
    with _reading(snapshot.service):
        rows = await looker.fetch(_SINCE, list(heads), [position for position, _ in heads.values()])
    first: dict[Tenant, int] = {}
    for tenant, position, _ in rows:
        first[tenant] = min(position, first.get(tenant, position))
    return Unseen(first, frozenset(event_id for *_, event_id in rows))


async def _known(unseen: Unseen, producer: str, snapshots: list[Snapshot]) -> bool:
    others = [each for each in snapshots if each.service in WITH_A_LOG and each.service != producer]
    for other in others:
        with _reading(other.service):
            read = await other.connection.fetch(_READ, producer)
            causes = await other.connection.fetch(_CAUSES)
        if any(row["position"] >= unseen.first.get(row["tenant"], row["position"] + 1) for row in read):
            return True
        if not unseen.ids.isdisjoint(row[0] for row in causes):
            return True
    return False


async def _let_go(service: str, connection: asyncpg.Connection) -> None:
    with _reading(service):
        await connection.execute("ROLLBACK")


@contextmanager
def _reading(service: str) -> Iterator[None]:
    """Raises CannotRun for whatever comes between: tables that are not there, a server that stops or starts again."""
    try:
        yield
    except asyncpg.UndefinedTableError as error:
        raise CannotRun(
            f"The database of {service} has not the tables of this release: have its databases migrated first."
        ) from error
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CannotRun(f"The database of {service} could not be read: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or ["no answer"])[0]
