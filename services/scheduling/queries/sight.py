"""Which stays a viewer sees: the own ones, those of the own section or charge, those of the own campaign (roles.md)."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from services.scheduling.projections.stays import stays
from shared.directory.tables import places
from shared.roles import Role
from shared.sight import granted
from shared.viewer import Grant, Viewer

_S = stays.c


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """What any grant of the viewer shows, each within its own campaign and place; withdrawn stays nobody sees."""
    shown = granted(viewer, lambda grant: _reach(grant, viewer), *Role, campaign=_S.campaign, place=_S.place)
    return and_(_S.state != "withdrawn", shown)


def _reach(grant: Grant, viewer: Viewer) -> ColumnElement[bool]:
    match grant.role:
        case Role.CADRE:
            return _S.person == viewer.person if viewer.person else false()
        case Role.SECTION_HEAD | Role.LEADER:
            return or_(_S.unit.in_(grant.units), _S.place.in_(_places_in_charge(grant)))
        case Role.ACTIVITY_OFFICE:
            return _S.activity_office.in_(grant.units)
        case Role.LEADING_GROUP:
            return _S.leading_group.in_(grant.units)
        case Role.DISTRICT_OFFICE:
            return _S.district_office.in_(grant.units)
        case _:
            return false()


def _places_in_charge(grant: Grant) -> Select[tuple[UUID]]:
    return select(places.c.place).where(places.c.contact_section.in_(grant.units))
