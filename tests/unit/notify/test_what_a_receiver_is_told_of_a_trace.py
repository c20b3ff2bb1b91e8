"""A receiver may know which request of which trace it gets, but for an accusation's: nobody joins those to others."""

from dataclasses import replace

import pytest
from opentelemetry.trace import StatusCode

from services.notify.adapters.webhook import Answer
from services.notify.messaging.desk import note, traced
from shared import tracing
from tests.followed import TRACEPARENT, followed
from tests.unit.notify.test_the_courier import posting

STATUS = "http.response.status_code"
DISPUTE, ACCUSATION = posting(1), replace(posting(2), accusation=True)


def test_the_request_of_a_delivery_names_its_span() -> None:
    with followed(), tracing.span("POST to a receiver", "client", TRACEPARENT) as span:
        assert traced(DISPUTE, span) == {"traceparent": span.traceparent}


def test_the_request_of_an_accusations_delivery_names_nothing() -> None:
    with followed(), tracing.span("POST to a receiver", "client", TRACEPARENT) as span:
        assert traced(ACCUSATION, span) == {}


@pytest.mark.parametrize(
    ("answer", "told", "status"),
    [
        (Answer(5, 204), {STATUS: 204}, StatusCode.UNSET),
        (Answer(5, 307), {STATUS: 307, "error.type": "307"}, StatusCode.ERROR),
        (Answer(5, 404), {STATUS: 404, "error.type": "404"}, StatusCode.ERROR),
        (Answer(5, 503), {STATUS: 503, "error.type": "503"}, StatusCode.ERROR),
        (Answer(5, error="timeout"), {"error.type": "timeout"}, StatusCode.ERROR),
    ],
)
def test_a_request_that_is_not_taken_has_failed(answer: Answer, told: dict[str, str | int], status: StatusCode) -> None:
    with followed() as spans, tracing.span("POST to a receiver", "client", TRACEPARENT) as span:
        note(span, answer)
    post = spans["POST to a receiver"]
    assert (post.attributes, post.status.status_code) == (told, status)


def test_where_nobody_follows_no_request_names_anything() -> None:
    assert traced(DISPUTE, tracing.UNFOLLOWED) == {}
