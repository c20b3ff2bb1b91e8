"""The export of a district's log (formats 2): lines that anybody can check without us, in constant memory."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any  # a line is a JSON object

import asyncpg

from shared.eventstore.chain import FORMAT, content_of, digest_of, genesis
from shared.eventstore.connect import Database
from shared.eventstore.rows import Row
from shared.ids import Tenant, microseconds

_PAGE = 500
_ORIGIN = "SELECT service, store FROM log.store"
_HASH_AT = "SELECT hash FROM log.events WHERE tenant = $1 AND position = $2"
_UP_TO = "SELECT max(position) FROM log.events WHERE tenant = $1"
_EVENTS = "SELECT * FROM log.events WHERE tenant = $1 AND position BETWEEN $2 AND $3 ORDER BY position"

Withheld = Callable[[Row], bool]


def everything_shown(row: Row) -> bool:
    """Withhold nothing."""
    return False


def everything_withheld(row: Row) -> bool:
    """Show digests alone: the chain still verifies, and says nothing of what happened."""
    return True


async def export_log(
    database: Database, tenant: Tenant, first: int = 1, withheld: Withheld = everything_shown
) -> AsyncIterator[str]:
    """The lines, each with its line end, as the log stood at one moment.

    An event for which `withheld` says so gives only its digest. Raises ValueError when the log ends before `first`.
    """
    async with snapshot(database, tenant) as connection:
        origin = await _origin(connection, tenant, first)
        yield _line(origin)
        position, end = first - 1, origin["previoushash"]
        last = await connection.fetchval(_UP_TO, tenant) or 0
        async for record in connection.cursor(_EVENTS, tenant, first, last, prefetch=_PAGE):
            row = Row._make(record)
            position, end = row.position, row.hash.hex()
            yield _line(_digest_alone(row) if withheld(row) else _whole(row))
        yield _line({"head": {"position": position, "hash": end}})


async def _origin(connection: asyncpg.Connection, tenant: Tenant, first: int) -> dict[str, Any]:
    service, store = (await connection.fetch(_ORIGIN))[0]
    previous = genesis(service, store, tenant) if first == 1 else await connection.fetchval(_HASH_AT, tenant, first - 1)
    if previous is None:
        raise ValueError(f"the log of {tenant} ends before {first}")
    names = {"format": FORMAT, "service": service, "store": str(store), "tenant": tenant}
    return {**names, "from": first, "previoushash": previous.hex()}


@asynccontextmanager
async def snapshot(database: Database, tenant: Tenant) -> AsyncIterator[asyncpg.Connection]:
    """One unchanging view of a district's log, over a connection of its own: an export may take long."""
    connection = await database.connect()
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            await connection.execute("SELECT set_config('minqing.tenant', $1, true)", tenant)
            yield connection
    finally:
        connection.terminate()


def _whole(row: Row) -> dict[str, Any]:
    return {
        "position": row.position,
        "stream": row.stream,
        "version": row.version,
        "type": row.type,
        "eventid": str(row.event_id),
        "commandid": str(row.command_id),
        "actor": row.actor,
        "occurred": microseconds(row.occurred),
        "recorded": microseconds(row.recorded),
        "data": row.data,
        "meta": row.meta,
        "fact": None if row.fact_type is None else {"type": row.fact_type, "data": row.fact_data},
        "hash": row.hash.hex(),
    }


def _digest_alone(row: Row) -> dict[str, Any]:
    return {
        "position": row.position,
        "version": row.version,
        "recorded": microseconds(row.recorded),
        "digest": digest_of(content_of(row)).hex(),
        "hash": row.hash.hex(),
    }


def _line(members: Mapping[str, Any]) -> str:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")) + "\n"
