"""Behaviour as a value: what a stream starts as, what may be asked of it, what happened to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from shared.event import Event


class Command(Protocol):
    """What may be asked: a frozen dataclass that knows the stream it is for."""

    @property
    def stream(self) -> str:
        """`{kind}/{uuid}`: the stream whose rules answer this command."""
        ...


C = TypeVar("C", bound=Command)
S = TypeVar("S")
E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Decider(Generic[C, S, E]):
    """The rules of one kind of stream: pure, so that a test needs nothing else.

    `commands` and `events` list the classes of both unions: the command handler finds the decider by the
    one, the event store decodes by the other. A `blind` one knows no past: its streams are appended to without
    being read and without an expected version, whoever else writes them (notify's deliveries, design 4).
    """

    initial: S
    decide: Callable[[C, S], Sequence[E]]
    evolve: Callable[[S, E], S]
    commands: tuple[type[C], ...]
    events: tuple[type[E], ...]
    blind: bool = False
