"""How quickly read models follow: from the beginning of a log, and as facts arrive."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import count
from string import ascii_lowercase
from typing import Any  # facts as the bell rings them are JSON

from eventsourcing.projection import ProjectionRunner
from pydantic_core import from_json

from shared.eventstore.builds import make_schemas
from shared.eventstore.cloudevents import cloud_events
from shared.eventstore.connect import Database
from shared.eventstore.handle import Handling
from shared.eventstore.leases import Lease
from shared.eventstore.log import Log
from shared.eventstore.own import OwnLog
from shared.eventstore.pages import PAGE, Heads, Place
from shared.eventstore.places import Places
from shared.eventstore.pool import followers_pool
from shared.eventstore.projections import Projection, translation
from shared.eventstore.rebuild import Rebuild
from shared.eventstore.runner import Runner
from shared.eventstore.statements import Statements
from shared.ids import Tenant, new_token
from shared.messaging.broker import RedisBell
from shared.messaging.following import Followers, Following
from shared.messaging.lane import Lane, Means
from shared.messaging.peer import Peer
from shared.messaging.pull import FeedPage
from shared.testing.waiting import until
from tests.bench import theirs
from tests.bench.filling import A_STREAM, fill, fill_theirs, rows_from
from tests.bench.ground import Ground, opened
from tests.bench.measuring import Benchmark, Goal, Measured, Opened, Side
from tests.bench.reading import EVENTS, filled
from tests.bench.visits import SHIFAN, VisitNoted, VisitSaid, projection

_PATIENCE_SECONDS = 300
_THEIRS = "the library's ProjectionRunner"
_numbers = count(1)


@asynccontextmanager
async def catching_up(ground: Ground) -> Opened:
    """A new read model of a log that holds much already; for the library, a tenth of it."""
    async with (
        filled(ground, ground.much(EVENTS, A_STREAM)) as (log, _, _),
        theirs.library_database(ground.postgres_url, "catching_up") as told,
    ):
        with theirs.households(told) as app:
            fill_theirs(ground, app, ground.much(EVENTS // 10, A_STREAM))
            yield _ours_caught_up(ground, log), _ours_rebuilt(ground, log), _theirs_caught_up(ground, app, told)


def _ours_caught_up(ground: Ground, log: Log) -> Side:
    async def side() -> Mapping[str, Measured]:
        following = _following(ground, log, projection(_another("noted"), (VisitNoted,)))  # a new one at each turn
        head = (await log.head(SHIFAN)).position
        with ground.watch(head) as lap:
            await following.start()
            assert await following.reached(SHIFAN, head, _PATIENCE_SECONDS)
        await following.stop()
        return {"ours": lap.rate()}

    return side


def _ours_rebuilt(ground: Ground, log: Log) -> Side:
    """What an operator waits for: made beside the live one, compared with it row for row, and switched to."""

    async def side() -> Mapping[str, Measured]:
        model = projection(_another("kept"), (VisitNoted,))
        following = _following(ground, log, model)
        await following.start()
        head = (await log.head(SHIFAN)).position
        assert await following.reached(SHIFAN, head, _PATIENCE_SECONDS)
        with ground.watch(head) as lap:
            assert await Rebuild(log.database, OwnLog(log), model, _nothing).run()
        await following.stop()
        return {"ours, rebuilt": lap.rate()}

    return side


def _following(ground: Ground, log: Log, model: Projection) -> Following:
    bell = RedisBell(log.service, ground.redis_url)  # nobody rings it
    return Following(log.database, log, Handling(log, ()), Followers((model,)), {}, bell)


def _theirs_caught_up(ground: Ground, app: theirs.Households, told: dict[str, str]) -> Side:
    async def side() -> Mapping[str, Measured]:
        head = app.recorder.max_notification_id() or 0
        anew = type("Seeing", (theirs.Seeing,), {"name": _another("seen")})
        with ground.watch(head) as lap, _runner(anew, told) as runner:
            runner.wait(head, _PATIENCE_SECONDS)
        return {_THEIRS: lap.rate()}

    return side


def _another(name: str) -> str:
    """A name that was not used yet; read models are called by letters alone."""
    return name + "".join(ascii_lowercase[int(digit)] for digit in str(next(_numbers)))


def _runner(anew: type[theirs.Seeing], told: dict[str, str]) -> ProjectionRunner[Any, Any]:
    return ProjectionRunner(
        application_class=theirs.Households, projection_class=anew, view_class=theirs.PostgresSeenVisits, env=told
    )


class _SilentFeed:
    """A feed that has nothing to add to what the bell rings."""

    service = "ledger"

    async def page(self, tenant: Tenant, place: Place) -> FeedPage:
        """Nothing beyond the place."""
        return FeedPage([], (place.position, place.hash), place.position)

    async def heads(self) -> Heads:
        """Nobody asks: the lane was opened by hand."""
        raise NotImplementedError


class Listening:
    """A consumer of ledger's facts, as in a running service: the bell hands over, and its lane acts."""

    def __init__(self, ground: Ground, ledger: Log, lane: Lane, peer: Peer, model: Projection) -> None:
        self._ground = ground
        self._ledger = ledger
        self._lane = lane
        self._peer = peer
        self._model = model
        self._after = 0

    async def hears(self, many: int) -> list[dict[str, Any]]:
        """New facts in ledger's log, as its bell will ring them."""
        await fill(self._ground, self._ledger, many)
        rows = await rows_from(self._ledger, self._after)
        self._after = rows[-1].position
        return [from_json(text) for text in await cloud_events(self._ledger, rows)]

    async def take_in(self, items: Sequence[dict[str, Any]]) -> None:
        """Hand these over, and wait for their rows."""
        self._peer.hear(list(items))
        self._lane.ring()
        await self._lane.reached(items[-1]["position"], [self._model])

    def by(self, batch: int, many: int, name: str) -> Side:
        """A side that hands over so many at once."""

        async def side() -> Mapping[str, Measured]:
            items = await self.hears(many)
            with self._ground.watch(len(items)) as lap:
                for at in range(0, len(items), batch):
                    await self.take_in(items[at : at + batch])
            return {name: lap.rate()}

        return side


