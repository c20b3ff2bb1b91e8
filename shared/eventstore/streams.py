"""What a command handler asks of an event store: one read, one append."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, Literal, Protocol, TypeVar
from uuid import UUID

from shared.event import Event
from shared.ids import Tenant
from shared.tracing import Span

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Context:
    """Who asks, under which command id, and when; never part of what a rule decides on.

    `occurred` is the district's clock. `expected` is the version the asker saw (If-Match), None if any.
    `body_mac` tells the same request sent twice from another one under a used key (32 bytes, or empty where a
    derived id already says so). `meta` holds correlationid, causationid, traceparent.
    """

    tenant: Tenant
    command_id: UUID
    actor: str
    occurred: datetime
    expected: int | None = None
    body_mac: bytes = b""
    meta: Mapping[str, str] = field(default_factory=dict)

    @property
    def traceparent(self) -> str:
        """What the command is traced by; empty when by nothing."""
        return self.meta.get("traceparent", "")

    def below(self, span: Span) -> "Context":
        """The same within a span: what comes of the command is traced by it."""
        return replace(self, meta={**self.meta, "traceparent": span.traceparent}) if span.traceparent else self


def traceparent_in(meta: str) -> str:
    """What an event with this JSON text as its `meta` is traced by; empty when by nothing."""
    found: str = json.loads(meta).get("traceparent", "")
    return found


@dataclass(frozen=True)
class Receipt:
    """The log's answer to an append: `first`..`last` are positions (both 0 for a command without an event).

    `version` is the stream's after it. A duplicate carries what the first sending was answered.
    """

    status: Literal["stored", "duplicate"]
    first: int
    last: int
    version: int


@dataclass(frozen=True)
class Past(Generic[E]):
    """What one read returns: the stored answer to this very command, or else the stream's events and version."""

    receipt: Receipt | None
    events: Sequence[E] = ()
    version: int = 0


class Streams(Protocol[E]):
    """The streams of one kind. The store in memory and PostgreSQL's pass the same contract tests."""

    async def read(self, stream: str, context: Context) -> Past[E]:
        """The answer stored for the context's command, or the stream's past.

        Raises Refused `key-used-for-another-body` when the command id is stored with another `body_mac`.
        """
        ...

    async def append(self, stream: str, version: int | None, events: Sequence[E], context: Context) -> Receipt:
        """Store the events if the stream is still at `version`, with None wherever it is.

        An empty list stores the answer alone. Raises VersionConflict when the stream has moved on.
        """
        ...
