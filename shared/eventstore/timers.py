"""Timers: due times as a read model on the district's clock, fired as commands, each once (design 6, 7)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, DateTime, Index, MetaData, Table, Text

from shared.change import tenant_column
from shared.decider import Command
from shared.eventstore.projections import Projection


def timer_table(metadata: MetaData) -> Table:
    """The single table of a timer projection: what is due when. `n` tells the rungs of a rule apart."""
    return Table(
        "timers",
        metadata,
        tenant_column(),
        Column("stream", Text, primary_key=True),
        Column("rule", Text, primary_key=True),
        Column("n", BigInteger, primary_key=True),
        Column("due", DateTime(timezone=True), nullable=False),
        Index(None, "tenant", "due"),
    )


@dataclass(frozen=True, eq=False)
class Timers:
    """A timer projection, and the pure function from a due timer (rule, stream, n, due) to its command."""

    projection: Projection
    fire: Callable[[str, str, int, datetime], Command]

    @property
    def table(self) -> Table:
        """The one table of the projection."""
        (table,) = self.projection.metadata.sorted_tables
        return table
