"""What a benchmark is, and how it is taken: sides in alternation, medians, and ratios of medians with their spread."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from math import inf
from statistics import median
from typing import TYPE_CHECKING

from shared import clock

if TYPE_CHECKING:
    from tests.bench.ground import Ground

_PATIENCE_SECONDS = 300  # with one turn of one side: what hangs is to be seen


@dataclass(frozen=True)
class Measured:
    """One figure of one turn, and the microseconds of CPU that a unit took of all processes concerned."""

    value: float
    cpu: float | None = None


Side = Callable[[], Awaitable[Mapping[str, Measured]]]
"""One turn of one side: the figures that it gave, by name. What it needs is made ready before its watch runs."""


@dataclass(frozen=True)
class Goal:
    """`of` is to be at least `factor` × `than` (with `at_most`, at most); without `than`, the factor itself.

    `cpu` compares CPU per unit instead of the figures. Without a factor the figure is told, and no more.
    """

    of: str
    factor: float | None = None
    than: str = ""
    at_most: bool = False
    cpu: bool = False


@dataclass(frozen=True)
class Benchmark:
    """`open` makes ready what all turns share, and gives the sides in the order in which they take turns."""

    name: str
    what: str
    unit: str
    goals: tuple[Goal, ...]
    open: Callable[["Ground"], AbstractAsyncContextManager[Sequence[Side]]]


@dataclass
class Result:
    """All turns of a benchmark: figure → its value turn by turn."""

    benchmark: Benchmark
    turns: dict[str, list[Measured]] = field(default_factory=dict)

    def values(self, name: str, cpu: bool = False) -> list[float]:
        """A figure turn by turn, or its CPU per unit."""
        return [(each.cpu or 0.0) if cpu else each.value for each in self.turns[name]]

    def median(self, name: str, cpu: bool = False) -> float:
        """The middle one of a figure's turns."""
        return median(self.values(name, cpu))

    def ratio(self, goal: Goal) -> float:
        """Of the medians; for a goal without another side, the figure's worst turn."""
        if not goal.than:
            return max(self.values(goal.of)) if goal.at_most else min(self.values(goal.of))
        return _over(self.median(goal.of, goal.cpu), self.median(goal.than, goal.cpu))

    def spread(self, goal: Goal) -> tuple[float, float]:
        """The least and the greatest ratio of two turns that followed each other."""
        pairs = zip(self.values(goal.of, goal.cpu), self.values(goal.than, goal.cpu), strict=True)
        ratios = [_over(ours, theirs) for ours, theirs in pairs]
        return min(ratios), max(ratios)

    def met(self, goal: Goal) -> bool:
        """Whether the medians reach the goal, where there is one."""
        if goal.factor is None:
            return True
        return self.ratio(goal) <= goal.factor if goal.at_most else self.ratio(goal) >= goal.factor


def _over(ours: float, theirs: float) -> float:
    """A ratio; CPU that is less than the system's clock tells is none, beside which everything is infinite."""
    return ours / theirs if theirs else inf


async def taken(benchmark: Benchmark, ground: "Ground", say: Callable[[str], None]) -> Result:
    """One turn to warm up, which counts for nothing, then all sides in alternation."""
    result = Result(benchmark)
    async with benchmark.open(ground) as sides:
        for turn in range(1 + ground.runs):
            for side in sides:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    figures = await side()
                if turn:
                    _note(result, figures)
            say(f"{benchmark.name}: {f'turn {turn} of {ground.runs}' if turn else 'warm'}")
    return result


def _note(result: Result, figures: Mapping[str, Measured]) -> None:
    for name, measured in figures.items():
        result.turns.setdefault(name, []).append(measured)


class Lap:
    """What passed while a watch ran over so many units of work."""

    def __init__(self, units: int) -> None:
        self.units = units
        self.seconds = 0.0
        self.cpu_seconds = 0.0

    def rate(self) -> Measured:
        """Units a second."""
        return Measured(self.units / self.seconds, self.cpu_seconds / self.units * 1e6)

    def each(self) -> Measured:
        """Milliseconds a unit."""
        return Measured(self.seconds / self.units * 1e3, self.cpu_seconds / self.units * 1e6)


@contextmanager
def watch(units: int, others: Callable[[], float], own: bool) -> Iterator[Lap]:
    """The wall clock and the CPU of others, perhaps of this process too, while a block works off so many units."""
    lap = Lap(units)
    of_others = others()  # asking costs CPU of our own, so it comes first here, and last at the end
    of_us, began = time.process_time(), clock.ticking()
    yield lap
    lap.seconds = clock.ticking() - began
    lap.cpu_seconds = time.process_time() - of_us if own else 0.0
    lap.cpu_seconds += others() - of_others


Opened = AsyncIterator[Sequence[Side]]
"""What `open` of a benchmark yields once, as an asynccontextmanager."""
