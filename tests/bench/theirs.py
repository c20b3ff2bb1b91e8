"""The `eventsourcing` library with its own PostgreSQL recorder, on the same server: the same visits in its words."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any  # the library's recorders pass whatever psycopg takes
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking, TrackingRecorder
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection
from psycopg.sql import SQL, Identifier

from tests.bench.visits import Visit

THREADS = 8


class Household(Aggregate):
    """A household whose visits are noted."""

    class Noted(Aggregate.Event):
        """A visit was noted."""

        visit: UUID
        household: UUID
        place: UUID
        by: UUID
        number: int
        at: datetime
        words: str

    @event(Noted)
    def note(self, visit: UUID, household: UUID, place: UUID, by: UUID, number: int, at: datetime, words: str) -> None:
        """Note a visit."""
        self.noted = number


class Households(Application[UUID]):
    """Keeps them."""

    name = "households"


class SeenVisits(TrackingRecorder):
    """A view of one row for each visit."""

    def add(self, tracking: Tracking, seen: Household.Noted) -> None:
        """Keep a visit, and how far the log was read."""
        raise NotImplementedError


class PostgresSeenVisits(PostgresTrackingRecorder, SeenVisits):
    """The view in PostgreSQL, as the library's documentation makes one."""

    def __init__(self, datastore: PostgresDatastore, *, tracking_table_name: str, **more: Any) -> None:
        super().__init__(datastore, tracking_table_name=tracking_table_name, **more)
        self._table = f"{tracking_table_name}_visits"
        table = Identifier(self.datastore.schema), Identifier(self._table)
        columns = "visit uuid PRIMARY KEY, household uuid, number bigint, at timestamptz, words text"
        self.sql_create_statements.append(SQL(f"CREATE TABLE IF NOT EXISTS {{}}.{{}} ({columns})").format(*table))
        self._add = SQL("INSERT INTO {}.{} VALUES (%s, %s, %s, %s, %s)").format(*table)

    def add(self, tracking: Tracking, seen: Household.Noted) -> None:
        """Both in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(self._add, (seen.visit, seen.household, seen.number, seen.at, seen.words))


class Seeing(Projection[SeenVisits]):
    """Visits become rows."""

    name = "seen"
    topics = ()

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Other events pass."""

    @process_event.register
    def _(self, domain_event: Household.Noted, tracking: Tracking) -> None:
        self.view.add(tracking, domain_event)


@asynccontextmanager
async def library_database(superuser_url: str, name: str) -> AsyncIterator[dict[str, str]]:
    """The library's settings for a database of its own, which is dropped afterwards."""
    server = await asyncpg.connect(superuser_url)
    await server.execute(f"CREATE DATABASE {name}")
    url = urlsplit(superuser_url)
    try:
        yield {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": name,
            "POSTGRES_HOST": str(url.hostname),
            "POSTGRES_PORT": str(url.port),
            "POSTGRES_USER": str(url.username),
            "POSTGRES_PASSWORD": str(url.password),
            "POSTGRES_SCHEMA": "public",
            "POSTGRES_POOL_SIZE": str(THREADS),
        }
    finally:
        await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await server.close()


@contextmanager
def households(settings: dict[str, str]) -> Iterator[Households]:
    """The library's application, open."""
    app = Households(settings)
    try:
        yield app
    finally:
        app.close()


def begun(app: Households, many: int) -> list[Household]:
    """So many households, saved at once."""
    new = [Household() for _ in range(many)]
    app.save(*new)
    return new


def note_each(app: Households, work: Sequence[tuple[Household, Visit]]) -> None:
    """Note a visit in each household, and save it: one event a save."""
    for household, visit in work:
        household.note(**dict(visit))
        app.save(household)
