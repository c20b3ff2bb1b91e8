"""Whatever is noted of a pairing or a screening, in whatever order: some things never happen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any  # commands of several kinds

from hypothesis import given
from hypothesis import strategies as st

from services.ledger.commands import pairing as cp
from services.ledger.commands.screening import CorrectScreening, Screen, ScreeningCommand, Spot
from services.ledger.decider.field import DAYS_TO_NOTE
from services.ledger.decider.pairing import PAIRING, Pairing
from services.ledger.decider.screening import SCREENING, Screening
from services.ledger.events import pairing as p
from services.ledger.events.field import on_stay
from services.ledger.events.screening import Finding, ScreeningCorrected, ScreeningDone, ScreeningHappened
from shared.calendar import day_of
from shared.ids import ScreeningId
from shared.testing.names import beijing, named
from shared.testing.stories import played, reached
from tests.unit.ledger import test_pairing as of_pairings
from tests.unit.ledger import world as w

ID = ScreeningId(named("screening"))
LEAK = Finding(what=w.sealed("the dam leaks", ID), field="work-safety", level="high")
WHY = w.sealed("reason", ID)
FIRST_EVENING = beijing("2010-11-24 18:00")
SPOTS = (None, Spot(w.GROUP, w.PATH), Spot(w.VILLAGE, w.PATH[:2]), Spot(w.OTHER_VILLAGE, (w.DISTRICT_PLACE,)))
DAYS = st.sampled_from((-1, 0, 4, 8, 12, 13, 14))  # the stay ends on the thirteenth
SOMEBODY = st.sampled_from((w.LI, w.LI, w.LI, w.LI, w.WANG, w.HEAD))
amounts = st.sampled_from((None, Decimal("300.00"), Decimal("80.50")))


@st.composite
def moments(draw: st.DrawFn) -> dict[str, Any]:
    """Noted by the cadre on a running or an ended stay, in time or too late; now and then by somebody else."""
    done = FIRST_EVENING + timedelta(days=draw(DAYS))
    at = done + timedelta(days=draw(st.integers(0, 9)))
    stay = draw(st.sampled_from((w.RUNNING, w.RUNNING, w.ENDED, w.ENDED, w.ENDED, None)))
    return {"by": draw(SOMEBODY), "stay": stay, "at": at, "done_at": done}


@st.composite
def steps(draw: st.DrawFn) -> cp.PairingCommand:
    """A step of the pairing, good or bad."""
    of: dict[str, Any] = {**draw(moments()), "pairing": w.PAIRING}
    kind, number = draw(st.sampled_from(("need", "measure", "result", "pair"))), draw(st.integers(0, 3))
    match kind:
        case "need":
            return cp.RankNeed(**of, rank=number, need=w.sealed(f"need {number}", w.PAIRING))
        case "measure":
            what = w.sealed(f"measure {number}", w.PAIRING)
            return cp.TakeMeasure(**of, kind="relief", amount=draw(amounts), what=what)
        case "result":
            return cp.RecordResult(**of, number=number, result=w.sealed("result", w.PAIRING))
        case _:
            path = draw(st.sampled_from((w.PATH, (w.OTHER_VILLAGE,))))
            return cp.Pair(**of, household=w.HOUSEHOLD, path=path, kind="hardship")


@st.composite
def screenings(draw: st.DrawFn) -> list[ScreeningCommand]:
    """A screening, perhaps of nothing and perhaps elsewhere, worded anew by whoever tries."""
    findings = tuple(draw(st.lists(st.just(LEAK), max_size=2)))
    told: dict[str, Any] = {"screening": ID, "findings": findings}
    screen = Screen(**draw(moments()), **told, spot=draw(st.sampled_from(SPOTS)))
    by = draw(st.lists(SOMEBODY, max_size=3))
    return [screen, *(CorrectScreening(by=one, at=screen.at, **told, reason=WHY) for one in by)]


@st.composite
def pairings(draw: st.DrawFn) -> list[cp.PairingCommand]:
    """A pairing's way from the first need to the first result, with whatever else is noted in between and again."""
    between = [draw(st.lists(steps(), max_size=4)) for _ in range(4)]
    way: tuple[cp.PairingCommand, ...] = (of_pairings.NEED, of_pairings.MEASURE, of_pairings.RESULT)
    story = [command for step, others in zip(way, between, strict=False) for command in (*others, step)]
    return [w.pair(), *story, *between[-1], *between[0]]


def of_pairing(story: Sequence[cp.PairingCommand]) -> list[p.PairingHappened]:
    return played(PAIRING, story)


def of_screening(story: Sequence[ScreeningCommand]) -> list[ScreeningHappened]:
    return played(SCREENING, story)


