"""A campaign's field work and filings in figures, of what the asker may see; and how far its households were met."""

from typing import Any, Literal, get_args  # figures are selected by name
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, Table, and_, any_, distinct, func, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.filings import BOOK_NAMES, filings, versions
from services.ledger.projections.households import households
from services.ledger.projections.openings import openings
from services.ledger.projections.pairings import pairings
from services.ledger.projections.records import deeds, meetings, screenings
from services.ledger.projections.stays import stays
from services.ledger.projections.visits import callers, matters, visits
from services.ledger.queries.periods import Period, periods
from services.ledger.queries.sight import ALL, PLACES_OF_CAMPAIGNS, Ground, Seer, ground_of, matters_seen, seen_by
from services.ledger.queries.views import Named
from shared.directory.tables import campaigns, places
from shared.errors import NotFound
from shared.ids import CampaignId
from shared.words import VisitMode

AT_HOME = ("evening", "household")
"""The modes of visits at home: receptions and appointments do not count for the second coverage (R22)."""


class PlaceCoverage(BaseModel):
    """A place's households: all, met in whatever way, visited at home (R22)."""

    place: Named
    households: int
    met: int
    at_home: int


class Coverage(BaseModel):
    """The two coverages of a campaign (R22), of the places that the asker sees."""

    campaign: UUID
    scope: Literal["all", "yours"]
    households: int
    met: int
    at_home: int
    places: list[PlaceCoverage]


class Figures(BaseModel):
    """A campaign in figures. `scope`: of all its places, or of those that the asker sees (您可见的).

    `filings` were filed at least once; `lines` and `empty_books` are of receipted filings.
    """

    campaign: UUID
    scope: Literal["all", "yours"]
    visits: int
    visits_by_mode: dict[str, int]
    households: int
    households_met: int
    households_at_home: int
    pairings: int
    cadres_without_pairing: int
    deeds: int
    forums: int
    evaluations: int
    screenings: int
    matters: int
    matters_by_kind: dict[str, int]
    disputes_by_field: dict[str, int]
    settled: int
    identities_opened: int
    filings: int
    periods: list[Period]
    versions: int
    returned_filings: int
    receipts: int
    on_time: int
    late: int
    books: int
    lines: dict[str, int]
    empty_books: int
    overdue: int


async def coverage(db: AsyncConnection, seer: Seer, campaign: CampaignId) -> Coverage:
    """Both coverages, place by place. Raises NotFound for a campaign of which the asker sees no place."""
    planned = (await db.execute(select(campaigns.c.places).where(campaigns.c.campaign == campaign))).scalar()
    rows = (await db.execute(_places(seer, campaign))).all()
    if planned is None or not rows:
        raise NotFound("not-found")
    met = {row.place: (row.met, row.at_home) for row in await db.execute(_met(seer, campaign))}
    shown = [_of_place(row, met.get(row.place, (0, 0))) for row in rows]
    return Coverage(
        campaign=campaign,
        scope="all" if len(rows) == len(planned) else "yours",
        households=sum(one.households for one in shown),
        met=sum(one.met for one in shown),
        at_home=sum(one.at_home for one in shown),
        places=shown,
    )


def _places(seer: Seer, campaign: CampaignId) -> Select[Any]:
    groups = places.alias("groups")
    here = (
        select(func.count())
        .select_from(households.join(groups, groups.c.place == households.c.place))
        .where(places.c.place == any_(groups.c.path))
        .scalar_subquery()
    )
    return (
        select(places.c.place, places.c.name, here.label("households"))
        .join(campaigns, places.c.place == any_(campaigns.c.places))
        .where(campaigns.c.campaign == campaign, seen_by(seer, PLACES_OF_CAMPAIGNS, *ALL))
        .order_by(places.c.code)
    )


def _met(seer: Seer, campaign: CampaignId) -> Select[Any]:
    counted = distinct(callers.c.household)
    return (
        select(
            visits.c.place,
            func.count(counted).label("met"),
            func.count(counted).filter(visits.c.mode.in_(AT_HOME)).label("at_home"),
        )
        .join(callers, callers.c.visit == visits.c.visit)
        .where(_theirs(seer, visits, campaign))
        .group_by(visits.c.place)
    )


def _of_place(row: Any, met: tuple[int, int]) -> PlaceCoverage:
    named = Named(id=row.place, name=row.name)
    return PlaceCoverage(place=named, households=row.households, met=met[0], at_home=met[1])


def _theirs(seer: Seer, table: Table, campaign: CampaignId) -> ColumnElement[bool]:
    return and_(table.c.campaign == campaign, seen_by(seer, ground_of(table), *ALL))


async def figures(db: AsyncConnection, seer: Seer, campaign: CampaignId) -> Figures:
    """The campaign's figures. Raises NotFound for a campaign of which the asker sees no place."""
    covered = await coverage(db, seer, campaign)
    counted: dict[str, Any] = {
        **await _visits(db, seer, campaign),
        **await _help(db, seer, campaign),
        **await _matters(db, seer, campaign),
        **await _filings(db, seer, campaign),
        **await _books(db, seer, campaign),
    }
    return Figures(
        campaign=campaign,
        scope=covered.scope,
        households=covered.households,
        households_met=covered.met,
        households_at_home=covered.at_home,
        **counted,
    )


