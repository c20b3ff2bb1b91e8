"""How quickly a log is read: into typed events, by the library as by us; and one aggregate."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import reduce
from uuid import UUID

from shared.eventstore.codec import Codec
from shared.eventstore.log import Log
from shared.eventstore.pages import PAGE
from shared.eventstore.postgres import PostgresStreams
from shared.ids import new_token
from tests.bench import theirs
from tests.bench.filling import A_STREAM, fill, fill_theirs
from tests.bench.ground import Ground, connected, opened
from tests.bench.measuring import Benchmark, Goal, Measured, Opened, Side
from tests.bench.visits import SHIFAN, VISITS, VisitNoted, context

EVENTS = 20_000
_OF_A_STREAM = "SELECT type, data FROM log.events WHERE tenant = $1 AND stream = $2 ORDER BY version"


@asynccontextmanager
async def filled(ground: Ground, events: int) -> AsyncIterator[tuple[Log, str, list[UUID]]]:
    """A log with so many events, its superuser's URL, and the households whose streams they are."""
    fresh = await ground.databases.fresh("ledger")
    async with opened(fresh) as log:
        yield log, fresh.superuser_url, await fill(ground, log, events)
    await ground.databases.give_back()


@asynccontextmanager
async def decoding(ground: Ground) -> Opened:
    """A whole log as typed events, page by page."""
    events = ground.much(EVENTS, A_STREAM)
    async with filled(ground, events) as (log, _, _), theirs.library_database(ground.postgres_url, "reading") as told:
        with theirs.households(told) as app:
            fill_theirs(ground, app, events)
            yield _ours_decoded(ground, log), _theirs_decoded(ground, app)


def _ours_decoded(ground: Ground, log: Log) -> Side:
    codec = Codec((VisitNoted,))

    async def side() -> Mapping[str, Measured]:
        head, seen = (await log.head(SHIFAN)).position, 0
        with ground.watch(head) as lap:
            for after in range(0, head, PAGE):
                rows = await log.read(SHIFAN, after, PAGE)
                seen += len([codec.read(row.type, row.data) for row in rows])
        assert seen == head
        return {"ours": lap.rate()}

    return side


def _theirs_decoded(ground: Ground, app: theirs.Households) -> Side:
    async def side() -> Mapping[str, Measured]:
        head, seen = app.recorder.max_notification_id() or 0, 0
        with ground.watch(head) as lap:
            for start in range(1, head + 1, PAGE):
                told = app.recorder.select_notifications(start, PAGE)
                seen += len([app.mapper.to_domain_event(each) for each in told])
        assert seen == head
        return {"the library's select + decode": lap.rate()}

    return side


@asynccontextmanager
async def loading(ground: Ground) -> Opened:
    """Aggregates of a hundred events, one after the other."""
    async with filled(ground, ground.much(EVENTS, A_STREAM)) as (log, url, households), connected(url) as (raw,):
        streams = PostgresStreams(log, VISITS)
        wanted = [f"household/{each}" for each in households]

        async def ours() -> Mapping[str, Measured]:
            noted = 0
            with ground.watch(len(wanted)) as lap:
                for stream in wanted:
                    past = await streams.read(stream, context(new_token()))
                    noted += reduce(VISITS.evolve, past.events, VISITS.initial).noted
            assert noted == A_STREAM * len(wanted)
            return {"ours": lap.each()}

        async def fetched() -> Mapping[str, Measured]:
            seen = 0
            with ground.watch(len(wanted)) as lap:
                for stream in wanted:
                    rows = await raw.fetch(_OF_A_STREAM, SHIFAN, stream)
                    seen += len([VisitNoted.model_validate_json(row["data"]) for row in rows])
            assert seen == A_STREAM * len(wanted)
            return {"asyncpg's fetch + model_validate_json": lap.each()}

        yield ours, fetched


READING = (
    Benchmark(
        "read-decode",
        "log read + decode into typed events",
        "events/s",
        (Goal("ours", 1, "the library's select + decode"),),
        decoding,
    ),
)
LOADING = (
    Benchmark(
        "load-aggregate",
        "loading an aggregate of 100 events",
        "ms",
        (Goal("ours", 1.5, "asyncpg's fetch + model_validate_json", at_most=True),),
        loading,
    ),
)
