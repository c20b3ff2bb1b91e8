"""Does a read model say what its log says? A fresh fold must equal the live tables, row for row (G6)."""

from dataclasses import dataclass

from shared.eventstore.connect import Database
from shared.eventstore.pages import Source
from shared.eventstore.projections import Projection
from shared.ids import Tenant


@dataclass(frozen=True)
class Verdict:
    """What was compared; `table` and `key` name the first difference, if there is one, as do the two rows."""

    position: int
    rows: int
    table: str | None = None
    key: str | None = None
    live: str | None = None
    fresh: str | None = None

    @property
    def equal(self) -> bool:
        """Whether the tables are what the log says."""
        return self.table is None


async def verify(database: Database, source: Source, projection: Projection, tenant: Tenant) -> Verdict:
    """Fold the district's log afresh into a scratch schema, up to the live tables' place, and compare."""
    raise NotImplementedError
