"""What a filing is about to hold, and what goes before its receipt's number."""

from dataclasses import dataclass
from typing import Any  # a row of a filing

from sqlalchemy import any_, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.events.books import Positions, Reading
from services.ledger.projections.filings import filings
from services.ledger.projections.resolved import RESOLVED
from services.ledger.queries.books import filed_until, read
from shared.directory.tables import places
from shared.ids import CampaignId, FilingId, PlaceId

FROM_CASEWORK = RESOLVED
_RECORD = "备"  # 备案


@dataclass(frozen=True)
class ToFile:
    """The books as they are read for a filing; `earlier`: the period before that was not yet filed."""

    books: Reading
    earlier: str | None


async def to_file(db: AsyncConnection, filing: FilingId, until: Positions) -> ToFile | None:
    """The lines since the place's filing before this one; a later version reads the span of version 1 again."""
    row = (await db.execute(select(filings).where(filings.c.filing == filing))).one_or_none()
    if row is None:
        return None
    campaign, place = CampaignId(row.campaign), PlaceId(row.place)
    after = await filed_until(db, campaign, place, filing)
    if row.filed:
        after = Positions(ledger=row.ledger_after, casework=row.casework_after)
        until = Positions(ledger=row.ledger_until, casework=row.casework_until)
    lines = await read(db, campaign, place, after, until)
    return ToFile(Reading(after=after, until=until, lines=lines), await _earlier(db, row))


async def _earlier(db: AsyncConnection, row: Any) -> str | None:
    """A filing holds what has come since the one before: so they are filed in their order."""
    asked = select(filings.c.period).where(
        filings.c.campaign == row.campaign,
        filings.c.place == row.place,
        filings.c.due < row.due,
        filings.c.filed == 0,
    )
    return (await db.execute(asked.order_by(filings.c.due).limit(1))).scalar()


async def is_known(db: AsyncConnection, filing: FilingId) -> bool:
    """Whether there is such a filing."""
    return bool((await db.execute(select(exists().where(filings.c.filing == filing)))).scalar())


async def receipt_prefix(db: AsyncConnection, filing: FilingId) -> str:
    """The district's first character and 备, as 示备 for 示范区."""
    district, here = places.alias("district"), places.alias("here")
    asked = (
        select(district.c.name)
        .select_from(filings)
        .join(here, here.c.place == filings.c.place)
        .join(district, district.c.place == any_(here.c.path))
        .where(filings.c.filing == filing, district.c.level == "district")
    )
    name: str | None = (await db.execute(asked)).scalar()
    return f"{(name or '')[:1]}{_RECORD}"
