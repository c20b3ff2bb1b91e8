"""Each cadre pairs with a household in need: once for a stay and household, need before measure, one result each."""

from dataclasses import replace

from services.ledger.commands.pairing import RankNeed, RecordResult, TakeMeasure
from services.ledger.decider.pairing import PAIRING
from shared.errors import NotFound, Refused
from shared.ids import StayId
from shared.testing.names import named
from shared.testing.scenario import given
from tests.unit.ledger import world as w

NEED = RankNeed(**w.noted(), pairing=w.PAIRING, rank=1, need=w.NEED)
MEASURE = TakeMeasure(**w.noted(), pairing=w.PAIRING, kind="employment", amount=w.TAKEN.amount, what=w.WHAT)
RESULT = RecordResult(**w.noted(), pairing=w.PAIRING, number=1, result=w.RESULT)


def test_a_cadre_pairs_with_a_household_of_the_place() -> None:
    given(PAIRING).when(w.pair()).then(w.PAIRED)
    given(PAIRING).when(w.pair(path=(w.OTHER_VILLAGE,))).then_raises(Refused, "household-elsewhere")
    given(PAIRING).when(w.pair(path=())).then_raises(Refused, "household-elsewhere")


def test_a_household_is_paired_once_on_a_stay() -> None:
    given(PAIRING, w.PAIRED).when(w.pair(kind="prominent-demands")).then_raises(Refused, "paired-already", "R44")


def test_need_measure_and_result_follow_each_other() -> None:
    given(PAIRING, w.PAIRED).when(NEED).then(w.RANKED).when(MEASURE).then(w.TAKEN).when(RESULT).then(w.RESULTED)


def test_each_rank_is_given_to_one_need() -> None:
    past = given(PAIRING, w.PAIRED, w.RANKED)
    past.when(NEED).then_raises(Refused, "rank-taken", "R45")
    past.when(replace(NEED, rank=2)).then(w.RANKED.model_copy(update={"rank": 2}))


def test_help_answers_a_need() -> None:
    given(PAIRING, w.PAIRED).when(MEASURE).then_raises(Refused, "measure-needs-need")


def test_measures_are_numbered_from_one() -> None:
    second = w.TAKEN.model_copy(update={"number": 2})
    given(PAIRING, w.PAIRED, w.RANKED, w.TAKEN).when(MEASURE).then(second)


def test_a_measure_has_one_result() -> None:
    past = given(PAIRING, w.PAIRED, w.RANKED, w.TAKEN, w.RESULTED)
    past.when(RESULT).then_raises(Refused, "measure-has-result")


def test_a_result_is_of_a_measure_that_there_is() -> None:
    for number in (0, 2):
        given(PAIRING, w.PAIRED, w.RANKED, w.TAKEN).when(replace(RESULT, number=number)).then_raises(NotFound)


def test_only_the_cadre_of_the_stay_goes_on_with_a_pairing() -> None:
    given(PAIRING, w.PAIRED).when(replace(NEED, by=w.WANG)).then_raises(NotFound)
    given(PAIRING).when(NEED).then_raises(NotFound)


def test_a_pairing_belongs_to_one_stay() -> None:
    other = w.ON_STAY.model_copy(update={"stay": StayId(named("another stay"))})
    elsewhere = replace(NEED, stay=replace(w.RUNNING, of=other))
    given(PAIRING, w.PAIRED).when(elsewhere).then_raises(NotFound)


def test_what_is_noted_after_the_stay_is_marked_late() -> None:
    late = replace(RESULT, **w.noted("2010-12-08 12:00", "2010-12-05 12:00", stay=w.ENDED))
    expected = w.RESULTED.model_copy(update=w.done("2010-12-05 12:00", late=True))
    given(PAIRING, w.PAIRED, w.RANKED, w.TAKEN).when(late).then(expected)
