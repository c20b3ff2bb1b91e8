"""What operators have done to a district's log, said in the log itself: in the words of no service, and as no fact."""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

import asyncpg

from shared.event import Event, Fact, Instant, wire_form
from shared.eventstore.group import APPEND, columns_of
from shared.eventstore.rows import AppendRequest, NewEvent
from shared.ids import Tenant, event_of

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


class LogReconciled(Event):
    """This service goes on with what a producer's log has become, from `position`, up to which it was the same.

    It had read up to `read`; of its own events, `held` were caused by facts that the producer has lost. They stay.
    """

    type: Literal["log-reconciled.v1"] = "log-reconciled.v1"
    producer: str
    restoration: UUID | None
    position: int
    read: int
    held: int
    why: str


class FactToldAgain(Event):
    """A fact that this log has lost is said again, from a copy that another service holds, under its former id.

    What it was a step of, in the stream `subject`, stays lost here.
    """

    type: Literal["fact-told-again.v1"] = "fact-told-again.v1"
    fact: UUID
    subject: str
    at: Instant
    why: str


Operated = LogRestored | LogReconciled


async def note(connection: asyncpg.Connection, tenant: Tenant, operation: UUID, event: Operated) -> int:
    """Append an operation to a district's log, in the connection's transaction; its position."""
    now = await connection.fetchval(_NOW, tenant)
    return await _append(connection, tenant, (operation, now), NewEvent(event_of(operation, 0), *wire_form(event)))


async def tell_again(connection: asyncpg.Connection, tenant: Tenant, event: FactToldAgain, fact: Fact) -> int:
    """Append a fact that the log has lost, as the event that it was, in the connection's transaction; its position."""
    again = NewEvent(event.fact, *wire_form(event), fact=wire_form(fact))
    return await _append(connection, tenant, (event.fact, event.at), again)


async def _append(
    connection: asyncpg.Connection, tenant: Tenant, operation: tuple[UUID, datetime], event: NewEvent
) -> int:
    (what, occurred), kind = operation, event.type.partition(".")[0]
    request = AppendRequest(f"{kind}/{what}", 0, uuid5(what, kind), f"operator:{kind}", occurred, (event,))
    [row] = await connection.fetch(APPEND, tenant, *columns_of([request]))
    assert row["answer"] == "stored", row["answer"]
    return int(row["last_position"])
