"""What followers tell of themselves: how far they are, who is behind, what needs a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal  # readings are JSON for other services

from shared.eventstore.connections import Connections
from shared.eventstore.due import DueTimers
from shared.eventstore.pages import NotTheLogRead
from shared.eventstore.pool import in_district
from shared.eventstore.projections import Follower
from shared.eventstore.verdicts import columns_of
from shared.ids import Tenant
from shared.messaging.consumer import Consumer
from shared.messaging.producer import Producer

BEHIND_SECONDS = 30.0
"""Who lags longer is behind: a process that was killed is made up for in 5 s, a lost ring in 3 (docs/guarantees.md)."""

_PARKED = """
SELECT producer, follower, version, key, min(position) AS position, (array_agg(reason ORDER BY position))[1] AS reason
FROM run.parked JOIN unnest($1::text[], $2::text[], $3::int[]) AS o (producer, follower, version)
     USING (producer, follower, version)
GROUP BY producer, follower, version, key ORDER BY position, follower, key LIMIT 100
"""
RESTORED = (
    "The log of {producer} is not the one that was read: it was restored from an older backup, or changed. "
    "Restore it to position {position} or later; if that is not possible, go on with what it has become: {how}"
)
_MEND = "Mend the cause named in the reason, then say `minqing parked resume`; later events of the key wait behind it."
REFUSED_TIMER = (
    "A rule refused what this timer wanted: look at the stream, then delete its row in run.fired to fire it again."
)


@dataclass(frozen=True)
class Problem:
    """Something that stands still until a person acts, with what to do; holds ids and codes, never content."""

    kind: Literal["stopped", "parked", "timer"]
    follower: str
    producer: str
    tenant: Tenant
    key: str
    position: int
    reason: str
    remedy: str


@dataclass(frozen=True)
class Lag:
    """How far a follower is behind its producer's head: positions (facts, for another service), and for how long."""

    follower: str
    producer: str
    tenant: Tenant
    behind: int
    seconds: float


def consumers_of(producer: Producer, tenant: Tenant) -> list[dict[str, Any]]:
    """How far each follower of a producer is in a district; at 0 where none has begun."""
    lane = producer.lanes.get(tenant)
    consumers = lane.consumers if lane else ()
    standings = {each.follower: (consumer, each) for consumer in consumers for each in consumer.standings}
    entries = []
    for follower in producer.shown:
        consumer, standing = standings.get(follower, (None, None))
        entries.append(
            {
                "name": follower.name,
                "version": follower.version,
                "producer": producer.source.service,
                "position": standing.place.position if standing else 0,
                "fact": standing.place.fact if standing else 0,
                "parked": len(standing.parked) if standing else 0,
                "stopped": bool(consumer and consumer.stopped) or bool(lane and lane.refused),
            }
        )
    return entries


def lag_of(producer: Producer) -> list[Lag]:
    """Who is behind this producer's heads as they were last seen."""
    return [
        Lag(standing.follower.name, producer.source.service, lane.tenant, *_behind(producer, consumer))
        for lane in producer.lanes.values()
        for consumer in lane.consumers
        for standing in consumer.standings
        if standing.follower not in producer.aside
    ]


def _behind(producer: Producer, consumer: Consumer) -> tuple[int, float]:
    seconds = max(consumer.behind_seconds, producer.silent_seconds)
    return max(0, consumer.head - consumer.reached), round(seconds, 3)


def stopped_at(producer: Producer) -> Iterable[Problem]:
    """The districts in which this producer's log is not the one that was read."""
    for lane in producer.lanes.values():
        if lane.refused and producer.shown:
            yield _stop(producer, "all", lane.tenant, lane.refused)
        for consumer, error in ((each, each.stopped) for each in lane.consumers if each.stopped):
            names = [each.follower.name for each in consumer.standings if each.follower in producer.shown]
            yield from (_stop(producer, ", ".join(names), lane.tenant, error) for _ in names[:1])


def _stop(producer: Producer, follower: str, tenant: Tenant, error: NotTheLogRead) -> Problem:
    service, position = producer.source.service, int(str(error.details["position"]))
    reason = "{code}: expected {expected}, found {found}".format(code=error.code, **error.details)
    remedy = RESTORED.format(producer=service, position=position, how="docs/reconcile.md.")
    return Problem("stopped", follower, service, tenant, "", position, reason, remedy)


async def parked_in(pool: Connections, tenant: Tenant, followers: Sequence[Follower]) -> list[Problem]:
    """The keys that followers have parked in a district, with the first event of each."""
    async with in_district(pool, tenant) as connection:
        rows = await connection.fetch(_PARKED, *columns_of(followers))
    return [
        Problem("parked", row["follower"], row["producer"], tenant, row["key"], row["position"], row["reason"], _MEND)
        for row in rows
    ]


async def refused_timers(due: DueTimers, service: str) -> list[Problem]:
    """The timers whose commands a rule refused."""
    return [
        Problem("timer", row["rule"], service, row["tenant"], row["stream"], row["n"], row["refused"], REFUSED_TIMER)
        for row in await due.refused()
    ]
