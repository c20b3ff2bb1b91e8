"""The log in PostgreSQL: group commit in front of `log.append`, and the reads, each in one round trip."""

import asyncio
from uuid import UUID

import asyncpg
import structlog

from shared.errors import Refused
from shared.eventstore.connect import Database, waits
from shared.eventstore.group import PATIENCE_SECONDS, Group
from shared.eventstore.hints import Listener, Notifier
from shared.eventstore.pool import in_district
from shared.eventstore.rows import AppendRequest, Busy, EventLog, Head, Heard, NewEvent, Row, StoredStream, Told
from shared.eventstore.streams import Receipt, traceparent_in
from shared.ids import Tenant

__all__ = ["AppendRequest", "EventLog", "Head", "Log", "NewEvent", "Row", "StoredStream"]

_NOT_MIGRATED = (asyncpg.InvalidSchemaNameError, asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError)
_READ_STREAM = "SELECT * FROM log.read_stream($1,$2,$3,$4)"
_META = "SELECT meta FROM log.events WHERE tenant = $1 AND stream = $2 AND version = $3"
_READ = "SELECT * FROM log.read($1,$2,$3)"
_FEED = "SELECT * FROM log.feed($1,$2,$3,$4)"
_HEADS = "SELECT tenant, position, hash, fact_position, fact_hash FROM log.heads"
_EMPTY = "SELECT $1::text, 0::bigint, log.genesis($1), 0::bigint, log.genesis($1)"

log = structlog.get_logger(__name__)


class Log:
    """The log of one service (an `EventLog`). Open it after its database, close it before."""

    def __init__(self, database: Database, service: str) -> None:
        self.database = database
        self.service = service
        self._store: UUID | None = None

    async def open(self) -> None:
        """Learn the store's name, waiting for the migrations. Raises ValueError for another service's database."""
        store, service = await self._own_name()
        if service != self.service:
            raise ValueError(f"this database holds the log of {service}, not of {self.service}")
        self._store = store
        self._notifier = Notifier(self.database.pool)
        self._listener = Listener(self.database, self._notifier.senders)
        self._group = Group(self.database.pool, self._moved)

    async def close(self) -> None:
        """Take no more, and end when all that was taken is answered."""
        await self._group.close()
        await self._notifier.close()
        await self._listener.close()

    @property
    def store(self) -> UUID:
        """The random name of this log, made once with its database."""
        assert self._store is not None, "open the log first"
        return self._store

    async def append(self, tenant: Tenant, request: AppendRequest) -> Receipt:
        """Store a command's events; see `EventLog`."""
        return await self._group.append(tenant, request)

    async def read_stream(self, tenant: Tenant, stream: str, command_id: UUID, body_mac: bytes = b"") -> StoredStream:
        """The stored answer of the command, or the stream; see `EventLog`."""
        rows = await self._fetch(_READ_STREAM, tenant, stream, command_id, body_mac)
        if not rows:
            return StoredStream(None)
        answer, first, last, version = rows[-1][:4]
        if answer == "another-body":
            raise Refused("key-used-for-another-body")
        if answer == "duplicate":
            return StoredStream(Receipt("duplicate", first, last, version))
        return StoredStream(None, tuple((row["type"], row["data"]) for row in rows), version)

    async def read(self, tenant: Tenant, after: int, limit: int) -> list[Row]:
        """The events with positions after..after+limit, in order."""
        return list(map(Row._make, await self._fetch(_READ, tenant, after, limit)))

    async def tell(self, tenant: Tenant, after: int, limit: int, looks: int) -> Told | None:
        """Facts after a position as they travel; see `EventLog`."""
        (row,) = await self._fetch(_FEED, tenant, after, limit, looks)
        return Told._make(row) if row["head"] else None

    async def hash_at(self, tenant: Tenant, position: int) -> bytes | None:
        """The chain's hash at a position (genesis at 0), None past the end."""
        found: bytes | None = (await self._fetch("SELECT log.hash_at($1,$2)", tenant, position))[0][0]
        return found

    async def traceparent(self, tenant: Tenant, stream: str, version: int) -> str:
        """What one event is traced by; empty when by nothing, or where there is no such event."""
        async with in_district(self.database.pool, tenant) as connection:
            return traceparent_in(await connection.fetchval(_META, tenant, stream, version) or "{}")

    async def head(self, tenant: Tenant) -> Head:
        """The end of a district's log; an unknown district's is empty."""
        rows = await self._fetch(f"{_HEADS} WHERE tenant = $1", tenant) or await self._fetch(_EMPTY, tenant)
        return Head(*rows[0])

    async def heads(self) -> list[Head]:
        """The ends of all districts' logs that hold anything."""
        return [Head(*row) for row in await self._fetch(f"{_HEADS} WHERE position > 0 ORDER BY tenant")]

    async def listen(self, heard: Heard) -> None:
        """Call `heard` when a log may have moved; see `EventLog`."""
        await self._listener.listen(heard)

    async def _fetch(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self.database.fetch(statement, *arguments)
        except TimeoutError as error:
            raise Busy("log-unreachable") from error

    def _moved(self, tenant: Tenant) -> None:
        self._listener.tell(tenant)
        self._notifier.moved(tenant)

    async def _own_name(self) -> tuple[UUID, str]:
        for wait in waits():
            try:
                store, service = (await self.database.fetch("SELECT store, service FROM log.store"))[0]
                return store, service
            except _NOT_MIGRATED as error:
                log.warning("waiting for the migrations", reason=str(error), seconds=wait)
                await asyncio.sleep(wait)
        raise AssertionError("waits for ever")
