"""A service goes on with what a producer's log has become: decided once, in one transaction, and recorded."""

from collections.abc import Mapping

import asyncpg

from deploy.minqing.process import CannotRun
from deploy.minqing.reconciling.held import held
from deploy.minqing.reconciling.parting import Parted
from shared.eventstore.operated import LogReconciled, note
from shared.ids import new_token

# Where a follower stands that has read up to a position, as the producer's log has it.
_PLACE = """
SELECT coalesce(f.position, 0), coalesce(f.hash, log.genesis($1)),
       $2::bigint, CASE WHEN $2 = 0 THEN log.genesis($1) ELSE e.hash END
FROM (SELECT) one
LEFT JOIN log.events e ON e.tenant = $1 AND e.position = $2
LEFT JOIN LATERAL (SELECT position, hash FROM log.events WHERE tenant = $1 AND position <= $2 AND fact_type IS NOT NULL
                   ORDER BY position DESC LIMIT 1) f ON true
"""
_ALIVE = "SELECT EXISTS (SELECT FROM run.leases WHERE until > clock_timestamp())"
_WHOSE = "tenant = $1 AND producer = $2 AND follower = $3 AND version = $4"
_GO_ON = f"""
UPDATE run.checkpoints SET store = $5, fact = $6, fact_hash = $7, position = $8, hash = $9, token = gen_random_uuid()
WHERE {_WHOSE}
"""
_FORGET = f"DELETE FROM run.checkpoints WHERE {_WHOSE}"
_PARKED = f"DELETE FROM run.parked WHERE {_WHOSE} AND position > $5"
# By position, at which another event stands now.
_DISCARDED = "DELETE FROM run.discarded WHERE tenant = $1 AND producer = $2 AND follower = $3 AND position > $4"
_TABLES = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = $1"


async def accept(urls: Mapping[str, str], one: Parted, agreed: int, why: str) -> tuple[int, int]:
    """Empty its read models of that district, to be made anew, and let its policies go on from `agreed`.

    Answers the position at which that is recorded, and how many events it holds on account of what is lost.
    Raises CannotRun.
    """
    store, place = await _place(urls[one.producer], one, agreed)
    event = LogReconciled(
        producer=one.producer,
        restoration=one.restoration.id if one.restoration else None,
        position=agreed,
        read=one.read,
        held=len(await held(urls, one)),
        why=why,
    )
    connection = await asyncpg.connect(urls[one.service], timeout=10)
    try:
        return await _accepted(connection, one, (store, *place), event), event.held
    finally:
        await connection.close()


async def _accepted(
    connection: asyncpg.Connection, one: Parted, place: tuple[object, ...], event: LogReconciled
) -> int:
    async with connection.transaction():
        await connection.execute("LOCK TABLE run.leases IN SHARE MODE")  # nobody starts meanwhile
        if await connection.fetchval(_ALIVE):
            raise CannotRun(f"{one.service} runs: stop it first.")
        await _moved(connection, one, place)
        return await note(connection, one.tenant, new_token(), event)


async def _place(url: str, one: Parted, agreed: int) -> tuple[object, tuple[object, ...]]:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        await connection.execute("SELECT set_config('minqing.tenant', $1, false)", one.tenant)
        row = await connection.fetchrow(_PLACE, one.tenant, agreed)
        if row is None or row[3] is None:
            raise CannotRun(f"The log of {one.producer} in {one.tenant} does not go up to position {agreed}.")
        return await connection.fetchval("SELECT store FROM log.store"), tuple(row)
    finally:
        await connection.close()


async def _moved(connection: asyncpg.Connection, one: Parted, place: tuple[object, ...]) -> None:
    agreed = place[3]
    for at in one.places:
        whose = one.tenant, one.producer, at.follower, at.version
        await connection.execute(_DISCARDED, *whose[:3], agreed)
        if at.follower in one.models:
            await _emptied(connection, one, f"{at.follower}_v{at.version}")
            await connection.execute(_PARKED, *whose, 0)
            await connection.execute(_FORGET, *whose)
        else:
            await connection.execute(_PARKED, *whose, agreed)
            await connection.execute(_GO_ON, *whose, *place)


async def _emptied(connection: asyncpg.Connection, one: Parted, schema: str) -> None:
    for (table,) in await connection.fetch(_TABLES, schema):
        await connection.execute(f"DELETE FROM {table} WHERE tenant = $1", one.tenant)
