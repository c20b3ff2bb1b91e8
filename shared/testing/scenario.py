"""Given what happened, when this is asked, then that follows: a decider's rules in the domain's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, TypeVar  # a decider's command and state are its own

from shared.decider import Decider
from shared.errors import DomainError
from shared.event import Event

E = TypeVar("E", bound=Event)


def given(decider: Decider[Any, Any, E], *events: E) -> "Given[E]":
    """A stream with this past."""
    return Given(decider, events)


@dataclass(frozen=True)
class Given(Generic[E]):
    """A stream's past."""

    decider: Decider[Any, Any, E]
    events: Sequence[E]

    @property
    def state(self) -> Any:
        """What the rules know of the stream now."""
        return reduce(self.decider.evolve, self.events, self.decider.initial)

    def when(self, command: Any) -> "When[E]":
        """Ask for something."""
        assert isinstance(command, self.decider.commands), f"{type(command).__name__} is not for this decider"
        return When(self, command)


@dataclass(frozen=True)
class When(Generic[E]):
    """What was asked of a stream; nothing is decided before somebody wants to know."""

    past: Given[E]
    command: Any

    @property
    def events(self) -> Sequence[E]:
        """What follows; raises what the rules raise."""
        return tuple(self.past.decider.decide(self.command, self.past.state))

    def then(self, *events: E) -> Given[E]:
        """Exactly these events follow (none: it was already so); the stream goes on with them."""
        followed = self.events
        assert followed == events, f"not what follows:\n  {list(followed)}\nbut expected was\n  {list(events)}"
        return Given(self.past.decider, (*self.past.events, *events))

    def then_raises(self, no: type[DomainError], code: str | None = None, rule: str | None = None) -> DomainError:
        """The rules say no, in this word, with this code, naming this rule; returns what they said."""
        said = self._no(no)
        assert said is not None, f"nothing was refused, but followed: {list(self.events)}"
        assert code in (None, said.code), f"{said.code!r} was said, not {code!r}"
        assert rule in (None, said.rule), f"{said.rule!r} was named, not {rule!r}"
        return said

    def _no(self, no: type[DomainError]) -> DomainError | None:
        try:
            _ = self.events
        except no as said:
            return said
        return None
