"""Spans reach a collector over HTTP as OpenTelemetry has them; one that is away is hardly noticed."""

import logging
import socket
import threading
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from shared import clock, tracing
from shared.collector import WHO_HANDS_OVER, Recording, export
from tests.collecting import Collector, collecting
from tests.followed import ABOVE, TRACE, TRACEPARENT

STOP_SECONDS = 4.5
"""Less than the time that a process has to stop, and than a collector has to answer."""


@pytest.fixture
def loggers() -> Iterator[None]:
    """Those of others stay as they were, once those have given up who were left to themselves."""
    names = (*WHO_HANDS_OVER, "urllib3")
    before = [(each, list(each.handlers), each.propagate, each.level) for each in map(logging.getLogger, names)]
    yield
    for left in threading.enumerate():
        if left.name.startswith("OtelBatch"):
            left.join()
    for each, handlers, propagate, level in before:
        each.handlers, each.propagate, each.level = handlers, propagate, level


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


@pytest.mark.usefixtures("loggers")
def test_a_collector_that_takes_a_connection_and_never_answers_holds_up_no_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert noted(followed_by(f"http://127.0.0.1:{silent.getsockname()[1]}", monkeypatch)) < STOP_SECONDS


@pytest.mark.usefixtures("loggers")
def test_what_opentelemetry_says_of_anything_else_is_told_as_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "a tenth")
    with collecting(Collector()) as collector, capture_logs() as lines:
        noted(followed_by(collector.url, monkeypatch))
    assert [record.name for record in caplog.records] == ["opentelemetry.sdk.trace.sampling"]
    assert lines == []
