"""What a subscription was told, as its unit may see it now, and what became of each delivery."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import RowMapping, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.events.sight import About, Listener, may_see
from services.notify.projections.attempts import attempts
from services.notify.projections.deliveries import deliveries, outbox
from services.notify.queries.cloudevents import cloud_event, sequence
from services.notify.queries.views import AttemptView, Deliveries, DeliveryView, Events, State
from shared.ids import SubscriptionId, Tenant

_D, _O = deliveries.c, outbox.c
_WAITS = exists().where(_O.subscription == _D.subscription, _O.number == _D.number)


async def events_after(
    db: AsyncConnection, tenant: Tenant, page: tuple[SubscriptionId, int, int], listener: Listener
) -> Events:
    """What was told after a number, at most so many; `page` = subscription, number, limit. Rights are asked again."""
    of, after, limit = page
    rows = await _rows(db, of, after, limit)
    shown = [row for row in rows if may_see(About.model_validate(row["about"]), listener)]
    last = rows[-1]["number"] if rows else after
    return Events(items=tuple(cloud_event(tenant, row) for row in shown), next=sequence(last))


async def log_after(db: AsyncConnection, page: tuple[SubscriptionId, int, int], reader: Listener | None) -> Deliveries:
    """The delivery log after a number; without a `reader` of what is told, neither subjects nor bodies are shown."""
    of, after, limit = page
    rows = await _rows(db, of, after, limit + 1)
    tried = await _attempts(db, [row["delivery"] for row in rows])
    shown = [row for row in rows[:limit] if _is_shown(row, reader)]
    more = rows[limit - 1]["number"] if len(rows) > limit else None
    return Deliveries(items=tuple(_line(row, tried[row["delivery"]], reader) for row in shown), next=more)


async def _rows(db: AsyncConnection, of: SubscriptionId, after: int, limit: int) -> Sequence[RowMapping]:
    asked = select(deliveries, _WAITS.label("waits")).where(_D.subscription == of, _D.number > after)
    return (await db.execute(asked.order_by(_D.number).limit(limit))).mappings().all()


async def _attempts(db: AsyncConnection, of: Collection[UUID]) -> dict[UUID, list[RowMapping]]:
    asked = select(attempts).where(attempts.c.delivery.in_(of)).order_by(attempts.c.round, attempts.c.n)
    tried: dict[UUID, list[RowMapping]] = defaultdict(list)
    for row in (await db.execute(asked)).mappings():
        tried[row["delivery"]].append(row)
    return tried


def _is_shown(row: RowMapping, reader: Listener | None) -> bool:
    return may_see(About.model_validate(row["about"]), reader) if reader else not row["accusation"]


def _line(row: RowMapping, tried: Sequence[RowMapping], reader: Listener | None) -> DeliveryView:
    return DeliveryView(
        number=row["number"],
        sequence=sequence(row["number"]),
        fact=row["fact"],
        type=row["fact_type"],
        subject=row["subject"] if reader else None,
        at=row["at"],
        state=_state(row),
        acknowledged_at=row["acknowledged_at"],
        attempts=tuple(_attempt(one, with_body=reader is not None) for one in tried),
    )


def _state(row: RowMapping) -> State:
    if row["waits"]:
        return "failing" if row["failing"] else "waiting"
    return "acknowledged" if row["posted"] else "unposted"


def _attempt(row: RowMapping, with_body: bool) -> AttemptView:
    as_they_are = ("round", "n", "milliseconds", "status", "error")
    body = row["body"] if with_body else None
    return AttemptView(**{name: row[name] for name in as_they_are}, at=row["began_at"], body=body)
