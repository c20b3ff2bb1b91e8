"""What a subscription was told, as its unit may see it now, and what became of each delivery."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import RowMapping, Subquery, exists, func, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.events.sight import About, Listener, keeps, may_see, pulls
from services.notify.projections.attempts import attempts
from services.notify.projections.deliveries import deliveries, outbox
from services.notify.projections.subscriptions import subscriptions
from services.notify.queries.cloudevents import cloud_event, sequence
from services.notify.queries.routing import belongs, listener
from services.notify.queries.views import AttemptView, Deliveries, DeliveryView, Events, State
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
    """What was told, as far as the unit may see it now. Raises NotFound for who does not read it."""
    reader = await _reader(db, viewer, span.subscription)
    if reader is None:
        raise NotFound("not-found")
    rows = await _rows(db, span, reads=True)
    shown = [row for row in rows if may_see(About.model_validate(row["about"]), reader)]
    last = rows[-1]["number"] if rows else span.after
    return Events(items=tuple(cloud_event(viewer.tenant, row) for row in shown), next=sequence(last))


async def log_after(db: AsyncConnection, viewer: Viewer, span: Span) -> Deliveries:
    """The delivery log, with neither subjects nor answers for who keeps it without reading it. Raises NotFound."""
    kept = (await db.execute(select(_S.unit, _S.kind).where(_S.subscription == span.subscription))).first()
    if kept is None or not keeps(viewer, kept.unit, kept.kind):
        raise NotFound("not-found")
    reader = await _reader(db, viewer, span.subscription)
    rows = await _rows(db, replace(span, limit=span.limit + 1), reads=reader is not None)
    tried = await _attempts(db, [row["delivery"] for row in rows])
    shown = [row for row in rows[: span.limit] if _is_shown(row, reader)]
    more = rows[span.limit - 1]["counted"] if len(rows) > span.limit else None
    return Deliveries(items=tuple(_line(row, tried[row["delivery"]], reader) for row in shown), next=more)


async def to_replay(db: AsyncConnection, viewer: Viewer, of: SubscriptionId, first: int) -> tuple[int, int]:
    """From the delivery that the log shows the asker under a number to the newest one; as asked if there is none."""
    log = _log(of, reads=await _reader(db, viewer, of) is not None)
    number = await db.scalar(select(log.c.number).where(log.c.counted == first))
    if number is None:
        return first, await db.scalar(select(func.max(log.c.counted))) or 0
    return number, await db.scalar(select(func.max(_D.number)).where(_D.subscription == of)) or 0


async def _reader(db: AsyncConnection, viewer: Viewer, of: SubscriptionId) -> Listener | None:
    """The unit as one that is told, for somebody who reads all that it is told; None for anybody else."""
    row = (await db.execute(select(_S.unit, _S.kind).where(_S.subscription == of))).first()
    if row is None or not pulls(viewer, row.unit, row.kind) or not await belongs(db, viewer, row.unit, row.kind):
        return None
    return await listener(db, row.unit)


def _log(of: SubscriptionId, reads: bool) -> Subquery:
    """Deliveries under the number that the asker is shown; who does not read them counts no accusation, without a gap.

    A gap would tell how many there are, and when each came (decision 11).
    """
    counted = _D.number if reads else func.row_number().over(order_by=_D.number)
    asked = select(deliveries, _WAITS.label("waits"), counted.label("counted")).where(_D.subscription == of)
    return (asked if reads else asked.where(not_(_D.accusation))).subquery("log")


async def _rows(db: AsyncConnection, span: Span, reads: bool) -> Sequence[RowMapping]:
    log = _log(span.subscription, reads)
    asked = select(log).where(log.c.counted > span.after).order_by(log.c.counted).limit(span.limit)
    return (await db.execute(asked)).mappings().all()


async def _attempts(db: AsyncConnection, of: Collection[UUID]) -> dict[UUID, list[RowMapping]]:
    asked = select(attempts).where(attempts.c.delivery.in_(of)).order_by(attempts.c.round, attempts.c.n)
    tried: dict[UUID, list[RowMapping]] = defaultdict(list)
    for row in (await db.execute(asked)).mappings():
        tried[row["delivery"]].append(row)
    return tried


def _is_shown(row: RowMapping, reader: Listener | None) -> bool:
    return reader is None or may_see(About.model_validate(row["about"]), reader)


def _line(row: RowMapping, tried: Sequence[RowMapping], reader: Listener | None) -> DeliveryView:
    return DeliveryView(
        number=row["counted"],
        sequence=sequence(row["counted"]),
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