@asynccontextmanager
async def live(ground: Ground) -> Opened:
    """Facts in batches of a page, and one at a time."""
    casework = await ground.databases.fresh("casework")
    database = Database(casework.url)
    await database.open()
    async with opened(await ground.databases.fresh("ledger")) as ledger, _lane(ground, database, ledger) as listening:
        yield (
            listening.by(PAGE, ground.much(EVENTS // 2, A_STREAM), "ours"),
            listening.by(1, ground.much(EVENTS // 10, A_STREAM), "ours, one message a transaction"),
        )
    await database.close()
    await ground.databases.give_back()


@asynccontextmanager
async def _lane(ground: Ground, database: Database, ledger: Log) -> AsyncIterator[Listening]:
    model = projection("told", (VisitSaid,))
    await make_schemas(database, [model])
    pool, lease = followers_pool(database), Lease(database, new_token(), _nothing)
    await lease.start()
    places = Places(lease)
    runner = Runner(pool, Statements(translation([model])), places)
    peer = Peer(_SilentFeed())
    lane = Lane(peer, ledger.store, SHIFAN, [model], Means(pool, places, runner, runner, _nothing))
    lane.open()
    await until(lambda: lane.consumers)
    yield Listening(ground, ledger, lane, peer, model)
    await lane.stop(drain_seconds=10)
    await lease.stop()
    await pool.close()


def _nothing(*_: object) -> None:
    """Nobody else is to be told."""


FOLLOWING = (
    Benchmark(
        "catch-up",
        "projection catch-up, and rebuild",
        "events/s",
        (Goal("ours", 30, _THEIRS), Goal("ours, rebuilt", 30, _THEIRS)),
        catching_up,
    ),
    Benchmark(
        "live-consumer",
        "live consumer, batches",
        "facts/s",
        (Goal("ours", 15, "ours, one message a transaction"),),
        live,
    ),
)
