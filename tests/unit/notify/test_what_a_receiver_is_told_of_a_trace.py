"""A receiver may know which request of which trace it gets, but for an accusation's: nobody joins those to others."""

from dataclasses import replace

from services.notify.messaging.desk import traced
from shared import tracing
from tests.followed import TRACEPARENT, followed
from tests.unit.notify.test_the_courier import posting

DISPUTE, ACCUSATION = posting(1), replace(posting(2), accusation=True)


def test_the_request_of_a_delivery_names_its_span() -> None:
    with followed(), tracing.span("POST to a receiver", "client", TRACEPARENT) as span:
        assert traced(DISPUTE, span) == {"traceparent": span.traceparent}


def test_the_request_of_an_accusations_delivery_names_nothing() -> None:
    with followed(), tracing.span("POST to a receiver", "client", TRACEPARENT) as span:
        assert traced(ACCUSATION, span) == {}


def test_where_nobody_follows_no_request_names_anything() -> None:
    assert traced(DISPUTE, tracing.UNFOLLOWED) == {}
