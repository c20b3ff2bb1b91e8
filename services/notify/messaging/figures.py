"""What became of requests to receivers, and how long deliveries waited, as Prometheus figures (docs/metrics.md)."""

from datetime import datetime

from prometheus_client import Counter, Histogram

from services.notify.adapters.webhook import Answer
from shared import clock

_WAITS = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 24 * 3600)
"""From at once to a receiver that was away for a day: pauses double, and are five minutes at most by default."""

REQUESTS = Counter("minqing_delivery_requests", "Requests to receivers by what came of them", ["outcome"])
WAITED = Histogram(
    "minqing_delivery_wait_seconds",
    "From what a delivery tells of to its receiver's 2xx, the first sending; sandboxes left out",
    buckets=_WAITS,
)

_AS_SAID = ("timeout", "secret-erased")


def outcome_of(answer: Answer) -> str:
    """What came of a request in a word of a short list; never a receiver's own."""
    if answer.is_taken:
        return "acknowledged"
    if answer.is_gone:
        return "gone"
    if answer.status is not None:
        return f"answered-{answer.status // 100}xx"
    if answer.error and answer.error.startswith("target-"):
        return "barred"
    return answer.error if answer.error in _AS_SAID else "unreachable"


def note_request(answer: Answer, queued: datetime | None) -> None:
    """What came of a request for a delivery; `queued` by the wall's clock, None where that says nothing of a wait."""
    REQUESTS.labels(outcome_of(answer)).inc()
    if answer.is_taken and queued:
        WAITED.observe(max(0.0, (clock.now() - queued).total_seconds()))
