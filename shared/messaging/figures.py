"""What followers tell of themselves as Prometheus figures."""

from collections.abc import Callable, Iterable
from typing import Any  # a standing is JSON

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import REGISTRY, Collector

from shared.messaging.producer import Producer
from shared.messaging.reports import consumers_of, lag_of

_LABELS = ("follower", "producer", "tenant")


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
        lag = GaugeMetricFamily("minqing_follower_lag_seconds", "How long a follower has been behind", labels=_LABELS)
        parked = GaugeMetricFamily("minqing_follower_parked_keys", "Keys that wait for a person", labels=_LABELS)
        stopped = GaugeMetricFamily("minqing_follower_stopped", "1: not the log that was read", labels=_LABELS)
        for producer in self._producers():
            for one in lag_of(producer):
                lag.add_metric((one.follower, one.producer, one.tenant), one.seconds)
            for labels, each in _standings(producer):
                parked.add_metric(labels, each["parked"])
                stopped.add_metric(labels, float(each["stopped"]))
        return lag, parked, stopped

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: several services may share a process in tests."""
        return ()


def _standings(producer: Producer) -> Iterable[tuple[tuple[str, str, str], dict[str, Any]]]:
    for tenant in list(producer.lanes):
        for each in consumers_of(producer, tenant):
            yield (each["name"], each["producer"], tenant), each
