"""A visit: who may be met how, and what may be heard (R19–R22, R29–R36)."""

from dataclasses import dataclass
from typing import Any, assert_never, get_args  # the fields of an event

from services.ledger.commands import visit as c
from services.ledger.decider.field import corrected, lies_in, listed, noted
from services.ledger.decider.matter import raised
from services.ledger.events.field import OnStay, on_stay
from services.ledger.events.listing import SubjectsListed
from services.ledger.events.visit import Caller, DiaryCorrected, MatterRaised, VisitHappened, VisitLogged
from shared.calendar import BEIJING
from shared.decider import Decider
from shared.errors import Refused

EVENING_BEGINS = 17
"""The hour (Beijing) from which a home visit is an evening visit: after work, when people are at home (R21)."""
AT_HOME = ("evening", "household")


@dataclass(frozen=True)
class Visit:
    """Whose visit it is; null before it was logged."""

    stay: OnStay | None = None


def decide(command: c.VisitCommand, state: Visit) -> list[VisitHappened | SubjectsListed]:
    """What follows from a command. Raises Refused where a rule says no, NotFound where it is not for the asker."""
    match command:
        case c.LogVisit():
            return log(command)
        case c.CorrectDiary():
            return correct(command, state)
        case _:
            assert_never(command)


def log(command: c.LogVisit) -> list[VisitHappened | SubjectsListed]:
    """The visit with its diary line, and each matter that was heard."""
    fields = noted(command)
    _mode_fits(command)
    for met in command.met:
        if met.caller.household:
            lies_in(fields["place"], met.path)
    matters: list[VisitHappened] = [_matter(command, heard, fields) for heard in command.heard]
    callers = tuple(_without_identity(met.caller) for met in command.met)
    logged = VisitLogged(**fields, visit=command.visit, mode=command.mode, callers=callers, diary=command.diary)
    return [logged, *matters, *listed(command, "visit", command.visit)]


def _mode_fits(command: c.LogVisit) -> None:
    if not command.met:
        raise Refused("nobody-met", "R19")
    if command.mode != "reception" and len(command.met) > 1:
        raise Refused("several-only-in-a-reception", "R19")
    if command.mode in AT_HOME and command.met[0].caller.household is None:
        raise Refused("home-visit-needs-household", "R22")
    if command.mode == "evening" and command.done_at.astimezone(BEIJING).hour < EVENING_BEGINS:
        raise Refused("evening-visit-by-day", "R21", hour=EVENING_BEGINS)


def _matter(command: c.LogVisit, heard: c.Heard, fields: dict[str, Any]) -> MatterRaised:
    stay = command.stay
    assert stay is not None  # `noted` has seen to it
    if not 0 <= heard.caller < len(command.met):
        raise Refused("no-such-caller", number=heard.caller)
    return MatterRaised(
        **fields,
        **raised(heard, stay.activity_office),
        visit=command.visit,
        petitioners=(command.met[heard.caller].caller,),
    )


def _without_identity(caller: Caller) -> Caller:
    """A registered household's name and telephone stand in its own entry."""
    return caller.model_copy(update={"name": None, "telephone": None}) if caller.household else caller


def correct(command: c.CorrectDiary, state: Visit) -> list[VisitHappened | SubjectsListed]:
    """Its cadre may word the diary line anew, at any time."""
    fields = corrected(command, state.stay)
    return [DiaryCorrected(**fields, visit=command.visit, diary=command.diary, reason=command.reason)]


def evolve(state: Visit, event: VisitHappened | SubjectsListed) -> Visit:
    """Whose visit it is does not change."""
    match event:
        case VisitLogged():
            return Visit(on_stay(event))
        case MatterRaised() | DiaryCorrected() | SubjectsListed():
            return state
        case _:
            assert_never(event)


_EVENTS = (*get_args(VisitHappened), SubjectsListed)
VISIT = Decider(Visit(), decide, evolve, commands=get_args(c.VisitCommand), events=_EVENTS)
"""Stream `visit/{visit}`."""
