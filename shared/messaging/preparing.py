"""A read model of a release that does not run yet, followed by whoever prepares for it (design 6)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.eventstore.connect import Database
from shared.eventstore.leases import Lease
from shared.eventstore.pages import Source
from shared.eventstore.places import Places
from shared.eventstore.pool import followers_pool
from shared.eventstore.projections import Projection, translation
from shared.eventstore.runner import Runner
from shared.eventstore.statements import Statements
from shared.ids import new_token
from shared.messaging.lane import Means
from shared.messaging.producer import Producer

_DRAIN_SECONDS = 10


@asynccontextmanager
async def followed(database: Database, source: Source, build: Projection) -> AsyncIterator[None]:
    """Follow a log for one build, meanwhile."""
    pool = followers_pool(database)
    lease = Lease(database, new_token(), lambda: None)
    await lease.start()
    places = Places(lease)
    runner = Runner(pool, Statements(translation([build])), places)
    producer = Producer(source, [build], Means(pool, places, runner, runner, lambda *_: None))
    producer.start()
    try:
        yield
    finally:
        await producer.stop(_DRAIN_SECONDS)
        await lease.stop()
        await pool.close()
