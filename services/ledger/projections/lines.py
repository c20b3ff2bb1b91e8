"""The four books' lines as rows: the same columns for what the ledger and casework say."""

from typing import Any  # parameters are whatever the columns take

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.ledger.events.books import BookLine
from services.ledger.projections.shapes import plain, plains, sealed_column
from shared.change import tenant_column
from shared.ids import CampaignId, PlaceId


def line_table(metadata: MetaData) -> Table:  # long: one line a column
    """A table of lines, by the event each comes from; `position` in the log of that event."""
    return Table(
        "lines",
        metadata,
        tenant_column(),
        Column("event", Uuid, primary_key=True),
        Column("position", BigInteger, nullable=False),
        Column("campaign", Uuid),
        Column("place", Uuid, nullable=False),
        Column("book", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("record", Uuid, nullable=False, index=True),
        Column("n", Integer),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("households", ARRAY(Uuid), nullable=False),
        Column("cadre", Uuid),
        Column("unit", Uuid),
        Column("about", Text),
        Column("subject", Text),
        Column("spans", JSONB, nullable=False),
        Column("figures", JSONB, nullable=False),
        Column("outcome", Text),
        sealed_column("result"),
        Column("was", JSONB, nullable=False, server_default="[]"),
        Index(None, "tenant", "place", "position"),
    )


_TOLD = ("book", "kind", "record", "n", "at", "cadre", "unit", "about", "subject", "outcome")


def line_row(line: BookLine, campaign: CampaignId | None, place: PlaceId) -> dict[str, Any]:
    """A line's values for these columns; a new line has no earlier wording."""
    return {
        **{name: getattr(line, name) for name in _TOLD},
        "event": line.source.event,
        "position": line.source.position,
        "campaign": campaign,
        "place": place,
        "households": list(line.households),
        "spans": plains(line.spans),
        "figures": plains(line.figures),
        "result": plain(line.result),
    }
