"""Subscriptions, for those who keep them."""

from collections.abc import Sequence
from typing import Any  # a select's row type is whatever was selected
from uuid import UUID

from sqlalchemy import RowMapping, Select, exists, func, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.events.sight import keeps, pulls
from services.notify.projections.deliveries import deliveries, outbox
from services.notify.projections.subscriptions import subscriptions
from services.notify.queries.views import Counts, Named, Subscriptions, SubscriptionView
from shared.directory.tables import places, units
from shared.errors import NotFound
from shared.ids import PlaceId, SubscriptionId
from shared.viewer import Viewer

_S, _D = subscriptions.c, deliveries.c


def _counted(*where: Any) -> Any:
    """Without accusations: who keeps a subscription may not be among those who may know of them."""
    theirs = (_D.subscription == _S.subscription, not_(_D.accusation))
    return select(func.count()).where(*theirs, *where).scalar_subquery()


_WAITS = exists().where(outbox.c.subscription == _D.subscription, outbox.c.number == _D.number)
_LINES: Select[Any] = (
    select(
        subscriptions,
        units.c.name.label("unit_name"),
        _counted().label("queued"),
        _counted(_D.acknowledged_at.is_not(None)).label("acknowledged"),
        _counted(_D.failing, _D.acknowledged_at.is_(None)).label("failing"),
        _counted(_WAITS).label("waiting"),
    )
    .outerjoin(units, units.c.unit == _S.unit)
    .order_by(_S.opened_at, _S.subscription)
)


async def subscriptions_of(db: AsyncConnection, viewer: Viewer) -> Subscriptions:
    """What the asker keeps or reads, the ended ones too."""
    rows = (await db.execute(_LINES)).mappings().all()
    return Subscriptions(items=tuple(_line(row) for row in rows if _is_shown(row, viewer)), next=None)


async def subscription_of(db: AsyncConnection, viewer: Viewer, of: SubscriptionId) -> SubscriptionView:
    """A subscription. Raises NotFound unless the asker keeps or reads it."""
    row = (await db.execute(_LINES.where(_S.subscription == of))).mappings().first()
    if row is None or not _is_shown(row, viewer):
        raise NotFound("not-found")
    return _line(row)


async def unknown_places(db: AsyncConnection, wished: Sequence[UUID]) -> tuple[PlaceId, ...]:
    """Those that the directory does not have."""
    known = set((await db.execute(select(places.c.place).where(places.c.place.in_(wished)))).scalars())
    return tuple(PlaceId(one) for one in wished if one not in known)


def _is_shown(row: RowMapping, viewer: Viewer) -> bool:
    return keeps(viewer, row["unit"], row["kind"]) or pulls(viewer, row["unit"], row["kind"])


def _line(row: RowMapping) -> SubscriptionView:
    as_they_are = ("name", "url", "status", "pause", "opened_at")
    return SubscriptionView(
        **{name: row[name] for name in as_they_are},
        id=row["subscription"],
        unit=Named(id=row["unit"], name=row["unit_name"]),
        types=tuple(row["types"]),
        places=tuple(row["places"]),
        deliveries=Counts(**{name: row[name] for name in Counts.model_fields}),
    )
