"""The doorbell between services: one Redis stream a service, `facts.<service>`, through FastStream."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any  # an AsyncAPI document, and items nobody has checked yet

from shared.event import Fact

Heard = Callable[[str, list[dict[str, Any]]], None]
"""Called with a producer and what its bell rang; only hands over, never raises."""


class RedisBell:
    """The bells that a service rings and hears. It comes up whenever Redis does."""

    def __init__(self, service: str, redis_url: str) -> None:
        self.service = service
        self.redis_url = redis_url

    def hear(self, producer: str, heard: Heard) -> None:
        """Subscribe to another service's bell; before `start`."""
        raise NotImplementedError

    async def start(self) -> None:
        """Come up in the background, trying until Redis answers."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Stop hearing and ringing."""
        raise NotImplementedError

    async def ring(self, facts: Sequence[bytes]) -> None:
        """Add facts in order."""
        raise NotImplementedError

    async def forget(self, older_than_seconds: float) -> None:
        """Drop what was rung longer ago."""
        raise NotImplementedError


def asyncapi(service: str, says: Sequence[type[Fact]], hears: Mapping[str, Sequence[type[Fact]]]) -> dict[str, Any]:
    """The AsyncAPI document of a service: what it rings, and whose bells it hears."""
    raise NotImplementedError
