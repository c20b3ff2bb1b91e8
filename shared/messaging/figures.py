"""What followers tell of themselves as Prometheus figures."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any  # a standing is JSON

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from shared.eventstore.figures import Asked
from shared.messaging.producer import Producer
from shared.messaging.reports import Lag, consumers_of, lag_of

_PARKED = "Keys that wait for a person, of what this process moves: 0 on a stand-by, so sum over replicas"
_LABELS = ("follower", "producer")  # never the district: whoever reads figures belongs to none
Labels = tuple[str, str]


class FollowerFigures(Asked):
    """Lag, parked keys and stops of all followers, read when they are asked for."""

    def __init__(self, producers: Callable[[], Iterable[Producer]]) -> None:
        self._producers = producers

    def collect(self) -> Iterable[Metric]:
        """The figures of this moment."""
        lag = GaugeMetricFamily("minqing_follower_lag_seconds", "How long behind, where it is longest", labels=_LABELS)
        behind = GaugeMetricFamily("minqing_follower_lag_positions", "How far behind, of all districts", labels=_LABELS)
        parked = GaugeMetricFamily("minqing_follower_parked_keys", _PARKED, labels=_LABELS)
        stopped = GaugeMetricFamily("minqing_follower_stopped", "Districts whose log is another", labels=_LABELS)
        for producer in self._producers():
            for labels, lags in _lags(producer).items():
                lag.add_metric(labels, max(each.seconds for each in lags))
                behind.add_metric(labels, sum(each.behind for each in lags))
            for labels, standings in _standings(producer).items():
                parked.add_metric(labels, sum(each["parked"] for each in standings))
                stopped.add_metric(labels, sum(each["stopped"] for each in standings))
        return lag, behind, parked, stopped


def _lags(producer: Producer) -> dict[Labels, list[Lag]]:
    everywhere: dict[Labels, list[Lag]] = defaultdict(list)
    for one in lag_of(producer):
        everywhere[one.follower, one.producer].append(one)
    return everywhere


def _standings(producer: Producer) -> dict[Labels, list[dict[str, Any]]]:
    everywhere: dict[Labels, list[dict[str, Any]]] = defaultdict(list)
    for tenant in list(producer.lanes):
        for each in consumers_of(producer, tenant):
            everywhere[each["name"], each["producer"]].append(each)
    return everywhere
