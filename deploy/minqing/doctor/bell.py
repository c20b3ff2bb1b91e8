"""Looks at Redis: whether it answers, what it may forget, how full it is, and what time it has."""

from typing import Any  # what it says of itself has many shapes

from redis.asyncio import Redis
from redis.exceptions import RedisError

from deploy.minqing.doctor.seen import Away, Bell
from shared import clock

PATIENCE_SECONDS = 5.0


async def look(url: str) -> Bell | Away:
    """Redis as it is now."""
    try:
        async with Redis.from_url(
            url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
        ) as client:
            return await _seen(client)
    except (RedisError, OSError, KeyError) as error:
        return Away(str(error) or f"no answer in {PATIENCE_SECONDS:.0f} s")


async def _seen(client: Redis) -> Bell:
    said: dict[str, Any] = await client.info()
    before = clock.now().timestamp()
    seconds, microseconds = await client.time()
    ahead = seconds + microseconds / 1e6 - (before + clock.now().timestamp()) / 2
    return Bell(
        version=str(said["redis_version"]),
        ahead=ahead,
        policy=said["maxmemory_policy"],
        used=said["used_memory"],
        at_most=said["maxmemory"],
        appends=bool(said["aof_enabled"]),
        writes=said["aof_last_write_status"] == "ok" and not said["loading"],
    )
