"""Whom a fact may go to: the subscriptions that are not ended, each with what its unit sees."""

from collections.abc import Collection
from typing import Any  # a select's row type is whatever was selected
from uuid import UUID

from sqlalchemy import ColumnElement, Select, any_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.events.sight import Listener, Subscriber
from services.notify.projections.subscriptions import subscriptions
from shared import directory
from shared.directory.tables import campaigns, places, units
from shared.ids import CampaignId, PlaceId, SubscriptionId, UnitId
from shared.viewer import Viewer
from shared.words import UnitKind

_S = subscriptions.c
_BELOW = units.alias("below")


def _units_below(top: ColumnElement[UUID]) -> ColumnElement[Any]:
    return select(func.array_agg(_BELOW.c.unit)).where(top == any_(_BELOW.c.path)).scalar_subquery()


def _campaigns_of(office: ColumnElement[UUID]) -> ColumnElement[Any]:
    return select(func.array_agg(campaigns.c.campaign)).where(campaigns.c.activity_office == office).scalar_subquery()


_SUBSCRIBERS = (
    select(
        _S.subscription,
        _S.unit,
        _S.opened_at,
        _S.url,
        _S.types,
        _S.places,
        units.c.kind,
        _units_below(_S.unit).label("units"),
        _campaigns_of(_S.unit).label("campaigns"),
    )
    .outerjoin(units, units.c.unit == _S.unit)
    .where(_S.status != "ended")
    .order_by(_S.subscription)
)


def _unit_alone(unit: UnitId) -> Select[Any]:
    return select(
        units.c.kind, _units_below(units.c.unit).label("units"), _campaigns_of(units.c.unit).label("campaigns")
    ).where(units.c.unit == unit)


async def subscribers(db: AsyncConnection, with_sides: bool) -> list[Subscriber]:
    """Whom the router asks about; sides, which the firewall alone needs, are found only when it does."""
    rows = (await db.execute(_SUBSCRIBERS)).all()
    sides = {unit: await directory.side_of(db, {unit}) for unit in {row.unit for row in rows}} if with_sides else {}
    return [
        Subscriber(
            subscription=SubscriptionId(row.subscription),
            since=row.opened_at,
            is_posted=row.url is not None,
            types=frozenset(row.types),
            places=await _with_those_below(db, row.places),
            listener=_listener(row.unit, row, sides.get(row.unit, frozenset())),
        )
        for row in rows
    ]


async def listener(db: AsyncConnection, unit: UnitId) -> Listener:
    """A unit as one that is told."""
    row = (await db.execute(_unit_alone(unit))).first()
    side = await directory.side_of(db, {unit})
    return _listener(unit, row, side) if row else Listener(unit, None, frozenset({unit}), side)


_TOLD_OF_NO_ACCUSATION: frozenset[UnitKind] = frozenset({"activity-office", "district-office"})


async def belongs(db: AsyncConnection, viewer: Viewer, unit: UnitId, kind: UnitKind) -> bool:
    """Whether whatever the unit may be told is for the asker, too: nobody of another house beside reads accusations."""
    if kind in _TOLD_OF_NO_ACCUSATION:
        return True
    own = await directory.side(db, viewer) - {viewer.person, viewer.maker}
    return own <= await directory.side_of(db, {unit})


def _listener(unit: UnitId, row: Any, side: frozenset[UUID]) -> Listener:
    below = frozenset(map(UnitId, row.units or (unit,)))
    return Listener(unit, row.kind, below, side, frozenset(map(CampaignId, row.campaigns or ())))


async def _with_those_below(db: AsyncConnection, tops: Collection[UUID]) -> frozenset[PlaceId]:
    if not tops:
        return frozenset()
    found = (await db.execute(select(places.c.place).where(places.c.path.overlap(list(tops))))).scalars()
    return frozenset(map(PlaceId, found)) | frozenset(map(PlaceId, tops))
