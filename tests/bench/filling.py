"""Logs with much in them, for those who read: ours, and the library's."""

from collections.abc import Sequence
from uuid import UUID

from shared.eventstore.log import Log
from shared.eventstore.postgres import PostgresStreams
from shared.eventstore.rows import Row
from tests.bench.ground import Ground
from tests.bench.theirs import Household, Households, begun
from tests.bench.visits import SHIFAN, VISITS, Visit, announce, context, noted, visits

A_STREAM = 100


async def fill(ground: Ground, log: Log, events: int) -> list[UUID]:
    """Add so many events, a hundred a household; answers the households."""
    streams = PostgresStreams(log, VISITS, announce)
    chance = ground.random()
    chance.seed(f"{ground.seed} {(await log.head(SHIFAN)).position}")  # others than before
    households = []
    for at in range(0, events, A_STREAM):
        told = visits(chance, min(A_STREAM, events - at))
        households.append(told[0].household)
        of_one = [noted(visit) for visit in told]
        await streams.append(f"household/{told[0].household}", 0, of_one, context(told[0].visit))
    return households


async def rows_from(log: Log, after: int) -> list[Row]:
    """All events after a position."""
    head = (await log.head(SHIFAN)).position
    return await log.read(SHIFAN, after, head - after)


def fill_theirs(ground: Ground, app: Households, events: int) -> None:
    """The same in the library, whose households begin with an event of their own."""
    told = visits(ground.random(), events)
    parts = [told[at : at + A_STREAM] for at in range(0, events, A_STREAM)]
    for household, part in zip(begun(app, len(parts)), parts, strict=True):
        _note_all(app, household, part)


def _note_all(app: Households, household: Household, part: Sequence[Visit]) -> None:
    for visit in part:
        household.note(**dict(visit))
    app.save(household)
