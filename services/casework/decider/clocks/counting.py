"""Counting: from a start, day by day, each counted or passed over for a reason, to the last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.casework.decider.clocks.days import Calendar
from services.casework.decider.clocks.packs import Article, Counting, Rule, Term
from services.casework.events.proof import Basis, Nature, ProofDay, Why
from shared.calendar import ONE_DAY


@dataclass(frozen=True)
class Pause:
    """Days on which a clock stands still, the first and the last of them included, and by what."""

    why: Literal["suspended", "hearing"]
    first: date
    last: date
    basis: Basis


@dataclass(frozen=True)
class Clock:
    """A limit that runs: by what rule, from when, how much longer, and when it stood still."""

    rule: Rule
    start: date
    extended_by: int = 0
    pauses: tuple[Pause, ...] = ()

    @property
    def counting(self) -> Counting:
        """How its days are counted: by the law of the day on which it begins."""
        return self.rule.pack.counting_from(self.start)

    @property
    def length(self) -> int:
        """How many days have to be counted."""
        return self.rule.term.length + self.extended_by


def count(clock: Clock, calendar: Calendar) -> Iterator[ProofDay]:
    """Each day to the last that is counted, and, of a window that may not end on a rest day, those after it."""
    day = clock.start if clock.counting.count_start_day else clock.start + ONE_DAY
    number = 0
    while number < clock.length:
        told = _day(clock, calendar, day, number + 1)
        number += told.counted
        yield told
        day += ONE_DAY
    if clock.rule.term.bearer in clock.counting.roll_forward:
        yield from _moved(clock, calendar, day - ONE_DAY)


def _day(clock: Clock, calendar: Calendar, day: date, number: int) -> ProofDay:
    pause = next((pause for pause in clock.pauses if pause.first <= day <= pause.last), None)
    nature: Nature = pause.why if pause else calendar.nature(day)
    why = pause.why if pause else _why(clock, calendar.works(day), number)
    counted = why in ("counted", "extended")
    basis = pause.basis if pause else clock.rule.pack.basis(_article(clock.rule.term, why))
    return ProofDay(
        day=day,
        nature=nature,
        counted=counted,
        number=number if counted else None,
        why=why,
        law=basis.law,
        article=basis.article,
        pack=basis.pack,
        sure=calendar.is_sure(day),
    )


def _why(clock: Clock, works: bool, number: int) -> Why:
    if clock.rule.term.unit == "workdays" and not works:
        return "rest-day"
    return "extended" if number > clock.rule.term.length else "counted"


def _article(term: Term, why: Why) -> Article:
    return term.extension.article if why == "extended" and term.extension else term.article


def _moved(clock: Clock, calendar: Calendar, last: date) -> Iterator[ProofDay]:
    """The days from a last one that is a rest day to the workday that it moves on to."""
    basis = clock.rule.pack.basis(clock.counting.roll_article or clock.rule.term.article)
    while not calendar.works(last):
        last += ONE_DAY
        yield ProofDay(
            day=last,
            nature=calendar.nature(last),
            counted=False,
            number=None,
            why="rolled",
            law=basis.law,
            article=basis.article,
            pack=basis.pack,
            sure=calendar.is_sure(last),
        )
