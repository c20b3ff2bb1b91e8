"""A projection's statements as the driver takes them: compiled once, then sent with many parameters (design 6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # parameters are whatever the columns take

from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler

_DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
_MANY = 2000


@dataclass(frozen=True)
class Prepared:
    """A statement's text, and how each of its places is filled: by name, by a constant, through a conversion."""

    sql: str
    places: Sequence[tuple[str, Any, Callable[[Any], Any] | None]]

    def filled(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        """The arguments in the statement's order. Raises KeyError for a missing one."""
        return tuple(
            (convert(value) if convert else value)
            for value, convert in (
                (parameters[name] if constant is _ASKED else parameters.get(name, constant), convert)
                for name, constant, convert in self.places
            )
        )


_ASKED = object()  # a place that only a parameter can fill


class Statements:
    """The statements of some projections, for one translation of their schemas."""

    def __init__(self, translation: Mapping[str, str]) -> None:
        self._translation = dict(translation)
        self._known: dict[tuple[Executable, frozenset[str]], Prepared] = {}

    def prepared(self, statement: Executable, names: frozenset[str]) -> Prepared:
        """The statement for parameters of these names. Raises TypeError for one that cannot be sent many times."""
        found = self._known.get((statement, names))
        if found is None:
            assert len(self._known) < _MANY, "statements are constants of their module, not made per event"
            found = self._known[statement, names] = self._compiled(statement, names)
        return found

    def _compiled(self, statement: Executable, names: frozenset[str]) -> Prepared:
        compiled = statement.compile(  # type: ignore[attr-defined]  # every executable that is not a plain string
            dialect=_DIALECT,
            column_keys=sorted(names),
            for_executemany=True,
            schema_translate_map=self._translation,
            render_schema_translate=True,
        )
        if compiled.post_compile_params or compiled.prefetch:
            raise TypeError("a projection's statement has neither IN of a list (use = ANY) nor defaults made in Python")
        return Prepared(compiled.string, tuple(_place(compiled, name) for name in compiled.positiontup or ()))


def _place(compiled: SQLCompiler, name: str) -> tuple[str, Any, Callable[[Any], Any] | None]:
    bind = compiled.binds[name]
    constant = _ASKED if bind.required else bind.effective_value
    convert: Any = compiled._bind_processors.get(name)  # the dialect's own conversions: of JSON, of arrays
    return name, constant, convert
