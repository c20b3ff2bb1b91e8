"""What is still to be posted, in which order, where and with which secret."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any  # a select's row type is whatever was selected
from uuid import UUID

from sqlalchemy import RowMapping, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.projections.deliveries import deliveries, outbox
from services.notify.projections.subscriptions import subscriptions
from services.notify.queries.cloudevents import as_text, cloud_event
from shared.ids import CampaignId, SubscriptionId, Tenant, UnitId
from shared.sealed import Sealed

_AS_THEY_ARE = ("delivery", "subscription", "unit", "number", "round", "fact_type", "campaign", "accusation", "url")
_O, _D, _S = outbox.c, deliveries.c, subscriptions.c
_TO_BE_POSTED = and_(_S.status == "open", _S.url.is_not(None))


@dataclass(frozen=True)
class Lane:
    """The deliveries of one subject to one subscription: they go one after the other."""

    subscription: SubscriptionId
    subject: str


@dataclass(frozen=True)
class Posting:
    """One delivery to be posted now. `former_secret` signs beside the new one until `former_until`.

    `accusation`: it tells of one. `is_last`: nothing else waited in its lane.
    """

    delivery: UUID
    subscription: SubscriptionId
    unit: UnitId
    number: int
    round: int
    fact_type: str
    campaign: CampaignId | None
    accusation: bool
    queued: datetime
    url: str
    secret: Sealed
    former_secret: Sealed | None
    former_until: datetime | None
    body: str
    is_last: bool

    @property
    def webhook_id(self) -> str:
        """By which a receiver knows a delivery that it has had already."""
        return f"{self.subscription}/{self.number}"


async def pending(db: AsyncConnection) -> int:
    """How many deliveries are to be posted, those of paused subscriptions left out."""
    asked = select(func.count()).select_from(outbox).join(subscriptions, _S.subscription == _O.subscription)
    return int((await db.execute(asked.where(_TO_BE_POSTED))).scalar_one())


async def lanes(db: AsyncConnection, most: int) -> list[Lane]:
    """The lanes with something to be posted, for each subscription at most so many, the longest waiting first."""
    first = func.min(_O.number)
    turn = func.row_number().over(partition_by=_O.subscription, order_by=first)
    waiting = (
        select(_O.subscription, _O.subject, first.label("first"), turn.label("turn"))
        .join(subscriptions, _S.subscription == _O.subscription)
        .where(_TO_BE_POSTED)
        .group_by(_O.subscription, _O.subject)
        .subquery()
    )
    asked = select(waiting).where(waiting.c.turn <= most).order_by(waiting.c.first)
    return [Lane(SubscriptionId(row.subscription), row.subject) for row in await db.execute(asked)]


_NEXT = (
    select(_O.round, *(column for column in deliveries.c if column.name != "tenant"))
    .add_columns(_S.url, _S.secret, _S.former_secret, _S.former_until)
    .join(deliveries, and_(_D.subscription == _O.subscription, _D.number == _O.number))
    .join(subscriptions, _S.subscription == _O.subscription)
    .where(_TO_BE_POSTED)
    .order_by(_O.number, _O.round)
    .limit(2)
)


async def next_of(db: AsyncConnection, tenant: Tenant, lane: Lane) -> Posting | None:
    """The next delivery of a lane, None when there is none or its subscription is not open."""
    asked = _NEXT.where(_O.subscription == lane.subscription, _O.subject == lane.subject)
    rows = (await db.execute(asked)).mappings().all()
    return _posting(tenant, rows[0], is_last=len(rows) == 1) if rows else None


def _posting(tenant: Tenant, row: RowMapping, is_last: bool) -> Posting:
    fields: dict[str, Any] = {name: row[name] for name in _AS_THEY_ARE}
    return Posting(
        **fields,
        queued=row["at"],
        secret=Sealed.model_validate(row["secret"]),
        former_secret=Sealed.model_validate(row["former_secret"]) if row["former_secret"] else None,
        former_until=row["former_until"],
        body=as_text(cloud_event(tenant, row)),
        is_last=is_last,
    )
