"""Waiting in tests: by asking, at once or awaited, until it is so or the time is over."""

from itertools import count

import pytest

from shared.testing.waiting import until


async def test_what_is_waited_for_is_asked_until_it_is_there_and_returned() -> None:
    at_once, awaited = count(), count()

    async def later() -> int:
        return max(0, next(awaited) - 2)

    assert await until(lambda: max(0, next(at_once) - 2)) == 1
    assert await until(later) == 1
    assert (next(at_once), next(awaited)) == (4, 4)


async def test_what_does_not_become_so_in_time_fails_and_says_what_was_there_instead() -> None:
    async def never() -> list[int]:
        return []

    with pytest.raises(AssertionError, match=r"within 0\.03 s: still nothing"):
        await until(never, 0.03, lambda: "still nothing")
