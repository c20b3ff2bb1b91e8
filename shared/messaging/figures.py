"""What followers tell of themselves as Prometheus figures."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any  # a standing is JSON

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import REGISTRY, Collector

from shared.messaging.producer import Producer
from shared.messaging.reports import consumers_of, lag_of

_LABELS = ("follower", "producer")  # never the district: whoever reads figures belongs to none
Labels = tuple[str, str]


class FollowerFigures(Collector):
    """Lag, parked keys and stops of all followers, read when they are asked for."""

    def __init__(self, producers: Callable[[], Iterable[Producer]]) -> None:
        self._producers = producers

    def register(self) -> None:
        """Show them among the process's figures."""
        REGISTRY.register(self)

    def unregister(self) -> None:
        """Show them no more."""
        REGISTRY.unregister(self)

    def collect(self) -> Iterable[Metric]:
        """The figures of this moment."""
        lag = GaugeMetricFamily("minqing_follower_lag_seconds", "How long behind, where it is longest", labels=_LABELS)
        parked = GaugeMetricFamily("minqing_follower_parked_keys", "Keys that wait for a person", labels=_LABELS)
        stopped = GaugeMetricFamily("minqing_follower_stopped", "Districts whose log is another", labels=_LABELS)
        for producer in self._producers():
            for labels, seconds in _longest_lags(producer).items():
                lag.add_metric(labels, seconds)
            for labels, standings in _standings(producer).items():
                parked.add_metric(labels, sum(each["parked"] for each in standings))
                stopped.add_metric(labels, sum(each["stopped"] for each in standings))
        return lag, parked, stopped

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: several services may share a process in tests."""
        return ()


def _longest_lags(producer: Producer) -> dict[Labels, float]:
    longest: dict[Labels, float] = defaultdict(float)
    for one in lag_of(producer):
        labels = (one.follower, one.producer)
        longest[labels] = max(longest[labels], one.seconds)
    return longest


def _standings(producer: Producer) -> dict[Labels, list[dict[str, Any]]]:
    everywhere: dict[Labels, list[dict[str, Any]]] = defaultdict(list)
    for tenant in list(producer.lanes):
        for each in consumers_of(producer, tenant):
            everywhere[each["name"], each["producer"]].append(each)
    return everywhere
