"""Who may ask this of a matter: the firewall first, then the relation to it (roles.md, design 8).

Whoever has not the relation gets the answer of a matter that does not exist.
"""

from typing import Any, TypeVar  # an event is built from its bearings by name

from services.casework.commands.case import Asked, OfCase
from services.casework.decider.state import Case
from services.casework.events.bearings import Bearings, CaseEvent, bearings_of
from shared.errors import NotFound
from shared.ids import UnitId
from shared.roles import Role
from shared.viewer import Viewer

E = TypeVar("E", bound=CaseEvent)


def taken_in(command: OfCase, state: Case) -> Bearings:
    """The matter's bearings. Raises NotFound for one that was never taken in, or that the asker must not see."""
    if state.about is None or (isinstance(command, Asked) and _is_barred(command, state.about)):
        raise NotFound("not-found")
    return state.about


def _is_barred(command: Asked, about: Bearings) -> bool:
    if about.kind != "accusation":
        return False
    concerned = {one.id for one in about.concerns}
    return command.by.person in concerned or not concerned.isdisjoint(command.side)


def role_for(by: Viewer, about: Bearings, unit: UnitId | None, *roles: Role) -> Role:
    """The role with which the asker acts for a unit in this matter. Raises NotFound without one."""
    role = by.acts_for(unit, *roles, campaign=about.campaign, place=about.place)
    if role is None:
        raise NotFound("not-found")
    return role


def office_of(by: Viewer, about: Bearings) -> tuple[UnitId, Role]:
    """The office that has the matter, and the asker's role there; an accusation is for petition offices alone.

    Raises NotFound for everybody else.
    """
    accusation = about.kind == "accusation"
    office = about.office or (_petition_office(by, about) if accusation else None)
    roles = (Role.PETITION_OFFICE,) if accusation else (Role.ACTIVITY_OFFICE, Role.PETITION_OFFICE)
    if office is None:
        raise NotFound("not-found")
    return office, role_for(by, about, office, *roles)


def _petition_office(by: Viewer, about: Bearings) -> UnitId | None:
    covering = by.covering(Role.PETITION_OFFICE, campaign=about.campaign, place=about.place)
    return next((grant.unit for grant in covering if grant.unit), None)


def done_by(command: Asked, about: Bearings, unit: UnitId | None, role: Role) -> dict[str, Any]:
    """The fields of an event that somebody caused."""
    return {**dict(about), "unit": unit, "by": command.by.person, "role": role, "at": command.at}


def done_by_rule(command: OfCase, about: Bearings, unit: UnitId | None) -> dict[str, Any]:
    """The fields of an event that a rule caused: nobody acted."""
    return {**dict(bearings_of(about)), "unit": unit, "by": None, "role": None, "at": command.at}
