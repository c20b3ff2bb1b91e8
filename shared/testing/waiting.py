"""Waiting for something to become so: by asking, with a deadline, never by sleeping and hoping."""

import asyncio
from collections.abc import Callable
from inspect import isawaitable
from typing import Any  # whatever is waited for

from shared import clock

_BETWEEN_SECONDS = 0.01


async def until(so: Callable[[], object], seconds: float = 60, why: Callable[[], object] = lambda: "") -> Any:
    """What `so` answers, at once or awaited, as soon as that is something true.

    Raises AssertionError when it is not in time; `why` says what was there instead.
    """
    deadline = clock.ticking() + seconds
    while not (answer := await _answered(so())):
        assert clock.ticking() < deadline, f"it did not become so within {seconds} s: {why()}"
        await asyncio.sleep(_BETWEEN_SECONDS)
    return answer


async def _answered(said: object) -> object:
    return await said if isawaitable(said) else said
