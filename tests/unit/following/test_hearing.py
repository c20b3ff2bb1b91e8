"""What the bell rang, in a run of the chain; and what is no fact."""

from dataclasses import replace
from typing import Any  # a CloudEvent is JSON
from uuid import UUID

import pytest
from pydantic import ValidationError

from shared.eventstore.pages import Place
from shared.messaging.heard import Link, link_of
from shared.messaging.window import Window

STORE = UUID(int=1)


def _hash(position: int) -> str:
    return f"{position:064x}"


def _event(position: int, previous: int) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "datacontenttype": "application/json",
        "id": str(UUID(int=position)),
        "source": "/districts/shifan/ledger",
        "type": "minqing.ledger.coin-put.v1",
        "subject": "jar/a",
        "time": "2010-11-01T08:00:00+08:00",
        "tenant": "shifan",
        "store": str(STORE),
        "position": position,
        "hash": _hash(position),
        "previous": previous,
        "previoushash": _hash(previous),
        "correlationid": "visit-1",
        "data": {"jar": "罐"},
    }


def _link(position: int, previous: int) -> Link:
    return link_of(_event(position, previous))


def _place(position: int, hash: str | None = None) -> Place:
    at = bytes.fromhex(hash or _hash(position))
    return Place(position, at, position, at)


def _after(window: Window, position: int) -> list[int]:
    return [link.said.envelope.position for link in window.after(_place(position))]


def test_a_cloud_event_becomes_what_a_follower_reads() -> None:
    link = _link(5, 3)
    said = link.said
    assert (said.envelope.position, said.envelope.stream, said.envelope.version, said.envelope.actor) == (
        5,
        "jar/a",
        0,
        "",
    )
    assert said.envelope.occurred.isoformat() == "2010-11-01T00:00:00+00:00"
    assert (said.event, said.fact) == (None, ("ledger.coin-put.v1", '{"jar":"罐"}'))
    assert said.carried() == {"correlationid": "visit-1"}
    assert (link.previous, link.previous_hash.hex()) == (3, _hash(3))


@pytest.mark.parametrize(
    "changed",
    [
        {"specversion": "0.3"},
        {"type": "other.thing.v1"},
        {"hash": "xyz"},
        {"previous": None},
        {"position": "many"},
        {"tenant": "Not A District"},
        {"data": [1]},
        {"time": "yesterday"},
    ],
)
def test_what_is_not_as_agreed_is_no_fact(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        link_of(_event(5, 3) | changed)


def test_whoever_stands_in_the_run_reads_on_from_it() -> None:
    window = Window()
    for position, previous in ((2, 0), (3, 2), (7, 3)):
        window.add(_link(position, previous))
    assert (_after(window, 0), _after(window, 2), _after(window, 7)) == ([2, 3, 7], [3, 7], [])
    assert window.end == 7


def test_whoever_stands_elsewhere_gets_nothing_from_it() -> None:
    window = Window()
    window.add(_link(7, 5))
    assert (_after(window, 3), _after(window, 4), _after(window, 5)) == ([], [], [7])


def test_another_hash_at_the_readers_place_gets_nothing_from_it() -> None:
    window = Window()
    window.add(_link(7, 5))
    assert window.after(_place(5, _hash(99))) == []


def test_a_gap_begins_the_run_anew_and_older_facts_are_passed_over() -> None:
    window = Window()
    for position, previous in ((1, 0), (3, 2), (2, 1), (1, 0)):
        window.add(_link(position, previous))
    assert (_after(window, 0), _after(window, 2)) == ([], [3])


def test_what_the_feed_says_goes_before_what_was_rung_beyond_it() -> None:
    window = Window()
    window.add(_link(5, 4))
    window.replace([_link(3, 2), _link(4, 3)])
    assert _after(window, 2) == [3, 4, 5]


def test_a_fact_of_another_store_does_not_go_on_the_run() -> None:
    window = Window()
    window.add(_link(1, 0))
    window.add(replace(_link(2, 1), store=UUID(int=2)))
    assert (_after(window, 0), _after(window, 1)) == ([], [2])


def test_the_run_is_bounded() -> None:
    window = Window()
    for position in range(1, 5001):
        window.add(_link(position, position - 1))
    assert _after(window, 1000) == []
    assert len(window.after(_place(4000))) == 500
    assert _after(window, 4990) == list(range(4991, 5001))
