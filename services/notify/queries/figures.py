"""看板: how many messages a campaign made, and how many deliveries arrived."""

from collections.abc import Mapping
from typing import Any  # a row holds what was selected

from sqlalchemy import ColumnElement, Row, func, not_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.events.sight import keeps, pulls
from services.notify.projections.deliveries import deliveries
from services.notify.projections.subscriptions import subscriptions
from services.notify.queries.inbox import MESSAGES, for_whom
from services.notify.queries.views import DeliveryFigure, MessageFigures, Named
from shared import directory
from shared.directory.tables import units
from shared.errors import NotFound
from shared.ids import CampaignId, UnitId
from shared.roles import Role
from shared.viewer import Viewer

_M, _D, _S = MESSAGES.c, deliveries.c, subscriptions.c


async def figures(db: AsyncConnection, viewer: Viewer, of: CampaignId) -> MessageFigures:
    """All of a campaign's messages for its offices; for others theirs. Deliveries of accusations are in no figure.

    Raises NotFound for a campaign that nobody has planned.
    """
    campaign = await directory.campaign(db, of)
    if campaign is None:
        raise NotFound("not-found")
    offices = {Role.ACTIVITY_OFFICE: campaign.activity_office, Role.DISTRICT_OFFICE: campaign.district_office}
    whole = _runs(viewer, of, offices)
    return MessageFigures(
        scope="all" if whole else "yours",
        inbox=await _inbox(db, of, not_(_M.accusation) if whole else await for_whom(db, viewer)),
        deliveries=await _deliveries(db, of, true() if whole else await _theirs(db, viewer)),
    )


def _runs(viewer: Viewer, campaign: CampaignId, offices: Mapping[Role, UnitId]) -> bool:
    return any(viewer.acts_for(unit, role, campaign=campaign, place=None) for role, unit in offices.items())


async def _inbox(db: AsyncConnection, of: CampaignId, theirs: ColumnElement[bool]) -> dict[str, int]:
    asked = select(_M.kind, func.count()).where(_M.campaign == of, theirs).group_by(_M.kind).order_by(_M.kind)
    return {row[0]: row[1] for row in await db.execute(asked)}


async def _theirs(db: AsyncConnection, viewer: Viewer) -> ColumnElement[bool]:
    rows = (await db.execute(select(_S.subscription, _S.unit, _S.kind))).all()
    theirs = [row for row in rows if pulls(viewer, row.unit, row.kind) or keeps(viewer, row.unit, row.kind)]
    return _D.subscription.in_([row.subscription for row in theirs])


async def _deliveries(db: AsyncConnection, of: CampaignId, theirs: ColumnElement[bool]) -> tuple[DeliveryFigure, ...]:
    arrived = func.count().filter(_D.acknowledged_at.is_not(None)).label("acknowledged")
    requests = func.coalesce(func.sum(_D.attempts), 0).label("requests")
    line = (_D.unit, units.c.name, units.c.code, _D.fact_type)
    asked = (
        select(*line, arrived, requests)
        .outerjoin(units, units.c.unit == _D.unit)
        .where(_D.campaign == of, not_(_D.accusation), theirs)
        .group_by(*line)
        .order_by(units.c.code, _D.unit, _D.fact_type)
    )
    return tuple(_figure(row) for row in await db.execute(asked))


def _figure(row: Row[Any]) -> DeliveryFigure:
    return DeliveryFigure(
        unit=Named(id=row.unit, name=row.name),
        type=row.fact_type,
        acknowledged=row.acknowledged,
        requests=row.requests,
    )
