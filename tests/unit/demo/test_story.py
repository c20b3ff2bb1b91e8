"""The reference campaign's story gives the table's figures, when only its requests are counted."""

from collections import Counter
from datetime import date

import pytest

from deploy.demo.cast import cast_of
from deploy.demo.story import Act, campaign_acts, household_of, stays_of

ACTS = campaign_acts(cast_of(20101122, 12))


def days_of(verb: str, *about: int) -> list[date]:
    return [act.at.date() for act in ACTS if act.verb == verb and (act.batch, act.place, act.number) == about]


def test_the_cast_is_the_same_bytes_for_the_same_seed() -> None:
    assert cast_of(7, 9).files == cast_of(7, 9).files
    assert cast_of(7, 9).files != cast_of(8, 9).files


@pytest.mark.parametrize(("places", "cadres", "households"), [(12, 42, 480), (9, 33, 360)])
def test_three_cadres_a_place_take_part_and_six_are_exempt(places: int, cadres: int, households: int) -> None:
    cast = cast_of(1, places)

    assert len(cast.taking_part) == 3 * places == cadres - len(cast.exempt)
    assert cast.files["households"].count("\n") - 1 == households


def test_every_stay_but_the_one_that_broke_off_has_twelve_nights() -> None:
    nights = {(stay.batch, stay.place): len(stay.nights) for stay in stays_of(cast_of(1, 12))}

    assert nights.pop((2, 7)) == 8
    assert set(nights.values()) == {12}


def test_batch_three_ends_with_the_first_two_households_again() -> None:
    assert [household_of(3, number) for number in (1, 12, 13, 14)] == [29, 40, 1, 2]


def test_a_neglected_matter_goes_on_the_day_after_its_last_escalation() -> None:
    assert days_of("result", 1, 5, 7) == [date(2010, 12, 21)]
    assert days_of("strike", 1, 5, 7) == [date(2010, 12, 27)]
    assert days_of("strike", 2, 9, 7) == [date(2011, 1, 30)]


def test_the_matter_that_went_to_the_wrong_department_is_one_workday_late_at_each_step() -> None:
    assert days_of("hand-over", 1, 2, 11) == [date(2010, 12, 6), date(2010, 12, 7)]
    assert days_of("accept", 1, 2, 11) == [date(2010, 12, 7)]
    assert days_of("result", 1, 2, 11) == [date(2010, 12, 10)]


def test_every_tenth_visit_is_sent_again() -> None:
    visits = Counter(act.told["again"] for act in ACTS if act.verb == "visit")

    assert visits == {"": 450, "yes": 49}


def test_acts_are_in_order_of_time() -> None:
    def place(act: Act) -> tuple[object, int]:
        return act.at, act.order

    assert sorted(ACTS, key=place) == ACTS
