"""The feed: a service's facts in order, for the other services; stored bytes pass as they are (formats 4, 5)."""

import asyncio
import json

from shared import clock
from shared.eventstore.pages import PAGE, NotTheLogRead
from shared.eventstore.rows import EventLog, Told
from shared.eventstore.waiting import within
from shared.ids import Tenant

LONGEST_WAIT_SECONDS = 25.0
LARGEST_LIMIT = 1000
_LOOKS = 5000  # events of the log that one answer looks at
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
            told = await self._log.tell(tenant, after, min(limit, LARGEST_LIMIT), _LOOKS)
            left = until - clock.ticking()
            if (told and told.upto > after) or left <= 0:
                return _answer(told or Told("", 0, here, 0, here))
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

    def _moved(self, tenant: Tenant) -> None:
        if waiting := self._waiting.pop(tenant, None):
            waiting.set()


def _answer(told: Told) -> bytes:
    ends = {"upto": _end(told.upto, told.upto_hash), "head": _end(told.head, told.head_hash)}
    return f'{{"facts":[{told.facts}],{json.dumps(ends)[1:]}'.encode()


def _end(position: int, hash: bytes) -> dict[str, object]:
    return {"position": position, "hash": hash.hex()}
