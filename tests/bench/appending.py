"""How quickly events are stored: one caller, and 32 at once in one district and in eight."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from shared.eventstore.log import Log
from shared.eventstore.postgres import PostgresStreams
from shared.eventstore.streams import Context
from shared.ids import Tenant
from tests.bench import raw, theirs
from tests.bench.ground import Ground, connected, opened
from tests.bench.measuring import Benchmark, Goal, Measured, Opened, Side
from tests.bench.visits import SHIFAN, VISITS, VisitNoted, announce, context, noted, visits

CALLERS = 32
DISTRICTS = 8
_SHARE = 500


@dataclass(frozen=True)
class Command:
    """What a decider has just decided: its events, for a stream of their own."""

    stream: str
    events: Sequence[VisitNoted]
    context: Context


@dataclass
class Appending:
    """Our side: the log with everything, models in."""

    ground: Ground
    log: Log
    streams: PostgresStreams[VisitNoted] = field(init=False)

    def __post_init__(self) -> None:
        self.streams = PostgresStreams(self.log, VISITS, announce)
        self.chance = self.ground.random()

    def commands(self, many: int, events: int = 1, districts: Sequence[Tenant] = (SHIFAN,)) -> list[Command]:
        """New ones at each turn, over these districts."""
        new = [visits(self.chance, events) for _ in range(many)]
        tenants = [districts[number % len(districts)] for number in range(many)]
        return [
            Command(f"household/{told[0].household}", list(map(noted, told)), context(told[0].visit, tenant))
            for told, tenant in zip(new, tenants, strict=True)
        ]

    async def by_hundreds(self) -> Mapping[str, Measured]:
        """A hundred events a command, one caller."""
        commands = self.commands(self.ground.much(100), events=100)
        with self.ground.watch(100 * len(commands)) as lap:
            await self._each(commands)
        return {"ours": lap.rate()}

    async def one_by_one(self) -> Mapping[str, Measured]:
        """One event a command, one caller."""
        commands = self.commands(self.ground.much(2000))
        with self.ground.watch(len(commands)) as lap:
            await self._each(commands)
        return {"ours": lap.rate()}

    def together(self, districts: Sequence[Tenant] = (SHIFAN,), name: str = "ours") -> Side:
        """32 callers, each with one command after the other; they share these districts."""

        async def side() -> Mapping[str, Measured]:
            commands = self.commands(self.ground.much(20_000, CALLERS), districts=districts)
            with self.ground.watch(len(commands)) as lap:
                await asyncio.gather(*map(self._each, raw.parts_of(commands, CALLERS)))
            return {name: lap.rate()}

        return side

    async def _each(self, commands: Iterable[Command]) -> None:
        for each in commands:
            await self.streams.append(each.stream, 0, each.events, each.context)

    async def read_in_order(self) -> Mapping[str, Measured]:
        """32 callers, and a reader who only ever asks for what comes after the last position that it has seen."""
        commands = self.commands(self.ground.much(20_000, CALLERS))
        head = (await self.log.head(SHIFAN)).position
        reading = asyncio.create_task(self._read(head, len(commands)))
        await asyncio.gather(*map(self._each, raw.parts_of(commands, CALLERS)))
        seen = await reading
        missed = sum(each.context.command_id not in seen for each in commands)
        return {"missed": Measured(missed), "read": Measured(len(seen))}

    async def _read(self, after: int, many: int) -> set[UUID]:
        seen: set[UUID] = set()
        last = after + many  # positions are dense: there the reader is done, whatever it has seen
        while after < last:
            rows = await self.log.read(SHIFAN, after, _SHARE)
            seen.update(row.command_id for row in rows)
            after = rows[-1].position if rows else after
        return seen


@asynccontextmanager
async def _both(ground: Ground, connections: int = 1) -> AsyncIterator[tuple[Appending, raw.Inserting]]:
    fresh = await ground.databases.fresh("ledger")
    async with opened(fresh) as log, connected(fresh.superuser_url, connections) as found:
        yield Appending(ground, log), raw.Inserting(ground, found)
    await ground.databases.give_back()


@asynccontextmanager
async def hundreds(ground: Ground) -> Opened:
    """A hundred events a command."""
    async with _both(ground) as (ours, theirs):
        yield ours.by_hundreds, theirs.by_hundreds


@asynccontextmanager
async def single(ground: Ground) -> Opened:
    """One event, one caller."""
    async with _both(ground) as (ours, theirs):
        yield ours.one_by_one, theirs.in_transactions, theirs.by_autocommit


@asynccontextmanager
async def concurrent(ground: Ground) -> Opened:
    """32 callers, beside raw connections and the library."""
    async with (
        _both(ground, CALLERS) as (ours, theirs_raw),
        theirs.library_database(ground.postgres_url, "saving") as settings,
    ):
        with theirs.households(settings) as app, ThreadPoolExecutor(theirs.THREADS) as threads:
            yield ours.together(), theirs_raw.over_all, _saving(ground, app, threads)


def _saving(ground: Ground, app: theirs.Households, threads: ThreadPoolExecutor) -> Side:
    chance = ground.random()

    async def side() -> Mapping[str, Measured]:
        commands = visits(chance, ground.much(2000, theirs.THREADS))
        work = list(zip(theirs.begun(app, len(commands)), commands, strict=True))
        run = asyncio.get_running_loop().run_in_executor
        with ground.watch(len(work)) as lap:
            await asyncio.gather(
                *(run(threads, theirs.note_each, app, part) for part in raw.parts_of(work, theirs.THREADS))
            )
        return {"the library's save, 8 threads": lap.rate()}

    return side


@asynccontextmanager
async def ordered(ground: Ground) -> Opened:
    """A reader among 32 callers."""
    async with _both(ground) as (ours, _):
        yield (ours.read_in_order,)


@asynccontextmanager
async def spread(ground: Ground) -> Opened:
    """32 callers in eight districts, and in one."""
    async with _both(ground) as (ours, _):
        districts = [Tenant(f"district-{number}") for number in range(DISTRICTS)]
        yield ours.together(districts, f"ours over {DISTRICTS} districts"), ours.together()


APPENDING = (
    Benchmark(
        "append-100",
        "append with everything, 100 events a command, models in",
        "events/s",
        (Goal("ours", 0.6, "raw multi-row insert"),),
        hundreds,
    ),
    Benchmark(
        "append-1",
        "append with everything, 1 event, 1 caller",
        "commands/s",
        (Goal("ours", 0.95, "raw begin/insert/commit"), Goal("ours", 0.6, "raw autocommit")),
        single,
    ),
    Benchmark(
        "appenders-32",
        "32 concurrent appenders of one district",
        "events/s",
        (
            Goal("ours", 1.1, f"raw commits over {CALLERS} connections"),
            Goal("ours", 10, "the library's save, 8 threads"),
        ),
        concurrent,
    ),
    Benchmark(
        "ordered-reader",
        "what a reader in order misses among 32 appenders",
        "events",
        (Goal("missed", 0, at_most=True),),
        ordered,
    ),
    Benchmark(
        "appenders-8-districts",
        "32 concurrent appenders over 8 districts",
        "events/s",
        (Goal(f"ours over {DISTRICTS} districts", 0.8, "ours"),),
        spread,
    ),
)
