"""The courier's desk: the outbox as the log stands, one attempt at a delivery, and what the log says of it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.adapters import attempts
from services.notify.adapters.signing import signed
from services.notify.adapters.webhook import Answer, Poster
from services.notify.commands.delivery import Acknowledge, NoteFailing, Numbered
from services.notify.commands.subscription import PauseAsGone
from services.notify.events.delivery import delivery_stream, queue_stream
from services.notify.messaging import figures
from services.notify.messaging.pace import Pace, pause
from services.notify.queries import outbox
from services.notify.queries.outbox import Lane, Posting
from shared import clock, tracing
from shared.eventstore.clocks import Clocks
from shared.eventstore.streams import Context
from shared.ids import Tenant, policy_command
from shared.tracing import Span
from shared.web.ports import Ports, reading

_NAME = "deliver"
_LEADER = 7233195  # session lock of the one courier of a database
_CATCH_UP_SECONDS = 5.0
_SHOWN_LATER_SECONDS = 1.0


Noted = Acknowledge | NoteFailing | PauseAsGone


@dataclass(frozen=True)
class Came:
    """What came of a request: the answer, which request of its sending it was, when by the district's clock."""

    answer: Answer
    number: int
    at: datetime


@dataclass(frozen=True)
class OutboxDesk:
    """One district's outbox after the other, over a service's ports."""

    ports: Ports
    poster: Poster
    pace: Pace

    @asynccontextmanager
    async def leading(self, lost: Callable[[], None]) -> AsyncIterator[Callable[[], bool] | None]:
        """Lead while inside, by a session lock: of several processes one posts."""
        connection = await self.ports.database.connect()
        connection.add_termination_listener(lambda _: lost())
        try:
            leads = await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LEADER)
            yield (lambda: not connection.is_closed()) if leads else None
        finally:
            connection.terminate()

    async def districts(self) -> list[Tenant]:
        """All districts that have a log here."""
        return [head.tenant for head in await self.ports.log.heads()]

    async def lanes(self, tenant: Tenant, most: int) -> list[Lane]:
        """Those with something to be posted, as the log now stands."""
        head = await self.ports.log.head(tenant)
        await self.ports.following.reached(tenant, head.position, _CATCH_UP_SECONDS)
        async with self._reading(tenant) as db:
            return await outbox.lanes(db, most)

    async def next_of(self, tenant: Tenant, lane: Lane) -> Posting | None:
        """The next delivery of a lane."""
        async with self._reading(tenant) as db:
            return await outbox.next_of(db, tenant, lane)

    async def pending(self, tenant: Tenant) -> int:
        """How many deliveries of a district are still to be posted."""
        async with self._reading(tenant) as db:
            return await outbox.pending(db)

    async def attempt(self, tenant: Tenant, posting: Posting) -> float:
        """Post it once, unless the log has it as acknowledged: a read model may be behind, and none goes out twice."""
        if await self._is_acknowledged(tenant, posting):
            return _SHOWN_LATER_SECONDS
        which = posting.delivery, posting.round
        sandbox = await Clocks(self.ports.database.pool).sandbox(tenant)
        at = sandbox or clock.now()
        queued_by = await self._queued_by(tenant, posting)  # before the attempt is counted: it may fail
        async with self.ports.database.transaction(tenant) as db:
            begun = await attempts.begin(db, *which)
        if begun.taken:
            return await self._conclude(tenant, posting, Came(Answer(0, begun.taken), begun.number, at))
        answer = await self._post(tenant, posting, at, queued_by)
        figures.note_request(answer, None if sandbox or posting.round else posting.queued)
        async with self.ports.database.transaction(tenant) as db:
            await attempts.end(db, (*which, begun.number), answer)
        return await self._conclude(tenant, posting, Came(answer, begun.number, at))

    async def _post(self, tenant: Tenant, posting: Posting, at: datetime, queued_by: str) -> Answer:
        sealed = [posting.secret]
        if posting.former_secret and posting.former_until and at < posting.former_until:
            sealed.append(posting.former_secret)
        secrets = [await self.ports.keys.open(tenant, one) for one in sealed]
        if None in secrets:
            return Answer(0, error="secret-erased")
        headers = signed(posting.webhook_id, clock.now(), posting.body, secrets)
        with _span(tenant, posting, queued_by) as span:
            answer = await self.poster.post(posting.url, {**headers, **traced(posting, span)}, posting.body)
            note(span, answer)
        return answer

    async def _queued_by(self, tenant: Tenant, posting: Posting) -> str:
        """The `traceparent` of the command that queued a delivery, where somebody follows."""
        if not tracing.is_followed():
            return ""
        return await self.ports.log.traceparent(tenant, queue_stream(posting.subscription), posting.number)

    async def _conclude(self, tenant: Tenant, posting: Posting, came: Came) -> float:
        if came.answer.is_taken:
            await self._tell(tenant, _acknowledgement_of(posting), _acknowledge(posting, came))
            return 0
        if came.answer.is_gone:
            id_ = policy_command(posting.delivery, _NAME, f"gone/{posting.round}/{came.number}")
            await self._tell(tenant, id_, PauseAsGone(posting.subscription, came.at))
            return 0
        if came.number >= self.pace.failing_after:
            id_ = policy_command(posting.delivery, _NAME, "failing")
            await self._tell(tenant, id_, NoteFailing(_numbered(posting), came.number, came.at))
        return pause(self.pace, came.number)

    async def _tell(self, tenant: Tenant, command_id: UUID, command: Noted) -> None:
        """Give a command to its decider, and wait until the outbox shows what followed."""
        receipt = await self.ports.handling(command, Context(tenant, command_id, f"policy:notify/{_NAME}", command.at))
        await self.ports.following.reached(tenant, receipt.last, _CATCH_UP_SECONDS)

    async def _is_acknowledged(self, tenant: Tenant, posting: Posting) -> bool:
        stream = delivery_stream(posting.delivery)
        stored = await self.ports.log.read_stream(tenant, stream, _acknowledgement_of(posting))
        return stored.receipt is not None

    @asynccontextmanager
    async def _reading(self, tenant: Tenant) -> AsyncIterator[AsyncConnection]:
        async with self.ports.database.transaction(tenant) as connection:
            yield await connection.execution_options(**reading(self.ports))


