"""How far grants reach among the rows of a table: what `shared.viewer` says of one thing, in SQL."""

from collections.abc import Callable
from typing import Any  # columns of whatever table

from sqlalchemy import ColumnElement, and_, false, or_, true

from shared.roles import Role
from shared.viewer import Grant, Viewer

Reach = Callable[[Grant], ColumnElement[bool]]
"""By what a grant reaches a row, its campaign and place aside: mostly that the row is of one of its units."""


def granted(
    viewer: Viewer, reach: Reach, *roles: Role, campaign: ColumnElement[Any], place: ColumnElement[Any]
) -> ColumnElement[bool]:
    """The rows that the viewer's grants of these roles reach, each within its own campaign and place."""
    grants = (grant for grant in viewer.grants if grant.role in roles)
    return or_(
        false(), *(and_(reach(grant), covers_campaign(grant, campaign), covers_place(grant, place)) for grant in grants)
    )


def covers_campaign(grant: Grant, campaign: ColumnElement[Any]) -> ColumnElement[bool]:
    """A grant for one campaign is none for another, nor for all of them."""
    return campaign == grant.campaign if grant.campaign else true()


def covers_place(grant: Grant, place: ColumnElement[Any]) -> ColumnElement[bool]:
    """A grant for one place is one for all below it, none for another, nor for the whole district."""
    return place.in_(grant.places) if grant.place else true()
