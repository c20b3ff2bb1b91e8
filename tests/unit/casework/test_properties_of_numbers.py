"""Whoever's letters draw numbers in whatever order: a series has no gap, and a matter's letter one number."""

from collections.abc import Sequence
from datetime import timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from services.casework.commands.numbers import DrawNumber
from services.casework.decider import NUMBERS
from services.casework.decider.numbers import Numbers
from services.casework.events.reply import NumberDrawn
from shared.ids import MatterId
from shared.testing.names import beijing, named
from shared.testing.stories import played, reached
from tests.unit.casework import cast

NOON = beijing("2010-12-06 12:00")


def draw(matter: int, minutes: int) -> DrawNumber:
    at = NOON + timedelta(minutes=minutes)
    return DrawNumber(unit=cast.LAND, series="reply", year=2010, case=MatterId(named(f"matter {matter}")), at=at)


stories = st.lists(st.builds(draw, st.integers(1, 5), st.integers(0, 60)), max_size=12)


def drawn(story: Sequence[DrawNumber]) -> list[NumberDrawn]:
    return played(NUMBERS, story)


def test_the_stories_lead_to_all_that_is_said_of_them_here() -> None:
    assert reached(stories, drawn) == {NumberDrawn}
    assert reached(stories, lambda story: drawn(story)[3:] if len(drawn(story)) < len(story) else [])


@given(stories)
def test_numbers_follow_each_other_from_one_without_a_gap(story: list[DrawNumber]) -> None:
    numbers = [event.number for event in drawn(story)]
    assert numbers == list(range(1, len(numbers) + 1))


@given(stories)
def test_every_matter_that_asks_has_one_number_in_the_order_of_asking(story: list[DrawNumber]) -> None:
    assert [event.case for event in drawn(story)] == list(dict.fromkeys(command.case for command in story))


@given(stories)
def test_a_number_is_drawn_when_it_is_first_asked_for_in_the_series_that_is_asked(story: list[DrawNumber]) -> None:
    asked = {command.case: command for command in reversed(story)}
    for event in drawn(story):
        first = asked[event.case]
        assert (event.unit, event.series, event.year, event.at) == (first.unit, first.series, first.year, first.at)


@given(st.lists(st.builds(draw, st.integers(1, 5), st.integers(0, 60)).flatmap(lambda one: st.just(drawn([one])[0]))))
def test_whatever_happened_happened(events: list[NumberDrawn]) -> None:
    assert isinstance(reduce(NUMBERS.evolve, events, NUMBERS.initial), Numbers)
