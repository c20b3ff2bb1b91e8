"""A limit is extended once, by the head, with a reason and a word to the petitioner; it stands still only by a pack."""

from dataclasses import replace
from datetime import timedelta
from typing import Any  # what is changed of an extension

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.decider.clocks import Suspending, extended, heard, national, suspended
from services.casework.decider.clocks.regulations_2022 import REGULATIONS_2022
from shared.errors import Refused
from tests.unit.casework.clocks.counting_for import APPRAISAL, INVENTED, clock, on, proven, until
from tests.unit.casework.clocks.extending import HANDLER, K2

RUNNING = clock("conclude", "2026-03-16")
LOCAL = (INVENTED, REGULATIONS_2022)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"days": 31}, "extension-too-long"),
        ({"days": 0}, "extension-too-long"),
        ({"approver": HANDLER}, "extension-by-the-head"),
        ({"is_head": False}, "extension-by-the-head"),
        ({"reasoned": False}, "extension-not-told"),
        ({"told": None}, "extension-not-told"),
    ],
)
def test_what_is_no_lawful_extension(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        extended(RUNNING, replace(K2, **changed), national())


def test_there_is_no_second_extension_though_the_first_was_short() -> None:
    once = extended(RUNNING, replace(K2, days=10), national())
    with pytest.raises(Refused, match="extended-once-already"):
        extended(once, replace(K2, days=10), national())


def test_other_limits_are_not_extended_and_have_no_hearings() -> None:
    with pytest.raises(Refused, match="limit-not-to-be-extended"):
        extended(clock("review", "2026-06-01"), K2, national())
    with pytest.raises(Refused, match="hearing-days-count"):
        heard(clock("review", "2026-06-01"), on("2026-06-08"), on("2026-06-09"))


def test_the_days_of_an_extension_say_by_what_they_were_given() -> None:
    proof = proven(extended(RUNNING, K2, national()))
    assert [one.why for one in proof.days] == ["counted"] * 60 + ["extended"] * 30
    assert any("延长期限不得超过30日" in basis.quote for basis in proof.rests_on)


def test_a_suspension_that_ends_as_it_begins_is_none_and_one_after_the_limit_too_late() -> None:
    running = clock("conclude", "2026-01-20", LOCAL)
    with pytest.raises(Refused, match="suspension-without-days"):
        suspended(running, Suspending(APPRAISAL, on("2026-02-10"), on("2026-02-10")), national())
    with pytest.raises(Refused, match="limit-has-passed"):
        suspended(running, Suspending(APPRAISAL, on("2026-03-22"), on("2026-03-25")), national())


def test_a_ground_stands_for_the_limits_alone_that_it_names() -> None:
    with pytest.raises(Refused, match="no-ground-for-suspension"):
        suspended(
            clock("accept", "2026-01-20", LOCAL), Suspending(APPRAISAL, on("2026-01-22"), on("2026-01-23")), national()
        )


@given(st.integers(1, 60), st.integers(1, 90))
def test_a_suspension_moves_the_date_by_exactly_its_days(after: int, days: int) -> None:
    running = clock("conclude", "2026-01-20", LOCAL)
    begins = running.start + timedelta(days=after)
    paused = suspended(running, Suspending(APPRAISAL, begins, begins + timedelta(days=days)), national())
    assert until(paused) == until(running) + timedelta(days=days)
    assert [one.why for one in proven(paused).days].count("suspended") == days
