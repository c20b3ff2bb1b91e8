"""When a district is quiet."""

from typing import Any  # readings are JSON

from shared.messaging.quiet import restless


def _reading(service: str, head: int, facts: int, *consumers: dict[str, Any], **more: int) -> dict[str, Any]:
    return {"service": service, "head": head, "facts": facts, "consumers": list(consumers), "due": 0, **more}


def _at(producer: str, position: int, fact: int, name: str = "register") -> dict[str, Any]:
    return {"name": name, "producer": producer, "position": position, "fact": fact}


def test_it_is_quiet_when_everybody_is_at_the_heads() -> None:
    ledger = _reading("ledger", 9, 7, _at("ledger", 9, 7, "visits"))
    casework = _reading("casework", 0, 0, _at("ledger", 8, 7))  # another service's other events are not waited for
    assert restless([ledger, casework]) == []


def test_it_is_not_quiet_while_a_service_has_not_read_its_own_log() -> None:
    assert restless([_reading("ledger", 9, 7, _at("ledger", 8, 7, "visits"))]) == ["ledger: visits at 8 of 9 in ledger"]


def test_it_is_not_quiet_while_a_fact_was_not_heard() -> None:
    ledger, casework = _reading("ledger", 9, 9), _reading("casework", 0, 0, _at("ledger", 9, 7))
    assert restless([ledger, casework]) == ["casework: register at 7 of 9 in ledger"]


def test_it_is_not_quiet_while_something_is_due_or_pending() -> None:
    assert restless([_reading("notify", 0, 0, due=2, pending=1)]) == ["notify: 2 due", "notify: 1 pending"]


def test_a_producer_that_was_not_asked_is_not_waited_for() -> None:
    assert restless([_reading("casework", 0, 0, _at("ledger", 0, 0))]) == []
