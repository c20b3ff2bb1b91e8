"""What a viewer sees of the register: one condition for each line of roles.md, and the firewall before them all.

What no condition shows does not exist for the asker: neither in a list nor in a count nor by its id.
"""

from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Uuid, and_, any_, exists, false, func, literal, not_, or_
from sqlalchemy.dialects.postgresql import ARRAY

from services.casework.projections.register_tables import CONCERNED, MATTERS
from shared import sight
from shared.roles import Role
from shared.viewer import Viewer

_M = MATTERS.c
_ACCUSATION = _M.kind == "accusation"
DEPARTMENT = (Role.CLERK, Role.LEADER, Role.DEPARTMENT_KEY)
OFFICES = (Role.ACTIVITY_OFFICE, Role.PETITION_OFFICE)
granted = partial(sight.granted, campaign=_M.campaign, place=_M.place)


SeenAs = Literal["department", "signing", "handler", "office", "contact", "village", "hearer", "district"]


@dataclass(frozen=True)
class Seer:
    """Who asks, and everything on their own side."""

    viewer: Viewer
    side: frozenset[UUID]


class Sight(BaseModel):
    """As what somebody sees a matter; several at once add up.

    `as_signing`: clerk or leader of who handles it; `as_serving`: its clerk or key.
    """

    model_config = ConfigDict(from_attributes=True)

    as_department: bool
    as_signing: bool
    as_serving: bool
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

    @property
    def seen_as(self) -> list[SeenAs]:
        """All of what the viewer sees it as, by name."""
        return [name for name in get_args(SeenAs) if getattr(self, f"as_{name}")]


def sights(viewer: Viewer) -> dict[str, ColumnElement[bool]]:
    """As what this viewer sees a row of the register; a grant for one campaign or place shows nothing of another."""
    handling = func.coalesce(_M.handling_unit, _M.handed_to)
    return {
        "as_department": granted(viewer, lambda grant: handling.in_(grant.units), *DEPARTMENT),
        "as_signing": granted(viewer, lambda grant: _M.handling_unit.in_(grant.units), Role.CLERK, Role.LEADER),
        "as_serving": granted(viewer, lambda grant: _M.handling_unit.in_(grant.units), Role.CLERK, Role.DEPARTMENT_KEY),
        "as_handler": granted(
            viewer, lambda grant: and_(is_viewer(_M.handler, viewer), _M.handling_unit.in_(grant.units)), Role.HANDLER
        ),
        "as_office": _as_office(viewer),
        "as_contact": and_(not_(_ACCUSATION), _as_contact(viewer)),
        "as_village": and_(not_(_ACCUSATION), _as_village(viewer)),
        "as_hearer": granted(viewer, lambda _: is_viewer(_M.heard_by, viewer), Role.CADRE),
        "as_district": granted(viewer, lambda _: not_(_ACCUSATION), Role.DISTRICT_OFFICE),
    }


def is_viewer(column: ColumnElement[UUID], viewer: Viewer) -> ColumnElement[bool]:
    """Whether it names the viewer; an account without a person is named by no row, not by those that name nobody."""
    return column == viewer.person if viewer.person else false()


def _as_contact(viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        granted(viewer, lambda grant: _M.contact_unit.in_(grant.units), *DEPARTMENT),
        granted(viewer, lambda grant: _M.contact_section.in_(grant.units), Role.SECTION_HEAD, Role.LEADER),
    )


def _as_village(viewer: Viewer) -> ColumnElement[bool]:
    return granted(
        viewer, lambda grant: and_(_M.issued_at.is_not(None), _M.place.in_(grant.places)), Role.VILLAGE_CLERK
    )


def _as_office(viewer: Viewer) -> ColumnElement[bool]:
    """For an accusation the petition office stands in the place of the activity office, also before it took it up."""
    return or_(
        and_(not_(_ACCUSATION), granted(viewer, lambda grant: _M.office.in_(grant.units), *OFFICES)),
        and_(
            _ACCUSATION,
            granted(viewer, lambda grant: or_(_M.office.in_(grant.units), _M.office.is_(None)), Role.PETITION_OFFICE),
        ),
    )


def firewall(seer: Seer) -> ColumnElement[bool]:
    """An accusation is seen by nobody whom it concerns, nor by their side: before every other line (design 8)."""
    own = seer.side | {seer.viewer.person} if seer.viewer.person else seer.side
    concerned = exists().where(CONCERNED.c.case == _M.case, CONCERNED.c.id == any_(literal(list(own), ARRAY(Uuid))))
    return or_(not_(_ACCUSATION), not_(concerned))


def seen_by(seer: Seer) -> ColumnElement[bool]:
    """What this viewer sees at all."""
    return and_(firewall(seer), or_(*sights(seer.viewer).values()))


STATE_SIGHTS = ("as_department", "as_handler", "as_office", "as_contact", "as_district")
INSIDE_SIGHTS = STATE_SIGHTS[:3]


def state_seen_by(seer: Seer) -> ColumnElement[bool]:
    """Where the viewer sees how a matter stands and got there."""
    seen = sights(seer.viewer)
    return or_(*(seen[name] for name in STATE_SIGHTS))


def inside_of(seer: Seer) -> ColumnElement[bool]:
    """Where the viewer sees all of a matter."""
    seen = sights(seer.viewer)
    return or_(*(seen[name] for name in INSIDE_SIGHTS))


def sight_columns(seer: Seer) -> list[ColumnElement[bool]]:
    """The conditions as columns, for `Sight`."""
    return [func.coalesce(condition, false()).label(name) for name, condition in sights(seer.viewer).items()]
