"""The wall's clock and a way to wait: the only places where the code asks what time it really is."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The wall's moment, in UTC: for leases, tokens, lag and back-off, never for a rule of the work."""
    return datetime.now(UTC)


def ticking() -> float:
    """Seconds on a clock that never goes back, for measuring how long something took."""
    return time.monotonic()
