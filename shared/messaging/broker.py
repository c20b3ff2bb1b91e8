"""The doorbell between services: one Redis stream a service, `facts.<service>`, through FastStream."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any  # items nobody has checked yet

import structlog
from faststream.redis import RedisBroker, StreamSub

from shared import clock
from shared.eventstore.connect import waits
from shared.messaging.asyncapi import asyncapi, stream_of

if TYPE_CHECKING:
    from redis.asyncio import Redis

__all__ = ["Heard", "RedisBell", "asyncapi", "stream_of"]

log = structlog.get_logger(__name__)

Heard = Callable[[str, list[dict[str, Any]]], None]
"""Called with a producer and what its bell rang; only hands over, never raises."""

_BATCH = 500
_BLOCK_MILLISECONDS = 1000
_PATIENCE_SECONDS = 5  # longer than a read that waits for something to ring


class RedisBell:
    """The bells that a service rings and hears. It comes up whenever Redis does."""

    def __init__(self, service: str, redis_url: str) -> None:
        self.service = service
        self._broker = RedisBroker(
            redis_url,
            logger=logging.getLogger("minqing.bell"),
            log_level=logging.DEBUG,  # of what it says of each message
            socket_connect_timeout=_PATIENCE_SECONDS,
            socket_timeout=_PATIENCE_SECONDS,
        )
        self._up = asyncio.Event()
        self._starting: asyncio.Task[None] | None = None

    def hear(self, producer: str, heard: Heard) -> None:
        """Subscribe to another service's bell; before `start`."""

        async def hand_over(items: list[dict[str, Any]]) -> None:
            heard(producer, items)

        # Without a group: a failed group message is never redelivered there, and ours would need none (design 5).
        name = stream_of(producer)
        bell = StreamSub(name, batch=True, last_id="0-0", max_records=_BATCH, polling_interval=_BLOCK_MILLISECONDS)
        self._broker.subscriber(stream=bell)(hand_over)

    @property
    def up(self) -> bool:
        """Whether Redis has answered since the start."""
        return self._up.is_set()

    async def start(self) -> None:
        """Come up in the background, trying until Redis answers."""
        self._starting = asyncio.create_task(self._start())

    async def stop(self) -> None:
        """Stop hearing and ringing."""
        if self._starting:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        await self._broker.stop()

    async def ring(self, facts: Sequence[bytes]) -> None:
        """Add facts in order. Raises ConnectionError while Redis is away."""
        client = await self._client()
        async with client.pipeline(transaction=False) as pipeline:
            for fact in facts:
                await self._broker.publish(fact, stream=stream_of(self.service), pipeline=pipeline)
            await pipeline.execute()

    async def forget(self, older_than_seconds: float) -> None:
        """Drop what was rung longer ago. Raises ConnectionError while Redis is away."""
        oldest = int((clock.now().timestamp() - older_than_seconds) * 1000)
        client = await self._client()
        await client.xtrim(stream_of(self.service), minid=f"{oldest}-0", approximate=True)

    async def _client(self) -> "Redis":
        if not self.up:
            raise ConnectionError("Redis does not answer yet")
        return await self._broker.connect()

    async def _start(self) -> None:
        for seconds in waits():
            try:
                client = await self._broker.connect()
                await client.ping()  # the broker's subscribers would spin while nobody answers
                await self._broker.start()
            except Exception as error:  # noqa: BLE001 facts are read from the feeds until the bell is up
                log.warning("waiting for Redis", reason=type(error).__name__, seconds=seconds)
                await self._broker.stop()
                await asyncio.sleep(seconds)
            else:
                self._up.set()
                return
