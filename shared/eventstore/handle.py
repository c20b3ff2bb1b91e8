"""The one command handler of the repository (design 3): read, decide, append; a lost race is decided again."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import reduce
from typing import Any, TypeVar  # a service's deciders differ in command, state and event

from shared import clock, tracing
from shared.decider import Command, Decider
from shared.errors import DomainError, Refused, VersionConflict
from shared.event import Event
from shared.eventstore import figures
from shared.eventstore.codec import NO_UPCASTERS, Upcaster
from shared.eventstore.postgres import Announce, PostgresStreams, say_nothing
from shared.eventstore.rows import Busy, EventLog
from shared.eventstore.streams import Context, Receipt, Streams
from shared.logs import Work
from shared.tracing import Span

C = TypeVar("C", bound=Command)
S = TypeVar("S")
E = TypeVar("E", bound=Event)

__all__ = ["RE_DECISIONS", "Busy", "Handling", "handle"]

RE_DECISIONS = 5


async def handle(streams: Streams[E], decider: Decider[C, S, E], stream: str, command: C, context: Context) -> Receipt:
    """Carry out one command on one stream, once however often it is sent.

    Raises Refused or NotFound from the rules, VersionConflict when the stream moved on meanwhile or is not at
    the version that the context expects.
    """
    if decider.blind:
        return await streams.append(stream, None, decider.decide(command, decider.initial), context)
    past = await streams.read(stream, context)
    if past.receipt:
        return past.receipt  # sent twice, done once
    state = reduce(decider.evolve, past.events, decider.initial)
    if context.expected not in (None, past.version):
        with suppress(Refused, VersionConflict):
            decider.decide(command, state)  # NotFound first: what is not for the asker has no version either
        raise VersionConflict("version-conflict", expected=context.expected, version=past.version)
    return await streams.append(stream, past.version, decider.decide(command, state), context)


class Handling:
    """Gives each command of a service to its decider. The deciders' commands must be distinct classes."""

    def __init__(
        self,
        log: EventLog,
        deciders: Iterable[Decider[Any, Any, Any]],
        announce: Announce = say_nothing,
        upcasters: Mapping[str, Upcaster] = NO_UPCASTERS,
    ) -> None:
        self._known: dict[type, tuple[Decider[Any, Any, Any], PostgresStreams[Any]]] = {}
        for decider in deciders:
            streams = PostgresStreams(log, decider, announce, upcasters)
            for command in decider.commands:
                assert command not in self._known, f"two deciders answer {command.__name__}"
                self._known[command] = decider, streams

    def is_blind(self, command: Command) -> bool:
        """Whether it is appended whatever its stream holds, so that others for that stream need not wait for it."""
        return self._known[type(command)][0].blind

    async def __call__(self, command: Command, context: Context) -> Receipt:
        """Handle a command, deciding again up to five times when others were quicker.

        Raises Busy after that; with `context.expected`, a conflict is the asker's to solve: VersionConflict.
        """
        name, tenant, id_ = type(command).__name__, context.tenant, context.command_id
        about = tracing.About(district=tenant, command=name, command_id=id_)
        with (
            Work(tenant, id_, context.traceparent),
            tracing.span(f"handle {name}", "internal", context.traceparent, **about) as span,
        ):
            return await self._noted(command, context.below(span), span)

    async def _noted(self, command: Command, context: Context, span: Span) -> Receipt:
        began, outcome = clock.ticking(), "failed"
        try:
            receipt = await self._handled(command, context)
            outcome = receipt.status
        except DomainError as error:
            outcome = figures.outcome_of(error)
            raise
        finally:
            span.note(outcome=outcome)
            figures.note_command(type(command).__name__, outcome, clock.ticking() - began)
        return receipt

    async def _handled(self, command: Command, context: Context) -> Receipt:
        decider, streams = self._known[type(command)]
        if context.expected is not None:
            return await handle(streams, decider, command.stream, command, context)
        for _ in range(1 + RE_DECISIONS):
            try:
                return await handle(streams, decider, command.stream, command, context)
            except Busy:
                raise
            except VersionConflict:
                figures.RACES_LOST.labels(type(command).__name__).inc()
        raise Busy("busy")
