"""A span tells the program's own words and ids, below the one that a traceparent names, and no word of anybody's."""

import logging
from asyncio import CancelledError

import pytest
from opentelemetry.trace import StatusCode
from structlog.testing import capture_logs

from shared import clock, tracing
from shared.collector import NAMES, Sparingly
from shared.errors import Refused
from shared.eventstore.places import Overtaken
from tests.followed import TRACE, TRACEPARENT, UNSAMPLED, above, context_of, followed, named

SECRET = "安靖户主老秦 13900001234"
NO_TRACEPARENTS = (
    "",
    SECRET,
    f"00-{'0' * 32}-b7ad6b7169203331-01",
    f"00-{TRACE}-{'0' * 16}-01",
    f"ff-{TRACE}-b7ad6b7169203331-01",
    f"00-{TRACE.upper()}-b7ad6b7169203331-01",
    f"{TRACEPARENT}-{SECRET}",
)


def test_without_a_follower_a_step_has_no_name_and_changes_nothing() -> None:
    with tracing.span("append", "internal", TRACEPARENT) as span:
        assert span is tracing.UNFOLLOWED
        assert tracing.here().traceparent == ""


def test_a_span_is_below_the_one_that_a_traceparent_names() -> None:
    with followed() as spans, tracing.span("append", "internal", TRACEPARENT, position=7) as span:
        handed_on = span.traceparent
    append = spans["append"]
    assert (above(append), named(append)) == (TRACEPARENT, handed_on)
    assert dict(append.attributes or {}) == {"minqing.position": 7}


def test_within_a_span_its_task_stands_there_and_afterwards_where_it_was() -> None:
    with followed() as spans, tracing.first("POST", "server"):
        outer = tracing.here().traceparent
        with tracing.span("append", "internal", tracing.here().traceparent):
            assert tracing.here().traceparent != outer
        assert tracing.here().traceparent == outer
    assert above(spans["append"]) == named(spans["POST"])
    assert spans["POST"].parent is None


@pytest.mark.parametrize("sent", [*NO_TRACEPARENTS, UNSAMPLED])
def test_what_is_no_traceparent_or_is_not_sampled_is_followed_by_nobody(sent: str) -> None:
    with followed() as spans, tracing.span("append", "internal", sent) as span:
        assert span.traceparent == ""
    assert spans == {}


@pytest.mark.parametrize("sent", NO_TRACEPARENTS)
def test_what_is_no_traceparent_is_of_no_trace(sent: str) -> None:
    assert tracing.trace_of(sent) == ""
    assert tracing.trace_of(TRACEPARENT) == TRACE


def test_a_trace_that_the_sampler_leaves_out_is_left_out_by_whoever_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    with followed() as spans, tracing.first("POST", "server") as span:
        assert span.traceparent.endswith("-00")
        assert tracing.here() is span
        assert tracing.span("append", "internal", span.traceparent) is tracing.UNFOLLOWED
    assert spans == {}


def test_an_error_is_told_by_its_kind_alone() -> None:
    with followed() as spans, pytest.raises(ValueError, match=SECRET), tracing.span("append", "internal", TRACEPARENT):
        raise ValueError(SECRET)
    append = spans["append"]
    assert (append.status.status_code, append.status.description, append.events) == (StatusCode.ERROR, None, ())
    assert dict(append.attributes or {}) == {"error.type": "ValueError"}


@pytest.mark.parametrize("no", [Refused("closed"), CancelledError(), Overtaken("read models")])
def test_a_rules_no_and_what_was_broken_off_are_no_failures(no: BaseException) -> None:
    with followed() as spans, pytest.raises(type(no)), tracing.span("handle Note", "internal", TRACEPARENT):
        raise no
    assert (spans["handle Note"].status.status_code, spans["handle Note"].attributes) == (StatusCode.UNSET, {})


def test_where_the_sdk_is_switched_off_a_step_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    with followed() as spans, tracing.first("POST", "server") as span:
        assert (span, tracing.here().traceparent) == (tracing.UNFOLLOWED, "")
    assert spans == {}


def test_a_status_from_500_on_is_a_failure() -> None:
    with followed() as spans:
        for status in (404, 503):
            with tracing.span(str(status), "server", TRACEPARENT) as span:
                span.note(status=status)
    assert [spans[name].status.status_code for name in ("404", "503")] == [StatusCode.UNSET, StatusCode.ERROR]


def test_steps_taken_as_one_end_with_it_and_fail_with_it() -> None:
    with (
        followed() as spans,
        pytest.raises(ConnectionError),
        tracing.together([tracing.span(name, "producer", TRACEPARENT) for name in ("one", "two")]),
    ):
        raise ConnectionError(SECRET)
    assert [spans[name].attributes for name in ("one", "two")] == [{"error.type": "ConnectionError"}] * 2


def test_a_span_that_has_ended_is_changed_by_nothing() -> None:
    with followed() as spans, tracing.span("POST", "server", TRACEPARENT) as span:
        span.end()
        span.end(ValueError("later"))
    assert spans["POST"].attributes == {}


def test_the_process_says_which_it_is() -> None:
    with followed("casework") as spans, tracing.first("POST", "server"):
        pass
    told = spans["POST"].resource.attributes
    assert (told["service.namespace"], told["service.name"]) == ("minqing", "casework")
    assert told["service.version"]
    assert told["service.instance.id"]
    assert context_of(spans["POST"]).is_valid


def test_whatever_a_span_may_tell_has_a_name_and_nothing_else_has() -> None:
    assert NAMES.keys() == tracing.About.__annotations__.keys()


async def test_whoever_stops_hands_over_the_last_spans_and_is_followed_no_more() -> None:
    with followed() as spans:
        async with tracing.closed_after():
            tracing.first("POST", "server").end()
        assert not tracing.is_followed()
    assert "POST" in spans


def test_a_collector_that_is_away_is_one_line_a_minute_without_a_word_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds, theirs = 1000.0, logging.Logger("opentelemetry.exporter")
    monkeypatch.setattr(clock, "ticking", lambda: seconds)
    theirs.addHandler(Sparingly())
    line = {"event": "the collector takes no spans", "log_level": "warning", "source": "opentelemetry.exporter"}
    with capture_logs() as lines:
        for seconds in (1000.0, 1001.0, 1059.9, 1060.0, 1061.0):
            theirs.error("Failed to export spans batch, reason: %s", SECRET)
            assert lines == [line] * (1 if seconds < 1060 else 2)
