"""四本账: the books of a place as they are now, and their lines between the positions that a filing holds."""

from collections.abc import Sequence
from typing import Any  # rows by their columns
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Table, any_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.events.books import BookLine, Positions, Source
from services.ledger.projections.books import lines
from services.ledger.projections.filings import filings
from services.ledger.projections.resolved import resolved
from services.ledger.queries.lines import Book, Reader, books_shown
from services.ledger.queries.sight import ALL, PLACES_OF_CAMPAIGNS, READ_WORDS, Seer, seen_by
from services.ledger.queries.views import Named
from services.ledger.queries.wording import Opener
from shared.directory.tables import campaigns, places
from shared.errors import NotFound
from shared.ids import CampaignId, PlaceId

START = Positions(ledger=0, casework=0)
_END = Positions(ledger=2**63 - 1, casework=2**63 - 1)
_LINE = tuple(name for name in BookLine.model_fields if name != "source")


class Wanted(BaseModel):
    """Which lines: of a campaign (the newest of the place if none is named); `unfiled`: that no filing holds yet."""

    model_config = ConfigDict(extra="forbid")

    campaign: CampaignId | None = None
    unfiled: bool = False


class Books(BaseModel):
    """The four books of a place in a campaign."""

    campaign: UUID
    place: Named
    books: list[Book]


async def live(db: AsyncConnection, seer: Seer, place: PlaceId, wanted: Wanted, opener: Opener) -> Books:
    """The books as they are. Raises NotFound for a place that is not to be seen.

    Whoever does not read words sees the lines alone: what is filed is for the district office, not what is not yet.
    """
    row = await _shown(db, seer, place, wanted.campaign)
    after = await filed_until(db, row.campaign, place) if wanted.unfiled else START
    found = await read(db, row.campaign, place, after, _END)
    reader = Reader(opener if row.reads else None, frozenset())
    shown = await books_shown(db, found, reader, row.name)
    return Books(campaign=row.campaign, place=Named(id=place, name=row.name), books=shown)


async def _shown(db: AsyncConnection, seer: Seer, place: PlaceId, campaign: CampaignId | None) -> Any:
    reads: ColumnElement[bool] = seen_by(seer, PLACES_OF_CAMPAIGNS, *READ_WORDS)
    asked = (
        select(campaigns.c.campaign, places.c.name, reads.label("reads"))
        .join(places, places.c.place == any_(campaigns.c.places))
        .where(places.c.place == place, seen_by(seer, PLACES_OF_CAMPAIGNS, *ALL))
        .order_by(campaigns.c.begins.desc(), campaigns.c.campaign)
    )
    if campaign is not None:
        asked = asked.where(campaigns.c.campaign == campaign)
    row = (await db.execute(asked)).first()
    if row is None:
        raise NotFound("not-found")
    return row


async def filed_until(
    db: AsyncConnection, campaign: CampaignId, place: PlaceId, besides: UUID | None = None
) -> Positions:
    """Up to where the place's filings hold its lines, `besides` left out; the start if none was filed."""
    asked = select(func.max(filings.c.ledger_until), func.max(filings.c.casework_until)).where(
        filings.c.campaign == campaign, filings.c.place == place, filings.c.filing != (besides or UUID(int=0))
    )
    ledger, casework = (await db.execute(asked)).one()
    return Positions(ledger=ledger or 0, casework=casework or 0)


async def read(
    db: AsyncConnection, campaign: CampaignId, place: PlaceId, after: Positions, until: Positions
) -> tuple[BookLine, ...]:
    """The lines of all four books whose events lie after one pair of positions, up to another; by day and position."""
    own = await _read(db, lines, campaign, place, (after.ledger, until.ledger))
    others = await _read(db, resolved, campaign, place, (after.casework, until.casework))
    return tuple(sorted((*own, *others), key=lambda line: (line.at, line.source.service, line.source.position)))


async def _read(
    db: AsyncConnection, table: Table, campaign: CampaignId, place: PlaceId, span: tuple[int, int]
) -> Sequence[BookLine]:
    c = table.c
    asked = select(table).where(c.campaign == campaign, c.place == place, c.position > span[0], c.position <= span[1])
    service = "casework" if table is resolved else "ledger"
    return [_line(row, service) for row in (await db.execute(asked)).mappings()]


def _line(row: Any, service: str) -> BookLine:
    source = Source.model_validate({"service": service, "position": row["position"], "event": row["event"]})
    return BookLine.model_validate({**{name: row[name] for name in _LINE}, "source": source})
