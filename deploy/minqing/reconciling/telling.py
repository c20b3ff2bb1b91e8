"""Facts that a producer has lost, told again from the copies that deliveries hold."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
from pydantic_core import from_json

from shared.contracts import casework, ledger, scheduling
from shared.event import Fact
from shared.eventstore import operated
from shared.eventstore.codec import written_type
from shared.eventstore.operated import FactToldAgain
from shared.ids import Tenant

_COPIES = """
SELECT DISTINCT ON (data::json ->> 'fact') position, data FROM log.events
WHERE tenant = $1 AND type = 'delivery-queued.v1' AND data::json ->> 'fact_type' LIKE $2 || '.%'
ORDER BY data::json ->> 'fact', position
"""
_KNOWN = "SELECT event_id FROM log.events WHERE tenant = $1 AND event_id = ANY ($2)"
_COURIER = "notify"


def _whole() -> Mapping[str, type[Fact]]:
    """The facts that leave the district's services as they are: a copy of another lacks what is sealed."""
    said = (each for module in (scheduling, ledger, casework) for each in vars(module).values())
    facts = [each for each in said if isinstance(each, type) and issubclass(each, Fact)]
    written = [each for each in facts if isinstance(each.model_fields["type"].default, str)]
    return {written_type(each): each for each in written if "Sealed" not in each.model_json_schema().get("$defs", {})}


@dataclass(frozen=True)
class Copy:
    """What a fact said, and when it happened; without `fact` the copy is not whole."""

    id: UUID
    type: str
    subject: str
    at: datetime
    fact: Fact | None


async def copies(urls: Mapping[str, str], tenant: Tenant, producer: str) -> list[Copy]:
    """Of the facts that are in deliveries and not in their producer's log, as they were told."""
    rows = await _fetched(urls[_COURIER], _COPIES, tenant, producer)
    whole = _whole()
    found = [_copy(from_json(row["data"]), whole) for row in sorted(rows, key=lambda row: int(row["position"]))]
    known = await _fetched(urls[producer], _KNOWN, tenant, [each.id for each in found])
    return [each for each in found if each.id not in {row["event_id"] for row in known}]


async def tell_again(url: str, tenant: Tenant, told: Collection[Copy], why: str) -> int:
    """Append whole copies to the log that lost them, each under its own id; how many."""
    whole = [(each, each.fact) for each in told if each.fact]
    async with _connected(url) as connection, connection.transaction():
        for each, fact in whole:
            event = FactToldAgain(fact=each.id, subject=each.subject, at=each.at, why=why)
            await operated.tell_again(connection, tenant, event, fact)
    return len(whole)


def _copy(queued: dict[str, str], whole: Mapping[str, type[Fact]]) -> Copy:
    shape = whole.get(queued["fact_type"])
    fact = shape.model_validate(queued["data"]) if shape else None
    at = datetime.fromisoformat(queued["at"])
    return Copy(UUID(queued["fact"]), queued["fact_type"], queued["subject"], at, fact)


async def _fetched(url: str, query: str, *arguments: object) -> Sequence[asyncpg.Record]:
    async with _connected(url) as connection:
        return await connection.fetch(query, *arguments)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        yield connection
    finally:
        await connection.close()
