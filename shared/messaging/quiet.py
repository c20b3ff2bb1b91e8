"""When is a district quiet? What GET /positions of all services say together (design 7)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any  # readings are JSON

Reading = Mapping[str, Any]
"""The body of GET /positions of one service and district.

`head` and `facts` are the positions of its log's last event and last fact; each of its `consumers` says how far it has
read its producer's log: `position` as looked at, `fact` as the last fact taken in.
"""


def restless(readings: Sequence[Reading]) -> list[str]:
    """What is still under way, in words; empty when all consumers are at their producers' heads and nothing is due.

    Two readings of which this is empty and whose heads are equal make the district quiet. Consumers of another service
    are measured by its facts: they hear of nothing else at once.
    """
    producers = {reading["service"]: reading for reading in readings}
    busy: list[str] = []
    for reading in readings:
        service = reading["service"]
        busy += [f"{service}: {reading[what]} {what}" for what in ("due", "pending") if reading.get(what)]
        busy += [f"{service}: {words}" for words in _behind(service, reading["consumers"], producers)]
    return busy


def _behind(service: str, consumers: Iterable[Reading], producers: Mapping[str, Reading]) -> Iterable[str]:
    for one in consumers:
        producer = producers.get(one["producer"])
        if producer is None:
            continue
        own = one["producer"] == service
        at, end = (one["position"], producer["head"]) if own else (one["fact"], producer["facts"])
        if at < end:
            yield f"{one['name']} at {at} of {end} in {one['producer']}"
