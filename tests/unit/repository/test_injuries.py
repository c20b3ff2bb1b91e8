"""Injuries that come together are of different parts: otherwise one would undo another, or fail by itself."""

import pytest

from tests.faults.injuries import EACH, ONE_PART, schedule

SEEDS = range(100)


def test_every_part_names_injuries_that_there_are() -> None:
    assert set().union(*ONE_PART) <= set(EACH)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_of_one_part_come_together_and_each_comes_once(seed: int) -> None:
    pairs = schedule(seed, 0, list(EACH))
    assert sorted(name for pair in pairs for name in pair) == sorted(EACH)
    assert not [pair for pair in pairs for part in ONE_PART if len(pair) > 1 and set(pair) <= part]
    assert pairs == schedule(seed, 0, list(EACH))
