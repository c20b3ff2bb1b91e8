"""The clocks of districts: the wall's, or in a sandbox one that only its driver moves (design 7)."""

from datetime import datetime

from shared import clock
from shared.errors import Refused
from shared.eventstore.connections import Connections
from shared.ids import Tenant

_READ = "SELECT now FROM run.clocks WHERE tenant = $1"
_MOVE = """
INSERT INTO run.clocks AS c (tenant, now) VALUES ($1, $2)
ON CONFLICT (tenant) DO UPDATE SET now = excluded.now WHERE c.now <= excluded.now
RETURNING now
"""


class Clocks:
    """The clocks that a service has been told of; a district without one follows the wall."""

    def __init__(self, pool: Connections) -> None:
        self._pool = pool

    async def now(self, tenant: Tenant) -> datetime:
        """The district's moment."""
        return await self.sandbox(tenant) or clock.now()

    async def sandbox(self, tenant: Tenant) -> datetime | None:
        """The moment of a sandbox, None for a district on the wall's clock."""
        moved: datetime | None = await self._pool.fetchval(_READ, tenant)
        return moved

    async def move(self, tenant: Tenant, now: datetime) -> None:
        """Set a sandbox's clock. Raises Refused `clock-only-forward`; the same moment again is no move."""
        if await self._pool.fetchval(_MOVE, tenant, now) is None:
            raise Refused("clock-only-forward", now=(await self.now(tenant)).isoformat())
