"""The feed: a service's facts in order, for the other services (formats 4, 5)."""

from shared.eventstore.rows import EventLog
from shared.ids import Tenant

LONGEST_WAIT_SECONDS = 25.0
LARGEST_LIMIT = 500


class Feed:
    """Answers GET /feed and GET /feed/heads from a log. Open it before use."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    async def open(self) -> None:
        """Listen for the log's hints, which end long polls."""
        raise NotImplementedError

    async def page(self, tenant: Tenant, after: int, hash: str = "", limit: int = LARGEST_LIMIT, wait: float = 0) -> bytes:
        """The JSON of a page (formats 5). `hash`: the reader's at `after`, hex; may be left out at 0. `wait` in seconds.

        Raises NotTheLogRead (409) for a reader of another log.
        """
        raise NotImplementedError

    async def heads(self) -> bytes:
        """The JSON of all heads (formats 5)."""
        raise NotImplementedError
