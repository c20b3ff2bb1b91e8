"""Limits as these tests ask for them: by name, from a day written as in the text, under a pack."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.casework.decider.clocks import (
    Article,
    Calendar,
    Clock,
    Pack,
    Pause,
    Rule,
    in_force,
    national,
    prove,
    rule,
)
from services.casework.decider.clocks.civil_law import BY_CIVIL_LAW
from services.casework.decider.clocks.regulations_2022 import REGULATIONS_2022
from services.casework.events.proof import LimitName, Proof, Unit

INVENTED = Pack(
    jurisdiction="CN-XX",
    version="test",
    title="某省信访办法",
    cited="《某省信访办法》",
    since=date(2026, 1, 1),
    until=None,
    counting=BY_CIVIL_LAW,
    terms=(),
)
"""A local pack of the second copy of K3; no law says so."""


def on(day: str) -> date:
    """A day."""
    return date.fromisoformat(day)


APPRAISAL = Pause(
    "suspended",
    on("2026-02-10"),
    on("2026-02-26"),
    INVENTED.basis(Article(number="9", quote="鉴定期间不计入办理期限")),
)
"""The suspension of K3, by that pack."""


def ruled(name: LimitName, packs: Sequence[Pack]) -> Rule:
    """The limit of that name, which the packs have."""
    found = rule(name, packs)
    assert found is not None
    return found


def clock(name: LimitName, start: str, packs: Sequence[Pack] | None = None) -> Clock:
    """A limit that runs from a day, under the national pack of that day unless others are given."""
    return Clock(ruled(name, packs or in_force(on(start))), on(start))


def until(running: Clock) -> date:
    """Its day by the State Council's calendar."""
    return proven(running).until


def proven(running: Clock) -> Proof:
    """Its proof by the State Council's calendar."""
    return prove(running, national())


def length(n: int, unit: Unit, move_on: bool) -> Rule:
    """A limit of any length, in days or workdays, of an office or of a petitioner."""
    term = ruled("object", (REGULATIONS_2022,)).term
    bearer = "petitioner" if move_on else "office"
    made = term.model_copy(update={"length": n, "unit": unit, "bearer": bearer})
    return Rule(made, REGULATIONS_2022)


def extended(running: Clock) -> Clock:
    """The limit, longer by as much as its law allows."""
    extension = running.rule.term.extension
    assert extension is not None
    return replace(running, extended_by=extension.longest)


def announced(calendar: Calendar, year: int, off: frozenset[date], worked: frozenset[date]) -> Calendar:
    """The calendar once the notice of another year has come."""
    years = calendar.years | {year}
    return replace(calendar, years=years, off=calendar.off | off, worked=calendar.worked | worked)