def test_the_stories_lead_to_all_that_is_said_of_them_here() -> None:
    assert reached(pairings(), of_pairing) == {p.PairingMade, p.NeedRanked, p.MeasureTaken, p.MeasureResulted}
    assert reached(screenings(), of_screening) == {ScreeningDone, ScreeningCorrected}


@given(pairings())
def test_a_household_is_paired_once_before_all_else_and_each_rank_is_given_once(
    story: list[cp.PairingCommand],
) -> None:
    first, *others = of_pairing(story)
    assert isinstance(first, p.PairingMade)
    assert not any(isinstance(event, p.PairingMade) for event in others)
    ranks = [event.rank for event in others if isinstance(event, p.NeedRanked)]
    assert len(ranks) == len(set(ranks))


@given(pairings())
def test_measures_answer_a_need_and_are_numbered_from_one(story: list[cp.PairingCommand]) -> None:
    kinds = [type(event) for event in of_pairing(story)]
    numbers = [event.number for event in of_pairing(story) if isinstance(event, p.MeasureTaken)]
    assert numbers == list(range(1, len(numbers) + 1))
    if numbers:
        assert p.NeedRanked in kinds[: kinds.index(p.MeasureTaken)]


@given(pairings())
def test_a_measure_has_one_result_which_says_again_what_was_done(story: list[cp.PairingCommand]) -> None:
    taken: dict[int, p.MeasureTaken] = {}
    for event in of_pairing(story):
        if isinstance(event, p.MeasureTaken):
            taken[event.number] = event
        if isinstance(event, p.MeasureResulted):
            measure = taken.pop(event.number)
            assert (event.kind, event.amount, event.what) == (measure.kind, measure.amount, measure.what)


@given(pairings())
def test_all_of_a_pairing_is_of_its_household_and_the_own_stay(story: list[cp.PairingCommand]) -> None:
    for event in of_pairing(story):
        assert (event.household, on_stay(event)) == (w.HOUSEHOLD, w.ON_STAY)


def is_in_time(done_at: datetime, command: Any) -> bool:
    """Whether it was the cadre who did it, on a day of the stay, and noted it within a week of the stay's end."""
    stay = command.stay
    if stay is None or command.by != w.LI or day_of(done_at) < day_of(stay.started_at):
        return False
    ended = stay.ended_at and day_of(stay.ended_at)
    return ended is None or (day_of(done_at) <= ended and day_of(command.at) <= ended + timedelta(days=DAYS_TO_NOTE))


@given(pairings())
def test_nothing_is_noted_by_others_out_of_the_days_of_a_stay_or_too_late(story: list[cp.PairingCommand]) -> None:
    past: list[p.PairingHappened] = []
    for command in story:
        before, past = past, played(PAIRING, [command], *past)
        for event in past[len(before) :]:
            assert is_in_time(event.at, command)
            assert event.late == (command.stay is w.ENDED and command.at >= beijing("2010-12-06 08:00"))


@given(screenings())
def test_what_is_screened_lies_in_the_place_of_the_stay_and_to_find_nothing_is_a_result(
    story: list[ScreeningCommand],
) -> None:
    screen, *_ = story
    assert isinstance(screen, Screen)
    is_here = screen.spot is None or w.VILLAGE in screen.spot.path
    done = [event for event in of_screening(story) if isinstance(event, ScreeningDone)]
    assert bool(done) == (is_here and is_in_time(screen.done_at, screen))
    for event in done:
        assert event.findings == screen.findings
        assert event.spot == (screen.spot.place if screen.spot else None)


@given(screenings())
def test_findings_are_worded_anew_by_their_cadre_alone_and_move_no_screening(story: list[ScreeningCommand]) -> None:
    screened, asked = of_screening(story[:1]), story[1:]
    corrected = [event for event in of_screening(story) if isinstance(event, ScreeningCorrected)]
    assert len(corrected) == (sum(command.by == w.LI for command in asked) if screened else 0)
    assert all(on_stay(event) == w.ON_STAY for event in corrected)


@given(st.lists(st.sampled_from((w.PAIRED, w.RANKED, w.TAKEN, w.RESULTED))))
def test_whatever_happened_to_a_pairing_happened(events: list[p.PairingHappened]) -> None:
    assert isinstance(reduce(PAIRING.evolve, events, PAIRING.initial), Pairing)


@given(screenings())
def test_whatever_happened_to_a_screening_happened(story: list[ScreeningCommand]) -> None:
    for event in of_screening(story):
        assert SCREENING.evolve(Screening(), event) in (Screening(), Screening(w.ON_STAY))
