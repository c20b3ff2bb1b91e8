"""The log in PostgreSQL: group commit in front of `log.append`, and the reads."""

from uuid import UUID

from shared.eventstore.connect import Database
from shared.eventstore.rows import AppendRequest, EventLog, Head, Heard, NewEvent, Row, StoredStream
from shared.eventstore.streams import Receipt
from shared.ids import Tenant

__all__ = ["AppendRequest", "EventLog", "Head", "Log", "NewEvent", "Row", "StoredStream"]


class Log:
    """The log of one service. Open it after its database, close it before."""

    def __init__(self, database: Database, service: str) -> None:
        self.database = database
        self.service = service
        self._store: UUID | None = None

    async def open(self) -> None:
        """Learn the store's name; refuses a database of another service."""
        raise NotImplementedError

    async def close(self) -> None:
        """Take no more, and end when all that was taken is answered."""
        raise NotImplementedError

    @property
    def store(self) -> UUID:
        """The random name of this log, made once with its database."""
        assert self._store is not None, "open the log first"
        return self._store

    async def append(self, tenant: Tenant, request: AppendRequest) -> Receipt:
        """Store a command's events; see `EventLog`."""
        raise NotImplementedError

    async def read_stream(self, tenant: Tenant, stream: str, command_id: UUID, body_mac: bytes = b"") -> StoredStream:
        """The stored answer of the command, or the stream; see `EventLog`."""
        raise NotImplementedError

    async def read(self, tenant: Tenant, after: int, limit: int) -> list[Row]:
        """The events with positions after..after+limit, in order."""
        raise NotImplementedError

    async def hash_at(self, tenant: Tenant, position: int) -> bytes | None:
        """The chain's hash at a position (genesis at 0), None past the end."""
        raise NotImplementedError

    async def head(self, tenant: Tenant) -> Head:
        """The end of a district's log; an unknown district's is empty."""
        raise NotImplementedError

    async def heads(self) -> list[Head]:
        """The ends of all districts' logs that hold anything."""
        raise NotImplementedError

    async def listen(self, heard: Heard) -> None:
        """Call `heard` when a log may have moved; see `EventLog`."""
        raise NotImplementedError
