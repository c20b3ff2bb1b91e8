"""Waiting for something to become so: by asking, with a deadline, never by sleeping and hoping."""

import asyncio
from collections.abc import Awaitable, Callable

from shared import clock

_BETWEEN_SECONDS = 0.01


async def until(so: Callable[[], Awaitable[object]], seconds: float = 60) -> None:
    """Return once `so` answers something true. Raises AssertionError when it does not in time."""
    deadline = clock.ticking() + seconds
    while not await so():
        assert clock.ticking() < deadline, f"it did not become so within {seconds} s"
        await asyncio.sleep(_BETWEEN_SECONDS)
