"""The ledger over HTTP: what was done in the field, households, books, filings, figures, openings."""

from services.ledger.api import (
    books,
    erasures,
    filings,
    households,
    imports,
    openings,
    pairings,
    records,
    screenings,
    visits,
)

ROUTERS = (
    households.router,
    visits.router,
    pairings.router,
    screenings.router,
    records.router,
    books.router,
    filings.router,
    openings.router,
    openings.internal,
    erasures.internal,
    imports.router,
)
