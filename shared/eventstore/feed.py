"""The feed: a service's facts in order, for the other services; stored bytes pass as they are (formats 4, 5)."""

import asyncio
import json

from shared import clock
from shared.eventstore.cloudevents import cloud_events
from shared.eventstore.pages import PAGE, NotTheLogRead
from shared.eventstore.rows import EventLog, Row
from shared.eventstore.waiting import within
from shared.ids import Tenant

LONGEST_WAIT_SECONDS = 25.0
LARGEST_LIMIT = 1000
_LOOKS = 10  # pages of the log that one answer looks at
_POLL_SECONDS = 1.0  # behind the log's hints, which may be lost


class Feed:
    """Answers GET /feed and GET /feed/heads from a log. Open it before use."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._waiting: dict[Tenant, asyncio.Event] = {}

    async def open(self) -> None:
        """Listen for the log's hints, which end long polls."""
        await self._log.listen(self._moved)

    async def page(self, tenant: Tenant, after: int, hash: str = "", limit: int = PAGE, wait: float = 0) -> bytes:
        """The JSON of a page (formats 5). `hash`: the reader's at `after`, hex, not needed at 0. `wait` in seconds.

        Raises NotTheLogRead (409) for a reader of another log.
        """
        here = await self._same_log(tenant, after, hash)
        until = clock.ticking() + min(wait, LONGEST_WAIT_SECONDS)
        while True:
            moved = self._waiting.setdefault(tenant, asyncio.Event())
            facts, last = await self._read(tenant, after, min(limit, LARGEST_LIMIT))
            left = until - clock.ticking()
            if last or left <= 0:
                return await self._answer(tenant, facts, (last.position, last.hash) if last else (after, here))
            await within(moved, min(left, _POLL_SECONDS))

    async def heads(self) -> bytes:
        """The JSON of all heads (formats 5)."""
        heads = [
            {
                "tenant": head.tenant,
                "position": head.position,
                "hash": head.hash.hex(),
                "factposition": head.fact_position,
                "facthash": head.fact_hash.hex(),
            }
            for head in await self._log.heads()
        ]
        return json.dumps({"service": self._log.service, "store": str(self._log.store), "heads": heads}).encode()

    async def _same_log(self, tenant: Tenant, position: int, sent: str) -> bytes:
        found = await self._log.hash_at(tenant, position)
        if found is None or (found.hex() != sent and (sent or position)):
            raise NotTheLogRead(position, sent, found.hex() if found else "")
        return found

    async def _read(self, tenant: Tenant, after: int, limit: int) -> tuple[list[Row], Row | None]:
        facts: list[Row] = []
        last: Row | None = None
        for _ in range(_LOOKS):
            rows = await self._log.read(tenant, last.position if last else after, PAGE)
            found = [row for row in rows if row.fact_type is not None][: limit - len(facts)]
            facts += found
            if len(facts) == limit:
                return facts, facts[-1]
            last = rows[-1] if rows else last
            if len(rows) < PAGE:
                break
        return facts, last

    async def _answer(self, tenant: Tenant, facts: list[Row], upto: tuple[int, bytes]) -> bytes:
        head = await self._log.head(tenant)
        texts = await cloud_events(self._log, facts)
        ends = {"upto": _end(*upto), "head": _end(head.position, head.hash)}
        return f'{{"facts":[{",".join(texts)}],{json.dumps(ends)[1:]}'.encode()

    def _moved(self, tenant: Tenant) -> None:
        if waiting := self._waiting.pop(tenant, None):
            waiting.set()


def _end(position: int, hash: bytes) -> dict[str, object]:
    return {"position": position, "hash": hash.hex()}
