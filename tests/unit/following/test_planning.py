"""Equal statements over different keys go as one; what happens to one key keeps its order (design 6)."""

from typing import Any  # parameters are whatever the columns take

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.sql.base import Executable

from shared.eventstore.plan import Plan

ADD, DROP, NOTE = text("add"), text("drop"), text("note")


def _sent(plan: Plan) -> list[tuple[Executable, list[Any]]]:
    return [(batch.statement, [parameters["n"] for parameters in batch.parameters]) for batch in plan.batches]


def _planned(*changes: tuple[str, Executable, int]) -> Plan:
    plan = Plan()
    plan.add((key, statement, {"n": n}) for key, statement, n in changes)
    return plan


def test_equal_statements_over_different_keys_go_as_one() -> None:
    assert _sent(_planned(("a", ADD, 1), ("b", ADD, 2), ("c", ADD, 3))) == [(ADD, [1, 2, 3])]


def test_a_later_key_joins_an_earlier_batch() -> None:
    plan = _planned(("a", ADD, 1), ("a", DROP, 2), ("b", ADD, 3), ("b", DROP, 4))
    assert _sent(plan) == [(ADD, [1, 3]), (DROP, [2, 4])]


def test_the_order_of_a_key_is_kept_when_its_statements_alternate() -> None:
    plan = _planned(("a", ADD, 1), ("a", DROP, 2), ("a", ADD, 3))
    assert _sent(plan) == [(ADD, [1]), (DROP, [2]), (ADD, [3])]


def test_the_same_statement_for_the_same_key_stays_in_order_within_its_batch() -> None:
    assert _sent(_planned(("a", ADD, 1), ("a", ADD, 2))) == [(ADD, [1, 2])]


def test_parameters_of_other_names_are_another_batch() -> None:
    plan = Plan()
    plan.add([("a", ADD, {"n": 1}), ("b", ADD, {"m": 2})])
    assert len(plan.batches) == 2


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([ADD, DROP, NOTE])), max_size=60))
def test_whatever_comes_each_key_sees_its_own_order_and_nothing_is_lost(changes: list[tuple[str, Executable]]) -> None:
    numbered = [(key, statement, n) for n, (key, statement) in enumerate(changes)]
    sent = [n for _, numbers in _sent(_planned(*numbered)) for n in numbers]
    assert sorted(sent) == list(range(len(changes)))
    for key in "abcd":
        own = [n for of, _, n in numbered if of == key]
        assert [n for n in sent if n in own] == own
