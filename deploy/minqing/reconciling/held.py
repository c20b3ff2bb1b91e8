"""What a service has done on account of facts that their producer has lost: its own events, by id and type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from deploy.minqing.reconciling.parting import Parted
from deploy.minqing.services import WITH_A_LOG

_CAUSED = """
SELECT position, type, stream, event_id, (meta::json ->> 'causationid')::uuid AS cause, recorded_at FROM log.events
WHERE tenant = $1 AND actor = ANY ($2) AND recorded_at >= coalesce($3::timestamptz, '-infinity') ORDER BY position
"""
_KNOWN = "SELECT event_id FROM log.events WHERE tenant = $1 AND event_id = ANY ($2)"


@dataclass(frozen=True)
class Held:
    """An event whose cause is in no log any more."""

    position: int
    type: str
    stream: str
    id: UUID
    cause: UUID
    recorded: datetime


async def held(urls: Mapping[str, str], one: Parted) -> list[Held]:
    """What policies of a service made of what a producer has lost, in the order of their log."""
    actors = [f"policy:{one.service}/{at.follower}" for at in one.places if at.follower not in one.models]
    since = min((each.taken for each in one.restorations), default=None)
    rows = await _fetched(urls[one.service], _CAUSED, one.tenant, actors, since)
    causes = {row["cause"] for row in rows if row["cause"]}
    for service in WITH_A_LOG:
        causes -= {row["event_id"] for row in await _fetched(urls[service], _KNOWN, one.tenant, list(causes))}
    lost = (row for row in rows if row["cause"] in causes)
    return [
        Held(row["position"], row["type"], row["stream"], row["event_id"], row["cause"], row["recorded_at"])
        for row in lost
    ]


async def _fetched(url: str, query: str, *arguments: object) -> Sequence[asyncpg.Record]:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return await connection.fetch(query, *arguments)
    finally:
        await connection.close()
