"""A service goes on with what a producer's log has become: its policies' places, what they had parked, the record."""

from uuid import uuid5

import asyncpg

from deploy.minqing.reconciling.parting import Parted, Restoration
from shared.eventstore.operated import HistoryAccepted, note

_END = """
SELECT coalesce(max(f.position), 0) AS fact, log.hash_at($1, coalesce(max(f.position), 0)) AS fact_hash,
       $2::bigint AS position, log.hash_at($1, $2) AS hash
FROM log.events f WHERE f.tenant = $1 AND f.position <= $2 AND f.fact_type IS NOT NULL
"""
_OF_THEM = "tenant = $1 AND producer = $2 AND follower = ANY ($3) AND position > $4"
_MOVE = f"""
UPDATE run.checkpoints SET fact = $5, fact_hash = $6, position = $4, hash = $7 WHERE {_OF_THEM} RETURNING follower
"""
_DROP = f"DELETE FROM run.parked WHERE {_OF_THEM} RETURNING event_id"


async def accept(service: str, producer: str, one: Parted, why: str) -> HistoryAccepted:
    """Put those of a service's policies that have read what is lost to where the producer's log is still the same.

    They go on from there, in whatever process they run: what they act upon again has the ids it had, and is done
    once. `service`, `producer`: urls of their databases. Once its read models are made anew; `one` has a restoration.
    """
    assert one.restoration, "who asks has seen from where on the histories differ"
    end = await _end_at(producer, one, one.restoration)
    connection = await asyncpg.connect(service, timeout=10)
    try:
        async with connection.transaction():
            return await _accepted(connection, one, one.restoration, (end, why))
    finally:
        await connection.close()


async def _end_at(url: str, one: Parted, restoration: Restoration) -> asyncpg.Record:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        [end] = await connection.fetch(_END, one.tenant, restoration.position)
        return end
    finally:
        await connection.close()


async def _accepted(
    connection: asyncpg.Connection, one: Parted, restoration: Restoration, what: tuple[asyncpg.Record, str]
) -> HistoryAccepted:
    end, why = what
    names = [at.follower for at in one.places if at.follower not in one.models]
    them = one.tenant, one.producer, names, restoration.position
    moved = await connection.fetch(_MOVE, *them, end["fact"], end["fact_hash"], end["hash"])
    dropped = {row["event_id"] for row in await connection.fetch(_DROP, *them)}
    event = HistoryAccepted(
        producer=one.producer,
        restoration=restoration.id,
        position=restoration.position,
        read=one.read,
        policies=tuple(sorted(row["follower"] for row in moved)),
        dropped=tuple(sorted(dropped)),
        why=why,
    )
    await note(connection, one.tenant, uuid5(restoration.id, one.service), event)
    return event
