"""The relay: rings the other services' doorbell with each fact; losing a ring loses nothing (design 4)."""

from collections.abc import Sequence
from typing import Protocol

from shared.eventstore.connect import Database
from shared.eventstore.rows import EventLog


class Bell(Protocol):
    """Where facts are rung."""

    async def ring(self, facts: Sequence[bytes]) -> None:
        """Add facts (CloudEvents as JSON) in order. Raises what a lost connection raises."""
        ...

    async def forget(self, older_than_seconds: float) -> None:
        """Drop what was rung longer ago."""
        ...


class Relay:
    """The relay of one service; of several replicas one leads, by a session lock."""

    def __init__(self, database: Database, log: EventLog, bell: Bell) -> None:
        self._database = database
        self._log = log
        self._bell = bell

    async def start(self) -> None:
        """Begin in the background."""
        raise NotImplementedError

    async def stop(self) -> None:
        """End after the batch under way."""
        raise NotImplementedError