def _span(tenant: Tenant, posting: Posting, queued_by: str) -> Span:
    """One request to a receiver, below the command that queued the delivery."""
    return tracing.span(
        "POST to a receiver",
        "client",
        queued_by,
        district=tenant,
        event_id=posting.delivery,
        event_type=posting.fact_type,
        subscription=posting.subscription,
        number=posting.number,
        method="POST",
    )


def note(span: Span, answer: Answer) -> None:
    """What came of a request; one that was not taken has failed."""
    if answer.status:
        span.note(status=answer.status)
    if not answer.is_taken:
        span.note(error=answer.error or str(answer.status))


def traced(posting: Posting, span: Span) -> dict[str, str]:
    """What tells a receiver which request of which trace this is.

    Of an accusation nothing does: those who are told of one request could join what each of them knows of it.
    """
    return {"traceparent": span.traceparent} if span.traceparent and not posting.accusation else {}


def _numbered(posting: Posting) -> Numbered:
    return Numbered(
        posting.delivery,
        posting.subscription,
        posting.unit,
        posting.number,
        posting.fact_type,
        posting.campaign,
    )


def _acknowledge(posting: Posting, came: Came) -> Acknowledge:
    assert came.answer.status is not None, "what was taken was answered"
    return Acknowledge(_numbered(posting), came.number, came.at, posting.round, came.answer.status)


def _acknowledgement_of(posting: Posting) -> UUID:
    return policy_command(posting.delivery, _NAME, f"acknowledge/{posting.round}")
