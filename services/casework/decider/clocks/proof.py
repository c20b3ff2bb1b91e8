"""The proof of a limit, and what may be read off it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from services.casework.decider.clocks.counting import Clock, count
from services.casework.decider.clocks.days import Calendar
from services.casework.events.proof import Basis, Doubt, Proof, ProofDay


def prove(clock: Clock, calendar: Calendar) -> Proof:
    """A limit with each of its days."""
    term, pack = clock.rule.term, clock.rule.pack
    days = tuple(count(clock, calendar))
    doubts = tuple(_doubts(clock, days, calendar))
    return Proof(
        name=term.name,
        bearer=term.bearer,
        start=clock.start,
        start_counted=clock.counting.count_start_day,
        length=term.length,
        unit=term.unit,
        extended_by=clock.extended_by,
        before_extension=_before_extension(clock, calendar),
        moved_from=_last_counted(days) if days[-1].why == "rolled" else None,
        until=days[-1].day,
        provisional=bool(doubts),
        doubts=doubts,
        basis=pack.basis(term.article),
        rests_on=tuple(dict.fromkeys(_rests_on(clock, days))),
        days=days,
    )


def _before_extension(clock: Clock, calendar: Calendar) -> date | None:
    return prove(replace(clock, extended_by=0), calendar).until if clock.extended_by else None


def _doubts(clock: Clock, days: Sequence[ProofDay], calendar: Calendar) -> Iterator[Doubt]:
    """Of the days of which it mattered whether offices work: a notice about no other can move the limit."""
    of_workdays = clock.rule.term.unit == "workdays"
    moves_on = clock.rule.term.bearer in clock.counting.roll_forward
    last = _last_counted(days)
    for one in days:
        asked = of_workdays and one.why not in ("suspended", "hearing")
        doubt = calendar.doubt(one.day)
        if doubt and (asked or (moves_on and one.day >= last)):
            yield doubt


def _last_counted(days: Sequence[ProofDay]) -> date:
    return next(one.day for one in reversed(days) if one.counted)


def _rests_on(clock: Clock, days: Sequence[ProofDay]) -> Iterator[Basis]:
    term, pack = clock.rule.term, clock.rule.pack
    yield from map(pack.basis, filter(None, (term.article, clock.counting.start_article)))
    if clock.extended_by and term.extension:
        yield pack.basis(term.extension.article)
    yield from (pause.basis for pause in clock.pauses)
    if days[-1].why == "rolled" and clock.counting.roll_article:
        yield pack.basis(clock.counting.roll_article)
