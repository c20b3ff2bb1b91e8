"""From what was said to what is sent: equal statements over different keys together, each key's in order (design 6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any  # parameters are whatever the columns take

from sqlalchemy.sql.base import Executable

from shared.change import Change


@dataclass
class Batch:
    """One statement for many parameters of the same names, to be sent in this order."""

    statement: Executable
    names: frozenset[str]
    parameters: list[Mapping[str, Any]] = field(default_factory=list)


@dataclass
class Plan:
    """The batches of a page, in the order in which they are sent."""

    batches: list[Batch] = field(default_factory=list)
    _last_of_key: dict[str, int] = field(default_factory=dict)
    _last_of_kind: dict[tuple[int, frozenset[str]], int] = field(default_factory=dict)

    def add(self, changes: Iterable[Change]) -> None:
        """Put each change into the newest batch of its statement, unless its key has gone past that one."""
        for key, statement, parameters in changes:
            kind = id(statement), frozenset(parameters)
            index = self._last_of_kind.get(kind, -1)
            if index < self._last_of_key.get(key, 0):
                index = len(self.batches)
                self.batches.append(Batch(statement, kind[1]))
                self._last_of_kind[kind] = index
            self.batches[index].parameters.append(parameters)
            self._last_of_key[key] = index
