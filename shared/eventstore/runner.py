"""Applies pages to read models: rows and places in one transaction; what cannot be taken in parks (design 5, 6)."""

from collections.abc import Sequence

import asyncpg
import structlog

from shared import tracing
from shared.change import Change
from shared.eventstore.connections import Connections
from shared.eventstore.faults import passes, reason_of
from shared.eventstore.pages import NotTheLogRead, Page, Place, Said, Source
from shared.eventstore.parking import BEHIND, Parked, decided, park, resumed, settle
from shared.eventstore.places import Overtaken, Places, Standing, discarded, of_district
from shared.eventstore.plan import Plan
from shared.eventstore.pool import in_district
from shared.eventstore.projections import Projection
from shared.eventstore.statements import Statements
from shared.eventstore.streams import traceparent_in
from shared.eventstore.traced import taking_in

log = structlog.get_logger(__name__)


class Runner:
    """Keeps the read models of one service, through a pool of its own."""

    def __init__(self, pool: Connections, statements: Statements, places: Places) -> None:
        self._pool = pool
        self._statements = statements
        self._places = places

    async def apply(self, page: Page, standings: Sequence[Standing]) -> list[Standing]:
        """Take a page into the read models of one district, and answer which of them it changed.

        Those that it does not touch move on in memory alone, unless others look where they are; `keep` writes their
        places down. Raises Overtaken, NotTheLogRead, and what passes: a lost connection, a lock.
        """
        with tracing.together(taking_in(page, standings)):
            changed = await self._applied(page, standings)
        for each in standings:
            each.place = max(each.place, page.after, key=_position)
        return changed

    async def keep(self, standings: Sequence[Standing]) -> None:
        """Write down the places of one producer and district that moved on without a change of rows."""
        moved = [each for each in standings if each.saved != each.place.position]
        for place in {each.place for each in moved}:  # one, but for the moment after a start
            of_it = [each for each in moved if each.place == place]
            async with self._pool.acquire() as connection:
                await self._places.keep(connection, of_it, place)
            _moved(of_it, place)

    def abandoned(self, standings: Sequence[Standing]) -> bool:
        """Whether it seems that nobody alive moves one of these."""
        return self._places.abandoned(standings)

    async def reread(self, standings: Sequence[Standing]) -> None:
        """Look where the places are in the database, and take over those that nobody alive moves."""
        async with self._pool.acquire() as connection:
            await self._places.reread(connection, standings)

    async def resume(self, source: Source, standings: Sequence[Standing]) -> list[Standing]:
        """Carry out what operators decided of what read models have parked; answers of which. Raises as `apply`."""
        return [each for each in standings if await self._resume(source, each)]

    async def _resume(self, source: Source, standing: Standing) -> bool:
        parked, said = await decided(self._pool, source, standing)
        if not any(each.verdict for each in parked):
            return False
        async with self._pool.acquire() as connection, connection.transaction():
            await of_district(connection, standing.tenant)
            await self._places.keep(connection, [standing], standing.place)  # nobody else moves on meanwhile

            async def take_in(each: Said, waiting: set[str]) -> Parked | None:
                return await _one(connection, self._statements, (standing, each), waiting)

            outcome = await resumed(parked, said, take_in)
            await settle(connection, standing, outcome)
        _moved([standing], standing.place)
        standing.parked = outcome.waiting
        return True

    async def _applied(self, page: Page, standings: Sequence[Standing]) -> list[Standing]:
        try:
            return await self._together(page, standings)
        except Exception as error:
            if not of_data(error):
                raise
            return [each for each in standings if await self._alone(page, each)]

    async def _together(self, page: Page, standings: Sequence[Standing]) -> list[Standing]:
        plans = [(each, planned(each, page)) for each in standings]
        touched = [each for each, plan in plans if plan.batches]
        behind = [each for each in standings if each.place.position < page.after.position]
        if moved := behind if self._places.shared else touched:
            await self._commit(moved, [plan for _, plan in plans], page.after)
        return touched

    async def _commit(self, standings: Sequence[Standing], plans: Sequence[Plan], after: Place) -> None:
        async with in_district(self._pool, standings[0].tenant) as connection:
            for plan in plans:
                await send(connection, self._statements, plan)
            await self._places.keep(connection, standings, after)
        _moved(standings, after)

    async def _alone(self, page: Page, standing: Standing) -> bool:
        try:
            return bool(await self._together(page, [standing]))
        except Exception as error:
            if not of_data(error):
                raise
        async with self._pool.acquire() as connection, connection.transaction():
            await of_district(connection, standing.tenant)
            standing.discarded = await discarded(connection, standing)  # in another build, since this one began
            parked = await carefully(connection, self._statements, standing, standing.unread(page))
            await park(connection, standing, parked)
            await self._places.keep(connection, [standing], page.after)
        _moved([standing], page.after)
        set_aside(standing, parked)
        return True


