"""A fact as it travels between services: a CloudEvent around the stored bytes (formats 4)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic_core import from_json, to_json

from shared.eventstore.rows import EventLog, Row

_CARRIED = ("correlationid", "causationid", "traceparent")
TYPE_PREFIX = "minqing."


async def cloud_events(log: EventLog, rows: Sequence[Row], before: Row | None = None) -> list[str]:
    """The facts among neighbouring rows of one district as JSON, in order; `before`: the fact before, if known."""
    facts = [row for row in rows if row.fact_type is not None]
    if not facts:
        return []
    previous = [await _hash_before(log, facts[0], before), *(row.hash for row in facts)]
    return [_cloud_event(log, row, hash_before) for row, hash_before in zip(facts, previous, strict=False)]


async def _hash_before(log: EventLog, row: Row, before: Row | None) -> bytes:
    if before is not None and before.position == row.fact_previous:
        return before.hash
    found = await log.hash_at(row.tenant, row.fact_previous or 0)
    assert found is not None, "a fact's predecessor is in the log"
    return found


def _cloud_event(log: EventLog, row: Row, previous_hash: bytes) -> str:
    attributes = {
        "specversion": "1.0",
        "datacontenttype": "application/json",
        "id": str(row.event_id),
        "source": f"/districts/{row.tenant}/{log.service}",
        "type": f"{TYPE_PREFIX}{row.fact_type}",
        "subject": row.stream,
        "time": rfc3339(row.occurred),
        "tenant": row.tenant,
        "store": str(log.store),
        "position": row.position,
        "hash": row.hash.hex(),
        "previous": row.fact_previous,
        "previoushash": previous_hash.hex(),
        "recordedtime": rfc3339(row.recorded),
        **_carried(row.meta),
    }
    text = to_json(attributes).decode()
    return f'{text[:-1]},"data":{row.fact_data}}}'  # the stored bytes, as they are


def _carried(meta: str) -> dict[str, str]:
    if meta == "{}":
        return {}
    told = from_json(meta)
    return {name: told[name] for name in _CARRIED if name in told}


def rfc3339(at: datetime) -> str:
    """A moment in UTC, with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
