"""A process that is followed for a while, and what was taken down of it, for tests without a collector."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace as tracing_api
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared import tracing
from shared.collector import Recording, traceparent_of

TRACE, ABOVE = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE}-{ABOVE}-01"
UNSAMPLED = f"00-{TRACE}-{ABOVE}-00"


@contextmanager
def followed(service: str = "ledger") -> Iterator[dict[str, ReadableSpan]]:
    """Spans by name, there once the block has ended; of equal names the last that ended."""
    exporter, found = InMemorySpanExporter(), dict[str, ReadableSpan]()
    recording = Recording(service, exporter)
    tracing.follow(recording)
    try:
        yield found
    finally:
        tracing.follow(None)
        recording.close()
        found |= {span.name: span for span in exporter.get_finished_spans()}


def named(span: ReadableSpan) -> str:
    """Its `traceparent`."""
    return traceparent_of(context_of(span))


def context_of(span: ReadableSpan) -> tracing_api.SpanContext:
    """Which span it is."""
    context = span.get_span_context()
    assert context is not None
    return context


def above(span: ReadableSpan) -> str:
    """The `traceparent` of the span that it is below."""
    assert span.parent is not None
    return traceparent_of(span.parent)
