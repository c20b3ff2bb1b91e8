"""Hands spans to a collector over OTLP/HTTP: the one module that knows OpenTelemetry (docs/traces.md)."""

import logging
from asyncio import CancelledError
from collections.abc import Iterator
from importlib.metadata import version
from threading import Thread
from typing import Unpack

import structlog
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, TraceFlags

from shared import clock, tracing
from shared.errors import DomainError
from shared.eventstore.places import Overtaken
from shared.tracing import About, Kind, Named, Parent

_ANSWER_SECONDS = 5.0
_LAST_SECONDS = 3.0  # how long a stop waits for what is still to be handed over
_QUIET_SECONDS = 60.0
_FAILED = 500
_NO_FAILURES = (DomainError, CancelledError, Overtaken)
"""A rule's "no", a reader who has left or a stop, a page that another process took in."""

log = structlog.get_logger(__name__)

WHO_HANDS_OVER = ("opentelemetry.exporter", "opentelemetry.sdk._shared_internal", "opentelemetry.sdk.trace.export")
"""The loggers of exporter and queue, whose lines say that spans are not taken, and quote what the collector says."""
NAMES = {
    "district": "minqing.district",
    "command": "minqing.command",
    "command_id": "minqing.command.id",
    "outcome": "minqing.command.outcome",
    "event_id": "minqing.event.id",
    "event_type": "minqing.event.type",
    "position": "minqing.position",
    "producer": "minqing.producer",
    "follower": "minqing.follower",
    "service": "peer.service",
    "subscription": "minqing.subscription",
    "number": "minqing.delivery.number",
    "method": "http.request.method",
    "route": "http.route",
    "status": "http.response.status_code",
    "error": "error.type",
}
"""What the parts of `About` are called on the wire: OpenTelemetry's own words where it has one."""
_KINDS: dict[Kind, SpanKind] = {
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
    "internal": SpanKind.INTERNAL,
    "producer": SpanKind.PRODUCER,
    "consumer": SpanKind.CONSUMER,
}


class Recorded(Named):
    """A span that goes to the collector. Of an error it tells the kind alone: what it says may quote what was sent."""

    def __init__(self, span: trace.Span) -> None:
        super().__init__(traceparent_of(span.get_span_context()))
        self._span = span

    def note(self, **about: Unpack[About]) -> None:
        """Tell more of it; an error, or a status of 500 and above, says that it failed."""
        self._span.set_attributes(_attributes(about))
        if "error" in about or about.get("status", 0) >= _FAILED:
            self._span.set_status(trace.StatusCode.ERROR)

    def named(self, name: str) -> None:
        """Call it otherwise than when it began."""
        self._span.update_name(name)

    def end(self, error: BaseException | None = None) -> None:
        """It is done; a rule's "no" is an answer like any other."""
        if not self._span.is_recording():
            return
        if error is not None and not isinstance(error, _NO_FAILURES):
            self.note(error=type(error).__qualname__)
        self._span.end()


class Recording:
    """Takes down the spans of one service's process."""

    def __init__(self, service: str, exporter: SpanExporter) -> None:
        release = version("minqing")
        told = {"service.namespace": "minqing", "service.name": service, "service.version": release}
        self._provider = TracerProvider(resource=Resource.create(told), shutdown_on_exit=False)  # adds the instance
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("minqing", release)

    def __call__(self, name: str, kind: Kind, parent: Parent | None, about: About) -> tracing.Span:
        """A span that has begun; one that the sampler leaves out has a name all the same, and hands that on."""
        context = _below(parent) if parent else Context()
        span = self._tracer.start_span(
            name,
            context,
            _KINDS[kind],
            _attributes(about),
            record_exception=False,
            set_status_on_exception=False,
        )
        if not span.get_span_context().is_valid:  # OTEL_SDK_DISABLED
            return tracing.UNFOLLOWED
        return Recorded(span) if span.is_recording() else Named(traceparent_of(span.get_span_context()))

    def close(self) -> None:
        """Hand over what is left, unless that takes long: a collector that is away, or slow, holds up no stop."""
        last = Thread(target=self._provider.shutdown, daemon=True)
        last.start()
        last.join(_LAST_SECONDS)


class Sparingly(logging.Handler):
    """Says at most once a minute that spans are not taken; never what the exporter says, which quotes its collector."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said = -_QUIET_SECONDS

    def emit(self, record: logging.LogRecord) -> None:
        """Pass over what comes within a minute."""
        if clock.ticking() - self._said >= _QUIET_SECONDS:
            self._said = clock.ticking()
            log.warning("the collector takes no spans", source=record.name)


def export(service: str) -> Recording:
    """Follow this process: where to, and which traces, the SDK reads from the environment (OTEL_…)."""
    sparingly = Sparingly()
    for theirs in map(logging.getLogger, WHO_HANDS_OVER):
        theirs.handlers, theirs.propagate = [sparingly], False
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # the way to the collector, each time it is gone
    recording = Recording(service, OTLPSpanExporter(timeout=_ANSWER_SECONDS))
    tracing.follow(recording)
    return recording


def traceparent_of(context: SpanContext) -> str:
    """How a span is named to what follows from it; of the flags, the one that all versions of the format have."""
    sampled = context.trace_flags & TraceFlags.SAMPLED
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{sampled:02x}"


def _below(parent: Parent) -> Context:
    flags = TraceFlags(TraceFlags.SAMPLED)
    above = SpanContext(int(parent.trace, 16), int(parent.span, 16), is_remote=True, trace_flags=flags)
    return trace.set_span_in_context(NonRecordingSpan(above), Context())


def _attributes(about: About) -> dict[str, str | int]:
    return dict(_told(about))


def _told(about: About) -> Iterator[tuple[str, str | int]]:
    for name, value in about.items():
        yield NAMES[name], value if isinstance(value, int) else str(value)
