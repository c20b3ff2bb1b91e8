"""Waiting for something to happen, or for some time to pass."""

import asyncio


async def within(event: asyncio.Event, seconds: float) -> bool:
    """Whether an event was set before the time was over."""
    if event.is_set():
        return True
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
