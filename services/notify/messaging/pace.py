"""How long to wait before trying again: doubled each time up to a cap, on the wall's clock, never at one beat."""

import random
from dataclasses import dataclass

_MOST_DOUBLINGS = 40  # far beyond any cap


@dataclass(frozen=True)
class Pace:
    """The first pause and the longest, in seconds; `failing_after` attempts a delivery is reported."""

    base: float
    cap: float
    failing_after: int


def pause(pace: Pace, attempts: int, chance: float | None = None) -> float:
    """Seconds after so many failed attempts: the doubled pause, or down to half of it by `chance` (0 to 1)."""
    longest = min(pace.cap, pace.base * 2.0 ** min(attempts - 1, _MOST_DOUBLINGS))
    return longest * (1 + (random.random() if chance is None else chance)) / 2
