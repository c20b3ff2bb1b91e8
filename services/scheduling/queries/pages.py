"""A page of a list: after which line it starts, and how many lines it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")
L = TypeVar("L")


@dataclass(frozen=True)
class Start(Generic[K]):
    """`after` names the last line of the page before; None for the first page."""

    after: K | None
    limit: int

    @property
    def one_more(self) -> int:
        """How many lines to read to know whether there is another page."""
        return self.limit + 1


def cut(found: Sequence[L], start: Start[K]) -> tuple[list[L], L | None]:
    """The lines of the page, and its last one if there is another page."""
    lines = list(found[: start.limit])
    return lines, lines[-1] if len(found) > start.limit else None
