"""What a subscription was told, as its unit may see it now, and what became of each delivery."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import RowMapping, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.events.sight import About, Listener, keeps, may_see, pulls
from services.notify.projections.attempts import attempts
from services.notify.projections.deliveries import deliveries, outbox
from services.notify.projections.subscriptions import subscriptions
from services.notify.queries.cloudevents import cloud_event, sequence
from services.notify.queries.routing import listener
from services.notify.queries.views import AttemptView, Deliveries, DeliveryView, Events, State
from shared import directory
from shared.errors import NotFound
from shared.ids import SubscriptionId
from shared.viewer import Viewer

_D, _O, _S = deliveries.c, outbox.c, subscriptions.c
_WAITS = exists().where(_O.subscription == _D.subscription, _O.number == _D.number)


@dataclass(frozen=True)
class Span:
    """A page of a subscription's deliveries: after a number, at most so many."""

    subscription: SubscriptionId
    after: int
    limit: int


async def events_after(db: AsyncConnection, viewer: Viewer, span: Span) -> Events:
    """What was told, as far as the asker and the unit may see it now. Raises NotFound for who reads none of it."""
    reader = await _reader(db, viewer, span.subscription)
    if reader is None:
        raise NotFound("not-found")
    rows = await _rows(db, span)
    shown = [row for row in rows if may_see(About.model_validate(row["about"]), reader)]
    last = rows[-1]["number"] if rows else span.after
    return Events(items=tuple(cloud_event(viewer.tenant, row) for row in shown), next=sequence(last))


async def log_after(db: AsyncConnection, viewer: Viewer, span: Span) -> Deliveries:
    """The delivery log, with neither subjects nor answers for who keeps it without reading it. Raises NotFound."""
    kept = (await db.execute(select(_S.unit, _S.kind).where(_S.subscription == span.subscription))).first()
    if kept is None or not keeps(viewer, kept.unit, kept.kind):
        raise NotFound("not-found")
    reader = await _reader(db, viewer, span.subscription)
    rows = await _rows(db, replace(span, limit=span.limit + 1))
    tried = await _attempts(db, [row["delivery"] for row in rows])
    shown = [row for row in rows[: span.limit] if _is_shown(row, reader)]
    more = rows[span.limit - 1]["number"] if len(rows) > span.limit else None
    return Deliveries(items=tuple(_line(row, tried[row["delivery"]], reader) for row in shown), next=more)


async def _reader(db: AsyncConnection, viewer: Viewer, of: SubscriptionId) -> Listener | None:
    """The unit as one that is told, for somebody who reads it; None for anybody else."""
    row = (await db.execute(select(_S.unit, _S.kind).where(_S.subscription == of))).first()
    if row is None or not pulls(viewer, row.unit, row.kind):
        return None
    return await listener(db, row.unit, beside=await directory.side(db, viewer))


async def _rows(db: AsyncConnection, span: Span) -> Sequence[RowMapping]:
    theirs = (_D.subscription == span.subscription, _D.number > span.after)
    asked = select(deliveries, _WAITS.label("waits")).where(*theirs).order_by(_D.number).limit(span.limit)
    return (await db.execute(asked)).mappings().all()


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
