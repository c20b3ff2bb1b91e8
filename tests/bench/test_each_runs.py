"""Each benchmark runs, at a size at which its figures say nothing, and gives a figure for each of its goals."""

from collections.abc import Iterator

import pytest
import uvloop

from tests.bench.all import BENCHMARKS
from tests.bench.ground import TINY, Ground, grounded
from tests.bench.measuring import Benchmark, taken
from tests.bench.telling import lines, markdown


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with grounded(runs=1, seed=1, size=TINY) as ground:
        yield ground


@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda benchmark: benchmark.name)
def test_it_runs_and_gives_a_figure_for_each_goal(benchmark: Benchmark, ground: Ground) -> None:
    said: list[str] = []
    result = uvloop.run(taken(benchmark, ground, said.append))
    told = list(lines([result]))
    assert len(told) == len(benchmark.goals)
    assert all(result.ratio(goal) > 0 for goal in benchmark.goals if goal.than and not goal.cpu)
    assert all(result.met(goal) for goal in benchmark.goals if not goal.than), "what is promised at any speed"
    assert markdown([result]).count("\n") == 1 + len(told)
    assert said[-1] == f"{benchmark.name}: turn 1 of 1"


def test_no_two_are_called_the_same() -> None:
    assert len({each.name for each in BENCHMARKS}) == len(BENCHMARKS)
