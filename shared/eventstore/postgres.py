"""The streams of one kind over a log: events to rows and facts on the way in, rows to events on the way out."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar  # a decider's commands and state do not matter to its streams

from shared import tracing
from shared.decider import Decider
from shared.envelope import Envelope
from shared.event import Event, Fact, wire_form
from shared.eventstore.codec import NO_UPCASTERS, Codec, Upcaster
from shared.eventstore.rows import AppendRequest, EventLog, NewEvent
from shared.eventstore.streams import Context, Past, Receipt
from shared.ids import event_of

E = TypeVar("E", bound=Event)
Announce = Callable[[Any, Envelope], Fact | None]
"""Own event → the fact it says, or None; pure. The envelope has position 0: the log gives it later."""


def say_nothing(event: Event, envelope: Envelope) -> None:
    """The announce of a service without facts."""


class PostgresStreams(Generic[E]):
    """The streams of a decider in a service's log."""

    def __init__(
        self,
        log: EventLog,
        decider: Decider[Any, Any, E],
        announce: Announce = say_nothing,
        upcasters: Mapping[str, Upcaster] = NO_UPCASTERS,
    ) -> None:
        self._log = log
        self._announce = announce
        self._codec: Codec[E] = Codec(decider.events, upcasters)

    async def read(self, stream: str, context: Context) -> Past[E]:
        """The answer stored for the context's command, or the stream's past; see `Streams`."""
        stored = await self._log.read_stream(context.tenant, stream, context.command_id, context.body_mac)
        events = tuple(self._codec.read(type_, text) for type_, text in stored.events)
        return Past(stored.receipt, events, stored.version)

    async def append(self, stream: str, version: int | None, events: Sequence[E], context: Context) -> Receipt:
        """Store the events if the stream is still at `version`; see `Streams`."""
        with tracing.span("append", "internal", context.traceparent, district=context.tenant) as span:
            receipt = await self._log.append(context.tenant, self._request(stream, version, events, context))
            span.note(position=receipt.last, outcome=receipt.status)
        return receipt

    def _request(self, stream: str, version: int | None, events: Sequence[E], context: Context) -> AppendRequest:
        return AppendRequest(
            stream=stream,
            expected=version,
            command_id=context.command_id,
            actor=context.actor,
            occurred=context.occurred,
            events=tuple(
                self._new(event, _envelope(stream, version or 0, index, context)) for index, event in enumerate(events)
            ),
            body_mac=context.body_mac,
            meta=json.dumps(dict(context.meta), ensure_ascii=False, separators=(",", ":")),
        )

    def _new(self, event: E, envelope: Envelope) -> NewEvent:
        fact = self._announce(event, envelope)
        return NewEvent(envelope.id, *wire_form(event), fact=wire_form(fact) if fact else None)


def _envelope(stream: str, version: int, index: int, context: Context) -> Envelope:
    return Envelope(
        id=event_of(context.command_id, index),
        tenant=context.tenant,
        stream=stream,
        version=version + index + 1,
        position=0,
        actor=context.actor,
        occurred=context.occurred,
    )
