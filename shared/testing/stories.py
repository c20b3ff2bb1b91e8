"""Stories of commands that hypothesis tells of one stream: what comes of them, and whether they lead anywhere."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, TypeVar  # a decider's command and state are its own

from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

from shared.decider import Decider
from shared.errors import DomainError
from shared.event import Event

E = TypeVar("E", bound=Event)
S = TypeVar("S")


def played(decider: Decider[Any, Any, E], commands: Iterable[Any], *past: E) -> list[E]:
    """What has happened after the commands, each decided on what came before; a no changes nothing."""
    happened = list(past)
    for command in commands:
        try:
            happened.extend(decider.decide(command, reduce(decider.evolve, happened, decider.initial)))
        except DomainError:
            continue
    return happened


def reached(stories: SearchStrategy[S], play: Callable[[S], Iterable[Event]]) -> set[type[Event]]:
    """The kinds of events that come of a hundred stories: a property of what never happens holds for nothing."""
    kinds: set[type[Event]] = set()

    @settings(max_examples=100, database=None, derandomize=True)
    @given(stories)
    def telling(story: S) -> None:
        kinds.update(type(event) for event in play(story))

    telling()
    return kinds
