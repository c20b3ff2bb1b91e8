"""What may be done to a limit that runs: extended once by the head, suspended on a ground that a pack names."""

from dataclasses import dataclass, replace
from datetime import date

from services.casework.decider.clocks.counting import Clock, Pause
from services.casework.decider.clocks.days import Calendar
from services.casework.decider.clocks.proof import has_passed, prove
from shared.calendar import ONE_DAY
from shared.errors import Refused
from shared.ids import PersonId


@dataclass(frozen=True)
class Extending:
    """An extension as it is asked for. `told`: the day on which the petitioner was told, with the reason."""

    days: int
    on: date
    approver: PersonId
    is_head: bool
    handler: PersonId
    reasoned: bool
    told: date | None


@dataclass(frozen=True)
class Suspending:
    """A suspension as it is asked for: its ground, from a day that does not count to one that counts again."""

    ground: str
    on: date
    resumed: date


def extended(clock: Clock, asked: Extending, calendar: Calendar) -> Clock:
    """The limit, longer by some days; a lawful extension is no delay. Raises Refused."""
    extension = clock.rule.term.extension
    if extension is None:
        raise Refused("limit-not-to-be-extended")
    rule = f"{clock.rule.pack.id} Art. {extension.article.number}"
    if clock.extended_by:
        raise Refused("extended-once-already", rule)
    if not 1 <= asked.days <= extension.longest:
        raise Refused("extension-too-long", rule, longest=extension.longest)
    _approved(asked, rule)
    _in_time(clock, asked.on, calendar)
    return replace(clock, extended_by=asked.days)


def _approved(asked: Extending, rule: str) -> None:
    if asked.approver == asked.handler or not asked.is_head:
        raise Refused("extension-by-the-head", rule)
    if not asked.reasoned or asked.told is None:
        raise Refused("extension-not-told", rule)


def suspended(clock: Clock, asked: Suspending, calendar: Calendar) -> Clock:
    """The limit, standing still for some days. Raises Refused where no pack in force names the ground."""
    named = clock.rule.ground(asked.ground)
    if named is None:
        raise Refused("no-ground-for-suspension", clock.rule.pack.id)
    if asked.resumed <= asked.on:
        raise Refused("suspension-without-days", clock.rule.pack.id)
    _in_time(clock, asked.on, calendar)
    pack, ground = named
    pause = Pause("suspended", asked.on, asked.resumed - ONE_DAY, pack.basis(ground.article))
    return replace(clock, pauses=(*clock.pauses, pause))


def heard(clock: Clock, first: date, last: date) -> Clock:
    """The limit with the days of a hearing, which do not count where the pack says so. Raises Refused elsewhere."""
    article = clock.rule.term.hearing
    if article is None:
        raise Refused("hearing-days-count", clock.rule.pack.id)
    pause = Pause("hearing", first, last, clock.rule.pack.basis(article))
    return replace(clock, pauses=(*clock.pauses, pause))


def _in_time(clock: Clock, on: date, calendar: Calendar) -> None:
    proof = prove(clock, calendar)
    if has_passed(proof, on):
        raise Refused("limit-has-passed", proof.basis.pack, limit=proof.until)
