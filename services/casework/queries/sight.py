"""What a viewer sees of the register: one condition for each line of roles.md, and the firewall before them all.

What no condition shows does not exist for the asker: neither in a list nor in a count nor by its id.
"""

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Uuid, and_, any_, exists, false, func, literal, not_, or_
from sqlalchemy.dialects.postgresql import ARRAY

from services.casework.projections.register_tables import CONCERNED, MATTERS
from shared.roles import Role
from shared.viewer import Viewer

_M = MATTERS.c
_ACCUSATION = _M.kind == "accusation"


@dataclass(frozen=True)
class Seer:
    """Who asks, and everything on their own side."""

    viewer: Viewer
    side: frozenset[UUID]


class Sight(BaseModel):
    """As what somebody sees a matter; several at once add up."""

    model_config = ConfigDict(from_attributes=True)

    as_department: bool
    as_handler: bool
    as_office: bool
    as_contact: bool
    as_village: bool
    as_hearer: bool
    as_district: bool

    @property
    def inside(self) -> bool:
        """All of it: its department, its handler, the office that took it in."""
        return self.as_department or self.as_handler or self.as_office

    @property
    def state(self) -> bool:
        """Where it stands and how it got there."""
        return self.inside or self.as_contact or self.as_district

    @property
    def heard(self) -> bool:
        """What was heard, and the outcome."""
        return self.inside or self.as_hearer

    @property
    def facts(self) -> bool:
        """What was found."""
        return self.inside or self.as_contact


def sights(viewer: Viewer) -> dict[str, ColumnElement[bool]]:
    """As what this viewer sees a row of the register."""
    return {
        "as_department": func.coalesce(_M.handling_unit, _M.handed_to).in_(
            viewer.units(Role.CLERK, Role.LEADER, Role.DEPARTMENT_KEY)
        ),
        "as_handler": and_(_is_viewer(_M.handler, viewer), _M.handling_unit.in_(viewer.units(Role.HANDLER))),
        "as_office": _as_office(viewer),
        "as_contact": or_(
            _M.contact_unit.in_(viewer.units(Role.CLERK, Role.LEADER, Role.DEPARTMENT_KEY)),
            _M.contact_section.in_(viewer.units(Role.SECTION_HEAD, Role.LEADER)),
        ),
        "as_village": and_(_M.issued_at.is_not(None), _M.place.in_(viewer.places(Role.VILLAGE_CLERK))),
        "as_hearer": and_(_is_viewer(_M.heard_by, viewer), literal(viewer.has(Role.CADRE))),
        "as_district": and_(not_(_ACCUSATION), literal(viewer.has(Role.DISTRICT_OFFICE))),
    }


def _is_viewer(column: ColumnElement[UUID], viewer: Viewer) -> ColumnElement[bool]:
    return column == viewer.person if viewer.person else false()


def _as_office(viewer: Viewer) -> ColumnElement[bool]:
    """For an accusation the petition office stands in the place of the activity office, also before it took it up."""
    petition = viewer.units(Role.PETITION_OFFICE)
    waiting = and_(_M.office.is_(None), literal(viewer.has(Role.PETITION_OFFICE)))
    return or_(
        and_(not_(_ACCUSATION), _M.office.in_(viewer.units(Role.ACTIVITY_OFFICE) | petition)),
        and_(_ACCUSATION, or_(_M.office.in_(petition), waiting)),
    )


def firewall(seer: Seer) -> ColumnElement[bool]:
    """An accusation is seen by nobody whom it concerns, nor by their side: before every other line (design 8)."""
    own = seer.side | {seer.viewer.person} if seer.viewer.person else seer.side
    concerned = exists().where(CONCERNED.c.case == _M.case, CONCERNED.c.id == any_(literal(list(own), ARRAY(Uuid))))
    return or_(not_(_ACCUSATION), not_(concerned))


def seen_by(seer: Seer) -> ColumnElement[bool]:
    """What this viewer sees at all."""
    return and_(firewall(seer), or_(*sights(seer.viewer).values()))


def sight_columns(seer: Seer) -> list[ColumnElement[bool]]:
    """The conditions as columns, for `Sight`."""
    return [func.coalesce(condition, false()).label(name) for name, condition in sights(seer.viewer).items()]
