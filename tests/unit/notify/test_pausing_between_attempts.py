from hypothesis import given
from hypothesis import strategies as st

from services.notify.messaging.pace import Pace, pause

PACE = Pace(base=1, cap=300, failing_after=10)


def test_each_pause_is_twice_the_last_one() -> None:
    assert [pause(PACE, n, chance=1) for n in range(1, 6)] == [1, 2, 4, 8, 16]


def test_receivers_are_not_asked_at_one_beat() -> None:
    assert pause(PACE, 3, chance=0) == 2
    assert pause(PACE, 3, chance=0.5) == 3


@given(st.integers(1, 10**9), st.floats(0, 1, exclude_max=True))
def test_no_outage_is_so_long_that_trying_stops(attempts: int, chance: float) -> None:
    assert 0 < pause(PACE, attempts, chance) <= PACE.cap
