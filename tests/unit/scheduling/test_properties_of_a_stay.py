"""Whatever is asked of a stay in whatever order: some things never happen, and the nights are those slept there."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.commands import stay as s
from services.scheduling.decider import STAY
from services.scheduling.decider.stay import Stay
from services.scheduling.events import stay as e
from shared.calendar import ONE_DAY, day_of
from shared.testing.names import beijing
from shared.testing.stories import played, reached
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
ASKS: tuple[Ask, ...] = (s.StartStay, s.StartStay, s.InterruptStay, s.InterruptStay, s.ResumeStay, s.EndStay)


def asked(kind: Ask, at: datetime) -> s.StayCommand:
    """A step asked for by the cadre."""
    step = w.step("2010-12-24 08:00") | {"at": at}
    return s.InterruptStay(**step, reason="临时召回") if kind is s.InterruptStay else kind(**step)


@st.composite
def stories(draw: st.DrawFn) -> list[s.StayCommand]:
    """Steps in the order of time, good and bad, with the timers among them; from some day on one looks every day."""
    told: list[tuple[int, s.StayCommand]] = []
    for hour in draw(st.lists(st.integers(0, 31 * 24), min_size=5, max_size=16)):
        told.append((hour, asked(draw(st.sampled_from(ASKS)), BEGINS + timedelta(hours=hour))))
    for day in range(draw(st.integers(18, 30)), 32):
        at = BEGINS + timedelta(days=day, hours=9)
        told.append((day * 24 + 9, s.ForeseeShortfall(stay=w.STAY, at=at)))
    over = draw(st.integers(20 * 24, 40 * 24))
    told.append((over, s.EndWithBatch(stay=w.STAY, at=BEGINS + timedelta(hours=over))))
    return [command for _, command in sorted(told, key=lambda step: step[0])]


def happened(story: Sequence[s.StayCommand]) -> list[e.StayHappened]:
    return played(STAY, story, w.STAY_PLANNED)


def test_the_stories_lead_to_all_that_is_said_of_them_here() -> None:
    steps = {e.StayStarted, e.StayInterrupted, e.StayResumed, e.StayEnded}
    assert reached(stories(), happened) == {e.StayPlanned, e.StayShortfallForeseen, *steps}


def slept(past: Sequence[e.StayHappened], until: date) -> int:
    """The nights that lie between coming and going, or until a day, counted one by one."""
    nights: set[date] = set()
    came = None
    for event in past:
        if isinstance(event, e.StayStarted | e.StayResumed):
            came = day_of(event.at)
        elif isinstance(event, e.StayInterrupted | e.StayEnded) and came is not None:
            nights |= between(came, day_of(event.at))
            came = None
    return len(nights | between(came, until) if came else nights)


def between(came: date, went: date) -> set[date]:
    """The nights of the batch from a day to another."""
    end = min(went, w.PLAN.batch_ends + ONE_DAY)
    return {came + n * ONE_DAY for n in range((end - came).days)}


@given(stories())
def test_the_nights_of_a_stay_are_those_slept_there(story: list[s.StayCommand]) -> None:
    past = happened(story)
    for n, event in enumerate(past):
        if isinstance(event, e.StayInterrupted | e.StayEnded):
            assert event.nights == slept(past[: n + 1], day_of(event.at))


@given(stories())
def test_no_count_of_nights_is_ever_negative_or_more_than_the_batch_has(story: list[s.StayCommand]) -> None:
    for event in happened(story):
        if isinstance(event, e.StayInterrupted | e.StayEnded | e.StayShortfallForeseen):
            assert 0 <= event.nights <= 30


@given(stories())
def test_a_stay_starts_ends_and_is_foreseen_short_at_most_once(story: list[s.StayCommand]) -> None:
    kinds = [type(event) for event in happened(story)]
    for once in (e.StayStarted, e.StayEnded, e.StayShortfallForeseen):
        assert kinds.count(once) <= 1
    assert e.StayEnded not in kinds[:-1]


@given(stories())
def test_short_means_fewer_nights_than_the_minimum(story: list[s.StayCommand]) -> None:
    for event in happened(story):
        if isinstance(event, e.StayEnded):
            assert event.short == (event.nights < 10)


@given(stories())
def test_a_shortfall_is_foreseen_exactly_when_too_few_nights_are_left(story: list[s.StayCommand]) -> None:
    past: list[e.StayHappened] = [w.STAY_PLANNED]
    for command in story:
        before, past = past, played(STAY, [command], *past)
        if isinstance(command, s.ForeseeShortfall):
            assert (past != before) == is_to_be_foreseen(before, day_of(command.at))


def is_to_be_foreseen(past: Sequence[e.StayHappened], day: date) -> bool:
    """While the stay is neither over nor foreseen short already."""
    if any(isinstance(event, e.StayEnded | e.StayShortfallForeseen) for event in past):
        return False
    missing, left = 10 - slept(past, day), (w.PLAN.batch_ends - day).days + 1
    return missing > 0 and left < missing + 2


@given(st.lists(st.sampled_from(HAPPENED)))
def test_whatever_happened_happened(events: list[e.StayHappened]) -> None:
    stay = reduce(STAY.evolve, events, STAY.initial)
    assert isinstance(stay, Stay)
    assert stay.nights_by(day_of(beijing("2011-01-10 08:00"))) >= 0
