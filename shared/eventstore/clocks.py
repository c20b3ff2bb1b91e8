"""The clocks of districts: the wall's, or in a sandbox one that only its driver moves (design 7)."""

from datetime import datetime

from shared.eventstore.connect import Database
from shared.ids import Tenant


class Clocks:
    """The clocks that a service has been told of; a district without one follows the wall."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def now(self, tenant: Tenant) -> datetime:
        """The district's moment."""
        raise NotImplementedError

    async def move(self, tenant: Tenant, now: datetime) -> None:
        """Set a sandbox's clock, forward only. Raises Refused `clock-only-forward`."""
        raise NotImplementedError
