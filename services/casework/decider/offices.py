"""The tables of competence (R117) and of letterheads: data that the district keeps itself."""

from dataclasses import dataclass

from services.casework.commands.offices import SetCompetence, SetLetterhead
from services.casework.events.offices import HANDLING_KINDS, CompetenceSet, LetterheadSet
from shared.decider import Decider
from shared.errors import NotFound, Refused
from shared.ids import UnitId
from shared.words import UnitKind


@dataclass(frozen=True)
class Competence:
    """Who is competent for a field now."""

    unit: UnitId | None = None
    name: str | None = None


def set_competence(command: SetCompetence, state: Competence) -> list[CompetenceSet]:
    """A field has one competent unit, of a kind that handles matters."""
    _is_handling_unit(command.kind)
    if (state.unit, state.name) == (command.unit, command.name):
        return []
    return [CompetenceSet(field=command.field, unit=command.unit, name=command.name, by=command.by, at=command.at)]


def _is_handling_unit(kind: UnitKind | None) -> None:
    if kind is None:
        raise NotFound("not-found")
    if kind not in HANDLING_KINDS:
        raise Refused("not-a-handling-unit", "R117")


def evolve_competence(state: Competence, event: CompetenceSet) -> Competence:
    """The newest says it all."""
    return Competence(event.unit, event.name)


COMPETENCE = Decider(
    Competence(), set_competence, evolve_competence, commands=(SetCompetence,), events=(CompetenceSet,)
)
"""Stream `competence/{line}`."""


@dataclass(frozen=True)
class Letterhead:
    """How a unit's letters begin their number now."""

    prefix: str | None = None


def set_letterhead(command: SetLetterhead, state: Letterhead) -> list[LetterheadSet]:
    """Letters already issued keep the prefix they bear."""
    _is_handling_unit(command.kind)
    if state.prefix == command.prefix:
        return []
    return [LetterheadSet(unit=command.unit, prefix=command.prefix, by=command.by, at=command.at)]


def evolve_letterhead(state: Letterhead, event: LetterheadSet) -> Letterhead:
    """The newest says it all."""
    return Letterhead(event.prefix)


LETTERHEAD = Decider(
    Letterhead(), set_letterhead, evolve_letterhead, commands=(SetLetterhead,), events=(LetterheadSet,)
)
"""Stream `letterhead/{unit}`."""
