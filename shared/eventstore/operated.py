"""What operators have done to a district's log, said in the log itself: in the words of no service, and as no fact."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID, uuid5

import asyncpg

from shared.event import Event, Instant, wire_form
from shared.eventstore.group import APPEND, columns_of
from shared.eventstore.rows import AppendRequest, NewEvent
from shared.ids import Tenant, event_of

ERASURES = ("subject-erased.v1", "words-erased.v1")
"""What services say of keys that they have destroyed: it stays so in a log that is brought back from before."""
_ERASURES = """
SELECT stream, type, event_id, actor, occurred_at, data, meta FROM log.events
WHERE tenant = $1 AND type = ANY($2) ORDER BY position
"""
_NOW = "SELECT coalesce((SELECT now FROM run.clocks WHERE tenant = $1), clock_timestamp())"


class LogRestored(Event):
    """The log was brought back from a backup: it is what it was up to `position`, and what was behind that is lost.

    `taken` is when the backup was, by the database's clock.
    """

    type: Literal["log-restored.v1"] = "log-restored.v1"
    backup: UUID
    taken: Instant
    position: int
    hash: str


class HistoryAccepted(Event):
    """This service goes on with the log of a producer as it has become, behind `position`, since that was restored.

    What it had read of it up to `read` is lost there; what was done here because of that stays done. `restoration` is
    the id in the stream of the producer's `log-restored.v1`. The `policies` go on from `position`; of what they had
    parked, the events that are lost are `dropped`.
    """

    type: Literal["history-accepted.v1"] = "history-accepted.v1"
    producer: str
    restoration: UUID
    position: int
    read: int
    policies: tuple[str, ...]
    dropped: tuple[UUID, ...]
    why: str


async def note(
    connection: asyncpg.Connection, tenant: Tenant, operation: UUID, event: LogRestored | HistoryAccepted
) -> int:
    """Append an operation to a district's log, in the connection's transaction; its position."""
    now, kind = await connection.fetchval(_NOW, tenant), event.type.partition(".")[0]
    said = NewEvent(event_of(operation, 0), *wire_form(event))
    command = uuid5(operation, kind)
    return await _append(
        connection, tenant, AppendRequest(f"{kind}/{operation}", 0, command, f"operator:{kind}", now, (said,))
    )


async def erasures(connection: asyncpg.Connection, tenant: Tenant) -> list[AppendRequest]:
    """The erasures that a district's log tells of, in order, as another log may say them again."""
    return [_again(row) for row in await connection.fetch(_ERASURES, tenant, list(ERASURES))]


def _again(row: asyncpg.Record) -> AppendRequest:
    command = uuid5(row["event_id"], "said again")
    said = NewEvent(event_of(command, 0), row["type"], row["data"])
    return AppendRequest(row["stream"], None, command, row["actor"], row["occurred_at"], (said,), meta=row["meta"])


async def say_again(connection: asyncpg.Connection, tenant: Tenant, said: Sequence[AppendRequest]) -> int:
    """Append those erasures that a district's log does not tell of; how many, in the connection's transaction."""
    known = {(one.events[0].type, one.events[0].data) for one in await erasures(connection, tenant)}
    lacking = [one for one in said if (one.events[0].type, one.events[0].data) not in known]
    for one in lacking:
        await _append(connection, tenant, one)
    return len(lacking)


async def _append(connection: asyncpg.Connection, tenant: Tenant, request: AppendRequest) -> int:
    [row] = await connection.fetch(APPEND, tenant, *columns_of([request]))
    if row["answer"] != "stored":
        raise RuntimeError(f"an operation was not appended to the log of {tenant}: {row['answer']}")
    return int(row["last_position"])
