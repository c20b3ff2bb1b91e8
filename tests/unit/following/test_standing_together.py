"""Who shares a transaction, which commands go together, and which timers fire in one go."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast  # what is not looked at

from sqlalchemy import MetaData

from shared.envelope import Envelope
from shared.eventstore.due import Due
from shared.eventstore.firing import next_group
from shared.eventstore.pages import Place, Said
from shared.eventstore.parking import Parked
from shared.eventstore.places import Standing
from shared.eventstore.policing import Reaction, waves
from shared.eventstore.projections import Policy, Projection
from shared.ids import Tenant, new_token
from shared.messaging.lane import together
from shared.testing.counter import Note, Noted

SHIFAN = Tenant("shifan")
NOON = datetime(2010, 11, 1, 4, tzinfo=UTC)


def _nothing(said: Any, envelope: Envelope) -> Iterator[Any]:
    return iter(())


def _at(name: str, position: int) -> Standing:
    follower = Projection(name, 1, "casework", (Noted,), MetaData(schema=name), _nothing)
    return Standing(follower, SHIFAN, Place(0, b"", position, b""), position)


def _policy(name: str, position: int) -> Standing:
    policy = Policy(name, "casework", (Noted,), _nothing, starts="zero")
    return Standing(policy, SHIFAN, Place(0, b"", position, b""), position)


def _names(groups: list[list[Standing]]) -> list[list[str]]:
    return [[each.follower.name for each in group] for group in groups]


def test_read_models_near_each_other_go_together_and_each_policy_alone() -> None:
    standings = [_at("a", 900), _policy("p", 900), _at("b", 880), _policy("q", 3)]
    assert _names(together(standings)) == [["a", "b"], ["p"], ["q"]]


def test_a_read_model_far_behind_does_not_hold_up_the_others() -> None:
    assert _names(together([_at("a", 9000), _at("new", 0), _at("b", 9000)])) == [["a", "b"], ["new"]]


def test_new_read_models_begin_together() -> None:
    assert _names(together([_at("a", 0), _at("b", 0)])) == [["a", "b"]]


def _reaction(*streams: str) -> Reaction:
    envelope = Envelope(new_token(), SHIFAN, "heard/1", 0, 1, "", NOON)
    said = Said(envelope, b"", None, None)
    return Reaction(said, [(f"{n}", Note(stream, "")) for n, stream in enumerate(streams)], streams)


def test_commands_for_different_streams_go_together_and_those_of_one_in_order() -> None:
    reactions = [_reaction("a"), _reaction("b"), _reaction("a", "c"), _reaction("d"), _reaction("c")]
    first, second, third = reactions[:2], reactions[2:4], reactions[4:]
    assert list(waves(reactions)) == [first, second, third]


def test_what_is_to_be_parked_stands_in_its_place() -> None:
    first, last = _reaction("a"), _reaction("b")
    unreadable = Parked(_reaction("c").said, ["heard/1"], "KeyError")
    assert list(waves([first, unreadable, last])) == [[first], unreadable, [last]]


def test_at_most_sixteen_go_at_once() -> None:
    reactions = [_reaction(f"s{n}") for n in range(40)]
    assert list(waves(reactions)) == [reactions[:16], reactions[16:32], reactions[32:]]


def _due(minute: int, stream: str, n: int = 1) -> Due:
    return Due(NOON.replace(minute=minute), stream, "remind", n, cast(Any, None))  # the timers are not looked at


def test_timers_of_one_moment_fire_together_one_a_stream() -> None:
    due = sorted([_due(2, "a"), _due(1, "b"), _due(1, "a", 2), _due(1, "a")])
    assert next_group(due) == [_due(1, "a"), _due(1, "b")]
    assert next_group(due[2:]) == [_due(1, "b")]
    assert next_group([]) == []


def test_timers_are_ordered_by_due_time_first() -> None:
    assert sorted([_due(5, "a"), replace(_due(1, "z"), n=9), _due(1, "z")])[0] == _due(1, "z")
