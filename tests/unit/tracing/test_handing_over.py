"""Spans reach a collector over HTTP as OpenTelemetry has them; one that is away is hardly noticed."""

import logging
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from shared import clock, tracing
from shared.collector import Recording, export
from tests.collecting import Collector, collecting
from tests.followed import ABOVE, TRACE, TRACEPARENT

STOP_SECONDS = 8
"""What is left of the time for a stop when a service has drained."""


@pytest.fixture
def loggers() -> Iterator[None]:
    """Those of others stay as they were."""
    theirs, way = logging.getLogger("opentelemetry"), logging.getLogger("urllib3")
    before = list(theirs.handlers), theirs.propagate, way.level
    yield
    theirs.handlers, theirs.propagate, way.level = before


def followed_by(url: str, monkeypatch: pytest.MonkeyPatch) -> Recording:
    """This process, as the ledger, followed by whoever is there."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
    return export("ledger")


def noted(recording: Recording) -> float:
    """A step is taken, and the process stops; in how many seconds."""
    tracing.span("append", "internal", TRACEPARENT, district="shifan", position=7).end()
    tracing.follow(None)
    began = clock.ticking()
    recording.close()
    return clock.ticking() - began


@pytest.mark.usefixtures("loggers")
def test_a_span_arrives_as_it_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with collecting(Collector()) as collector:
        noted(followed_by(collector.url, monkeypatch))
    (span,) = collector.spans
    assert (span.step, span.kind, span.trace, span.parent) == (("ledger", "append"), "internal", TRACE, ABOVE)
    assert span.attributes == {"minqing.district": "shifan", "minqing.position": "7"}
    assert collector.resources[0]["service.namespace"] == "minqing"


@pytest.mark.usefixtures("loggers")
def test_a_collector_that_is_away_holds_up_no_stop_and_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with collecting(Collector()) as collector:
        nobody = collector.url
    with capture_logs() as lines:
        seconds = noted(followed_by(nobody, monkeypatch))
    assert seconds < STOP_SECONDS
    assert [line["event"] for line in lines] == ["the collector takes no spans"]
