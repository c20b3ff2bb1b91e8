"""What was found out for a reader, kept in mind for a while, so that not every page has to ask again."""

from typing import Generic, TypeVar

from shared import clock

K = TypeVar("K")
V = TypeVar("V")
_MOST = 10_000


class Remembered(Generic[K, V]):
    """Values by key, each forgotten after some seconds; all of them when they grow too many."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._known: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V | None:
        """What is known; None for what never was, or is too old."""
        until, value = self._known.get(key, (0.0, None))
        return value if clock.ticking() < until else None

    def keep(self, key: K, value: V) -> None:
        """From now on it is known."""
        if len(self._known) > _MOST:
            self._known.clear()
        self._known[key] = clock.ticking() + self._seconds, value
