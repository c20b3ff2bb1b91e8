"""A file that was checked: what its rows ask for, what follows for others, and what is wrong."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from shared.decider import Command
from shared.ids import Tenant, imported
from shared.web.imports import Fault, Report, Row

C = TypeVar("C", bound=Command)
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Checked(Generic[C]):
    """`rows` in the order of the file; `besides` describe things that stand below changed ones; `known` by id."""

    rows: Sequence[tuple[UUID, C]]
    besides: Sequence[C]
    known: Mapping[UUID, C]
    faults: Sequence[Fault]

    def foreseen(self) -> Report:
        """What carrying it out would do."""
        before = [(self.known.get(thing), command) for thing, command in self.rows]
        new = sum(known is None for known, _ in before)
        same = sum(known == command for known, command in before)
        return Report(rows=len(before), new=new, same=same, changed=len(before) - new - same)


@dataclass(frozen=True)
class Tree:
    """Who stands below whom, in the file and in what was known before it."""

    parents: Mapping[UUID, UUID | None]

    def path(self, thing: UUID) -> tuple[UUID, ...]:
        """From the top to the thing; empty for one that stands below itself."""
        path = [thing]
        while (above := self.parents.get(path[-1])) is not None:
            if above in path:
                return ()
            path.append(above)
        return tuple(reversed(path))

    def check(self, row: Row, thing: UUID, no_such: str) -> None:
        """Note a parent that is nowhere, or below the thing itself."""
        parent = self.parents[thing]
        if parent is not None and parent not in self.parents:
            row.fault("parent", no_such, value=row.optional("parent"))
        elif not self.path(thing):
            row.fault("parent", "import-circle", value=row.optional("parent"))


def ids_of(tenant: Tenant, kind: str, rows: Iterable[Row]) -> list[tuple[UUID, Row]]:
    """The rows with the ids that their codes give them; a row without a code has its fault already."""
    return [(imported(tenant, kind, code), row) for row in rows if (code := row.optional("code"))]


def id_in(row: Row, column: str, of: Callable[[str], T]) -> T | None:
    """The id of the thing that a cell names by its code, None for an empty cell."""
    code = row.optional(column)
    return of(code) if code else None