async def _visits(db: AsyncConnection, seer: Seer, campaign: CampaignId) -> dict[str, Any]:
    by_mode = await _by(db, visits.c.mode, _theirs(seer, visits, campaign))
    modes = {mode: by_mode.get(mode, 0) for mode in get_args(VisitMode)}
    return {"visits": sum(modes.values()), "visits_by_mode": modes}


async def _by(db: AsyncConnection, column: ColumnElement[str], theirs: ColumnElement[bool]) -> dict[str, int]:
    asked = select(column, func.count()).where(theirs, column.is_not(None)).group_by(column).order_by(column)
    return {row[0]: row[1] for row in await db.execute(asked)}


async def _help(db: AsyncConnection, seer: Seer, campaign: CampaignId) -> dict[str, Any]:
    held = await _by(db, meetings.c.kind, _theirs(seer, meetings, campaign))
    return {
        "pairings": await _count(db, seer, pairings, campaign),
        "cadres_without_pairing": (await db.execute(_unpaired(seer, campaign))).scalar_one(),
        "deeds": await _count(db, seer, deeds, campaign),
        "forums": held.get("forum", 0),
        "evaluations": held.get("evaluation", 0),
        "screenings": await _count(db, seer, screenings, campaign),
    }


async def _count(db: AsyncConnection, seer: Seer, table: Table, campaign: CampaignId) -> int:
    asked = select(func.count()).select_from(table).where(_theirs(seer, table, campaign))
    return int((await db.execute(asked)).scalar_one())


def _unpaired(seer: Seer, campaign: CampaignId) -> Select[Any]:
    """Cadres who have moved in and are paired with nobody in this campaign (R44)."""
    ground = Ground(stays.c.campaign, stays.c.place, stays.c.unit, stays.c.person)
    paired = select(pairings.c.cadre).where(pairings.c.campaign == campaign)
    mine = and_(stays.c.campaign == campaign, seen_by(seer, ground, *ALL))
    return select(func.count(distinct(stays.c.person))).where(mine, not_(stays.c.person.in_(paired)))


async def _matters(db: AsyncConnection, seer: Seer, campaign: CampaignId) -> dict[str, Any]:
    theirs = and_(matters.c.campaign == campaign, matters_seen(seer))
    kinds = await _by(db, matters.c.kind, theirs)
    settled = select(func.count()).select_from(matters).where(theirs, matters.c.answer.is_not(None))
    opened = select(func.count()).join_from(openings, matters, matters.c.matter == openings.c.matter).where(theirs)
    return {
        "matters": sum(kinds.values()),
        "matters_by_kind": kinds,
        "disputes_by_field": await _by(db, matters.c.field, theirs),
        "settled": (await db.execute(settled)).scalar_one(),
        "identities_opened": (await db.execute(opened)).scalar_one(),
    }


async def _filings(db: AsyncConnection, seer: Seer, campaign: CampaignId) -> dict[str, Any]:
    filed = filings.c.filed > 0
    counts: tuple[ColumnElement[Any], ...] = (
        func.count().filter(filed).label("filings"),
        func.coalesce(func.sum(filings.c.filed), 0).label("versions"),
        func.count().filter(filings.c.number.is_not(None)).label("receipts"),
        func.count().filter(filed, filings.c.late.is_(False)).label("on_time"),
        func.count().filter(filed, filings.c.late.is_(True)).label("late"),
        func.count().filter(filings.c.overdue_at.is_not(None)).label("overdue"),
    )
    theirs = _theirs(seer, filings, campaign)
    row = (await db.execute(select(*counts).where(theirs))).mappings().one()
    return {**row, "books": row["filings"] * len(BOOK_NAMES), "periods": await periods(db, theirs)}


async def _books(db: AsyncConnection, seer: Seer, campaign: CampaignId) -> dict[str, Any]:
    columns = {book: versions.c[f"{book}_lines"] for book in BOOK_NAMES}
    receipted = versions.c.receipted_at.is_not(None)
    sums = [func.coalesce(func.sum(column).filter(receipted), 0).label(book) for book, column in columns.items()]
    empty = [func.count().filter(receipted, column == 0).label(f"empty_{book}") for book, column in columns.items()]
    returned = func.count().filter(versions.c.returned_at.is_not(None)).label("returned")
    asked = select(*sums, *empty, returned).join_from(versions, filings, filings.c.filing == versions.c.filing)
    row = (await db.execute(asked.where(_theirs(seer, filings, campaign)))).mappings().one()
    return {
        "lines": {book: row[book] for book in BOOK_NAMES},
        "empty_books": sum(row[f"empty_{book}"] for book in BOOK_NAMES),
        "returned_filings": row["returned"],
    }
