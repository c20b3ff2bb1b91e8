"""What the log and those who read it tell of their work as Prometheus figures; docs/metrics.md explains each.

No label ever bears a district, a person, a subject or any value that somebody entered.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import REGISTRY, Collector

from shared.errors import DomainError, VersionConflict
from shared.eventstore.rows import Busy

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
"""From a commit on a quick disk to the patience with a lost database; close together where a person begins to wait."""

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
"""Doubling: a group holds 256 at most, a page 500."""

APPEND_SECONDS = Histogram(
    "minqing_append_seconds", "From a caller's append to its answer, waiting for its group included", buckets=SECONDS
)
GROUP_REQUESTS = Histogram("minqing_append_group_requests", "Appends that travelled as one call", buckets=SIZES)
COMMAND_SECONDS = Histogram(
    "minqing_command_seconds", "From a command to its answer, deciding again included", ["command"], buckets=SECONDS
)
COMMANDS = Counter("minqing_commands", "Commands by what became of them", ["command", "outcome"])
RACES_LOST = Counter("minqing_command_races_lost", "Decisions that came too late", ["command"])
RELAY_FACTS = Histogram("minqing_relay_facts", "Facts that were rung in one pass over a district", buckets=SIZES)
PAGE_EVENTS = Histogram(
    "minqing_follower_page_events", "Events or facts of a page taken in", ["producer", "kind"], buckets=SIZES
)
PAGE_SECONDS = Histogram(
    "minqing_follower_page_seconds", "How long taking in a page took", ["producer", "kind"], buckets=SECONDS
)


def outcome_of(error: DomainError) -> str:
    """A "no" to a command in a word."""
    if isinstance(error, Busy):
        return "busy"
    return "conflict" if isinstance(error, VersionConflict) else "refused"


def note_command(command: str, outcome: str, seconds: float) -> None:
    """What became of a command, and how long it took."""
    COMMANDS.labels(command, outcome).inc()
    COMMAND_SECONDS.labels(command).observe(seconds)


def note_page(page: tuple[str, str], events: int, seconds: float) -> None:
    """A page was taken in: whose log it was of, and by which kind of followers (`models`, `policy`)."""
    PAGE_EVENTS.labels(*page).observe(events)
    PAGE_SECONDS.labels(*page).observe(seconds)


class Asked(Collector):
    """Figures that are read when somebody asks for them."""

    def register(self) -> None:
        """Show them among the process's figures."""
        REGISTRY.register(self)

    def unregister(self) -> None:
        """Show them no more."""
        REGISTRY.unregister(self)

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: several services may share a process in tests."""
        return ()


@dataclass(frozen=True)
class Ringing:
    """Whether this process leads, how old the oldest event is that it has still to ring, and how many there are."""

    leads: bool
    seconds: float
    positions: int


class RelayFigures(Asked):
    """How far the bell is behind the log."""

    def __init__(self, now: Callable[[], Ringing]) -> None:
        self._now = now

    def collect(self) -> Iterable[Metric]:
        """The figures of this moment."""
        now = self._now()
        yield _gauge("minqing_relay_leads", "Whether this process rings the bell: one of a service does", now.leads)
        yield _gauge("minqing_relay_lag_seconds", "Age of the oldest event not rung; 0 on a stand-by", now.seconds)
        yield _gauge("minqing_relay_lag_positions", "Events of the log not rung; 0 on a stand-by", now.positions)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)
