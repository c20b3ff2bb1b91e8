"""The small world's ledger as a process of its own, which a test kills, pauses or ends."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from shared.testing.databases import FreshDatabase
from tests.integration.following.jars import LEDGER
from tests.integration.following.stations import station

_ROOT = Path(__file__).parents[3]
_OPEN = b"open\n"


@asynccontextmanager
async def replica(fresh: FreshDatabase, redis_url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that is open, and gone afterwards, paused or not."""
    module = ("-m", "tests.integration.following.replica", fresh.url, redis_url)
    process = await asyncio.create_subprocess_exec(sys.executable, *module, cwd=_ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    async for line in process.stdout:  # before it, what the process logs
        if line == _OPEN:
            break
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _serve(url: str, redis_url: str) -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    fresh = FreshDatabase("ledger", "", url, "", "", "")
    async with station(fresh, redis_url, LEDGER):
        sys.stdout.write(_OPEN.decode())
        sys.stdout.flush()
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(_serve(*sys.argv[1:]))