class _Waits(Exception):
    """An event touches what is parked: its page is to be taken in with care."""


def of_data(error: Exception) -> bool:
    """Whether an error says that this event cannot be taken in, now or later."""
    return not isinstance(error, (Overtaken, NotTheLogRead)) and not passes(error)


def planned(standing: Standing, page: Page) -> Plan:
    """What a page changes for a read model. Raises what cannot be read or projected, and for what must wait."""
    plan = Plan()
    for said in standing.unread(page):
        changes = changes_of(standing, said)
        if standing.parked and not standing.parked.isdisjoint(_touched(said, changes)):
            raise _Waits
        plan.add(changes)
    return plan


def changes_of(standing: Standing, said: Said) -> list[Change]:
    """What one event changes for a read model; an unknown type changes nothing."""
    understood = standing.understood(said)
    projection = standing.follower
    assert isinstance(projection, Projection)
    return [] if understood is None else list(projection.project(understood, said.envelope))


async def send(connection: asyncpg.Connection, statements: Statements, plan: Plan) -> None:
    """Send a plan's batches within the connection's transaction."""
    for batch in plan.batches:
        prepared = statements.prepared(batch.statement, batch.names)
        rows = [prepared.filled(parameters) for parameters in batch.parameters]
        if len(rows) == 1:
            await connection.execute(prepared.sql, *rows[0])
        else:
            await connection.executemany(prepared.sql, rows)


async def carefully(
    connection: asyncpg.Connection, statements: Statements, standing: Standing, news: Sequence[Said]
) -> list[Parked]:
    """Take events in one by one under savepoints, and answer which had to be left aside, with their keys."""
    parked: list[Parked] = []
    waiting = set(standing.parked)
    for said in news:
        left = await _one(connection, statements, (standing, said), waiting)
        if left:
            parked.append(left)
            waiting.update(left.keys)
    return parked


async def _one(
    connection: asyncpg.Connection, statements: Statements, what: tuple[Standing, Said], waiting: set[str]
) -> Parked | None:
    standing, said = what
    keys = [said.envelope.stream]  # until it is known what it touches, its stream is what waits behind it
    try:
        changes = changes_of(standing, said)
        keys = sorted({key for key, _, _ in changes}) or keys
        if not waiting.isdisjoint(_touched(said, changes)):
            return Parked(said, keys, BEHIND)
        plan = Plan()
        plan.add(changes)
        async with connection.transaction():
            await send(connection, statements, plan)
    except Exception as error:
        if not of_data(error):
            raise
        return Parked(said, keys, reason_of(error))
    return None


def set_aside(standing: Standing, parked: Sequence[Parked]) -> None:
    """Remember and say what is parked, once it is written down."""
    for each in parked:
        standing.parked.update(each.keys)
        where = {"tenant": standing.tenant, "position": each.said.envelope.position}
        which = {"event_id": str(each.said.envelope.id), "trace": tracing.trace_of(traceparent_in(each.said.meta))}
        log.error("parked", follower=standing.follower.name, keys=each.keys, reason=each.reason, **where, **which)


def _touched(said: Said, changes: Sequence[Change]) -> set[str]:
    return {said.envelope.stream, *(key for key, _, _ in changes)}


def _moved(standings: Sequence[Standing], after: Place) -> None:
    """Note at once what was committed: whatever fails next, these rows are not to be written twice."""
    for each in standings:
        each.place = after
        each.saved = after.position


def _position(place: Place) -> int:
    return place.position
