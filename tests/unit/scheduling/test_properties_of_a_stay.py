"""Whatever is asked of a stay in whatever order: some things never happen, and the nights are those slept there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.commands import stay as s
from services.scheduling.decider import STAY
from services.scheduling.decider.stay import Stay
from services.scheduling.events import stay as e
from shared.calendar import ONE_DAY, day_of
from shared.errors import DomainError
from shared.testing.names import beijing
from tests.unit.scheduling import world as w

BEGINS = beijing("2010-12-20 00:00")
Ask = type[s.StartStay] | type[s.InterruptStay] | type[s.ResumeStay] | type[s.EndStay]
HAPPENED: tuple[e.StayHappened, ...] = (
    w.STAY_PLANNED,
    e.StayWithdrawn(**dict(w.WHOSE), at=w.PLANNED_AT),
    w.started("2010-12-24 08:00"),
    w.interrupted("2010-12-30 08:00", 6, "2011-01-16 09:00"),
    w.resumed("2011-01-05 08:00"),
    w.ended("2011-01-09 08:00", 10, short=False),
    w.foreseen("2011-01-18 09:00", 8, 2),
)
ASKS: tuple[Ask, ...] = (s.StartStay, s.InterruptStay, s.ResumeStay, s.EndStay)
hours = st.lists(st.integers(0, 40 * 24), max_size=20).map(sorted)


def asked(kind: Ask, at: datetime) -> s.StayCommand:
    """A step asked for by the cadre."""
    step = w.step("2010-12-24 08:00") | {"at": at}
    return s.InterruptStay(**step, reason="临时召回") if kind is s.InterruptStay else kind(**step)


@st.composite
def stories(draw: st.DrawFn) -> list[s.StayCommand]:
    """Steps in the order of time, good and bad, with the timers among them."""
    story: list[s.StayCommand] = []
    for hour in draw(hours):
        at = BEGINS + timedelta(hours=hour)
        looks: list[s.StayCommand] = [s.ForeseeShortfall(stay=w.STAY, at=at), s.EndWithBatch(stay=w.STAY, at=at)]
        steps = [asked(kind, at) for kind in ASKS]
        story.append(draw(st.sampled_from([*steps, *steps, *looks])))
    return story


def played(story: Sequence[s.StayCommand]) -> list[e.StayHappened]:
    """What came of a story, each command decided on what came before; a no changes nothing."""
    past: list[e.StayHappened] = [w.STAY_PLANNED]
    for command in story:
        try:
            past.extend(STAY.decide(command, reduce(STAY.evolve, past, STAY.initial)))
        except DomainError:
            continue
    return past


def slept(past: Sequence[e.StayHappened]) -> int:
    """The nights that lie between coming and going, counted one by one."""
    nights, came = set(), None
    for event in past:
        if isinstance(event, e.StayStarted | e.StayResumed):
            came = day_of(event.at)
        elif isinstance(event, e.StayInterrupted | e.StayEnded) and came is not None:
            until = min(day_of(event.at), w.PLAN.batch_ends + ONE_DAY)
            nights |= {came + n * ONE_DAY for n in range((until - came).days)}
            came = None
    return len(nights)


@given(stories())
def test_the_nights_of_a_stay_are_those_slept_there(story: list[s.StayCommand]) -> None:
    past = played(story)
    for n, event in enumerate(past):
        if isinstance(event, e.StayInterrupted | e.StayEnded):
            assert event.nights == slept(past[: n + 1])


@given(stories())
def test_no_count_of_nights_is_ever_negative_or_more_than_the_batch_has(story: list[s.StayCommand]) -> None:
    for event in played(story):
        if isinstance(event, e.StayInterrupted | e.StayEnded | e.StayShortfallForeseen):
            assert 0 <= event.nights <= 30


@given(stories())
def test_a_stay_starts_ends_and_is_foreseen_short_at_most_once(story: list[s.StayCommand]) -> None:
    kinds = [type(event) for event in played(story)]
    for once in (e.StayStarted, e.StayEnded, e.StayShortfallForeseen):
        assert kinds.count(once) <= 1
    assert e.StayEnded not in kinds[:-1]


@given(stories())
def test_short_means_fewer_nights_than_the_minimum(story: list[s.StayCommand]) -> None:
    for event in played(story):
        if isinstance(event, e.StayEnded):
            assert event.short == (event.nights < 10)


@given(stories())
def test_a_shortfall_is_foreseen_exactly_when_too_few_nights_are_left(story: list[s.StayCommand]) -> None:
    past = played(story)
    for event in past:
        if isinstance(event, e.StayShortfallForeseen):
            left = (w.PLAN.batch_ends - day_of(event.at)).days + 1
            assert event.missing == 10 - event.nights > 0
            assert left < event.missing + 2


@given(st.lists(st.sampled_from(HAPPENED)))
def test_whatever_happened_happened(events: list[e.StayHappened]) -> None:
    stay = reduce(STAY.evolve, events, STAY.initial)
    assert isinstance(stay, Stay)
    assert stay.nights_by(day_of(beijing("2011-01-10 08:00"))) >= 0
