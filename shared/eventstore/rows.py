"""What is asked of a log and what it answers, in memory and in PostgreSQL alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol  # tuples: of events there are many, and a dataclass takes its time
from uuid import UUID

from shared.errors import VersionConflict
from shared.eventstore.streams import Receipt
from shared.ids import Tenant

Heard = Callable[[Tenant], None]
"""Called with a district whose log has moved: a hint, never a promise."""


class Busy(VersionConflict):
    """Nothing is wrong with the command: the same request may be sent again, and takes effect once (a 503)."""


class NewEvent(NamedTuple):
    """An event to append: its exact JSON text, and the fact it says to the other services (type, exact text)."""

    id: UUID
    type: str
    data: str
    fact: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class AppendRequest:
    """One command's events for one stream; without events, its answer alone is stored.

    `expected` is the version the decider saw, None for a stream whose writers do not care (deliveries).
    `occurred` is the district's clock; `meta` the exact JSON text stored with each event.
    """

    stream: str
    expected: int | None
    command_id: UUID
    actor: str
    occurred: datetime
    events: tuple[NewEvent, ...] = ()
    body_mac: bytes = b""
    meta: str = "{}"


class Row(NamedTuple):
    """One event as the log holds it.

    `fact_previous` is the position of the district's fact before this one (0: none), None without a fact.
    """

    tenant: Tenant
    position: int
    stream: str
    version: int
    type: str
    event_id: UUID
    command_id: UUID
    actor: str
    occurred: datetime
    recorded: datetime
    data: str
    meta: str
    fact_type: str | None
    fact_data: str | None
    fact_previous: int | None
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a district's log, and its last fact; an empty log ends at 0 with its genesis hash."""

    tenant: Tenant
    position: int
    hash: bytes
    fact_position: int
    fact_hash: bytes


@dataclass(frozen=True, slots=True)
class StoredStream:
    """The stored answer to a command, or else a stream as (type, exact JSON text) with its version."""

    receipt: Receipt | None
    events: Sequence[tuple[str, str]] = ()
    version: int = 0


class Told(NamedTuple):
    """Facts of a district as CloudEvents joined by commas; how far was looked for them, and where the log ends."""

    facts: str
    upto: int
    upto_hash: bytes
    head: int
    head_hash: bytes


class EventLog(Protocol):
    """The log of a service, one chain per district. `Log` and `InMemoryLog` pass the same contract tests."""

    @property
    def service(self) -> str:
        """Whose log it is."""
        ...

    @property
    def store(self) -> UUID:
        """The random name of this log, made once with its database."""
        ...

    async def append(self, tenant: Tenant, request: AppendRequest) -> Receipt:
        """Store a command's events.

        Raises VersionConflict when the stream is not at `expected`, Refused `key-used-for-another-body` when
        the command id is stored with another `body_mac`, Busy when the store gave no answer in time: then the
        same request may be sent again and takes effect once.
        """
        ...

    async def read_stream(self, tenant: Tenant, stream: str, command_id: UUID, body_mac: bytes = b"") -> StoredStream:
        """In one round trip, the stored answer of the command, or the stream. Raises Refused as `append`."""
        ...

    async def read(self, tenant: Tenant, after: int, limit: int) -> list[Row]:
        """The events with positions after..after+limit, in order."""
        ...

    async def tell(self, tenant: Tenant, after: int, limit: int, looks: int) -> Told | None:
        """At most `limit` facts among the `looks` events after a position (formats 4); None for an empty log."""
        ...

    async def hash_at(self, tenant: Tenant, position: int) -> bytes | None:
        """The chain's hash at a position (genesis at 0), None past the end."""
        ...

    async def head(self, tenant: Tenant) -> Head:
        """The end of a district's log; an unknown district's is empty."""
        ...

    async def heads(self) -> list[Head]:
        """The ends of all districts' logs that hold anything."""
        ...

    async def listen(self, heard: Heard) -> None:
        """Call `heard` when a log may have moved; returns once it listens. Hints may be lost: poll slowly behind it."""
        ...
