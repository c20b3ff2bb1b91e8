"""The chain of formats 1, in plain Python: what anybody can recompute without our database."""

import struct
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from shared.eventstore.rows import Row
from shared.ids import microseconds
from shared.sealed import prefixed

FORMAT = "minqing-log/1"


@dataclass(frozen=True, slots=True)
class Content:
    """What an event's digest is over; `occurred` in microseconds, an absent fact as two empty texts."""

    tenant: str
    stream: str
    type: str
    event_id: UUID
    command_id: UUID
    actor: str
    occurred: int
    data: str
    meta: str
    fact_type: str = ""
    fact_data: str = ""


def genesis(service: str, store: UUID, tenant: str) -> bytes:
    """hash_0 of a district's log."""
    return sha256(b"".join((text(FORMAT), text(service), prefixed(store.bytes), text(tenant)))).digest()


def digest_of(content: Content) -> bytes:
    """The hash of what an event says, who said it and where; a withheld line shows this alone."""
    parts = (
        text(content.tenant),
        text(content.stream),
        text(content.type),
        content.event_id.bytes,
        content.command_id.bytes,
        text(content.actor),
        i64(content.occurred),
        text(content.data),
        text(content.meta),
        text(content.fact_type),
        text(content.fact_data),
    )
    return sha256(b"".join(parts)).digest()


def link(previous: bytes, position: int, version: int, recorded: int, digest: bytes) -> bytes:
    """hash_n from hash_(n-1); `recorded` in microseconds."""
    return sha256(b"".join((previous, i64(position), i64(version), i64(recorded), digest))).digest()


def content_of(row: Row) -> Content:
    """What a row's digest is over."""
    return Content(
        tenant=row.tenant,
        stream=row.stream,
        type=row.type,
        event_id=row.event_id,
        command_id=row.command_id,
        actor=row.actor,
        occurred=microseconds(row.occurred),
        data=row.data,
        meta=row.meta,
        fact_type=row.fact_type or "",
        fact_data=row.fact_data or "",
    )


def hash_of(row: Row, previous: bytes) -> bytes:
    """The hash that a row should have after the one with hash `previous`."""
    return link(previous, row.position, row.version, microseconds(row.recorded), digest_of(content_of(row)))


def i64(number: int) -> bytes:
    """A signed 64-bit big-endian integer."""
    return struct.pack(">q", number)


def text(value: str) -> bytes:
    """LP of a text's UTF-8 bytes."""
    return prefixed(value.encode())
