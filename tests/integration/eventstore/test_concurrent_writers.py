"""Properties of the log under writers of one and of many districts, in two processes' worth of connections."""

import asyncio
from collections import defaultdict
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from shared.eventstore.export import export_log
from shared.eventstore.handle import Busy, Handling
from shared.eventstore.log import Log
from shared.eventstore.rows import Row
from shared.eventstore.streams import Context, Receipt
from shared.ids import Tenant
from shared.testing.counter import NOTES, Note, announce_notes
from shared.testing.databases import FreshDatabase
from shared.testing.requests import MORNING, a_command, a_request, a_stream
from tests.exports import verified
from tests.integration.eventstore.conftest import opened

EXAMPLES = count()
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
DISTRICTS = some.integers(0, 2)
STREAMS = some.integers(0, 3)
Work = tuple[int, int, int]
WRITERS = some.lists(
    some.lists(some.tuples(DISTRICTS, STREAMS, some.integers(0, 2)), max_size=6), min_size=2, max_size=8
)


async def insisting(handling: Handling, command: Note, context: Context) -> Receipt:
    """Send the same command until it is done, as a client does that hears 503."""
    while True:
        try:
            return await handling(command, context)
        except Busy:
            continue


async def rows_of(log: Log, tenant: Tenant) -> list[Row]:
    """All of a district's rows, once its export has verified up to its head."""
    shown = verified([line async for line in export_log(log.database, tenant)])
    head = await log.head(tenant)
    assert (shown.position, shown.hash) == (head.position, head.hash.hex())
    return await log.read(tenant, 0, 100_000)


def follow_in_order(rows: list[Row]) -> None:
    """Positions are dense, and so are each stream's versions, in the same order; facts name the one before."""
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    versions: dict[str, list[int]] = defaultdict(list)
    facts = [0]
    for row in rows:
        versions[row.stream].append(row.version)
        if row.fact_type:
            assert row.fact_previous == facts[-1]
            facts.append(row.position)
    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())


@FEW
@given(writers=WRITERS)
async def test_every_command_of_concurrent_writers_takes_effect_once_and_in_order(
    fresh: FreshDatabase, log: Log, writers: list[list[Work]]
) -> None:
    example = next(EXAMPLES)
    tenants = [Tenant(f"district-{example}-{n}") for n in range(3)]
    async with opened(fresh.url) as other:
        handlings = [Handling(each, [NOTES], announce_notes) for each in (log, other)]

        async def write(writer: int, work: list[Work]) -> None:
            for step, (district, stream, again) in enumerate(work):
                note = Note(a_stream(stream), f"{writer}.{step}")
                context = Context(tenants[district], a_command((example, writer, step)), "account:x", MORNING)
                await asyncio.gather(*(insisting(handlings[n % 2], note, context) for n in range(1 + again)))

        await asyncio.gather(*(write(writer, work) for writer, work in enumerate(writers)))
    asked = [
        (tenants[district], a_command((example, w, s)))
        for w, work in enumerate(writers)
        for s, (district, _, _) in enumerate(work)
    ]
    stored = []
    for tenant in tenants:
        rows = await rows_of(log, tenant)
        follow_in_order(rows)
        stored += [(tenant, row.command_id) for row in rows]
    assert sorted(stored) == sorted(asked)


@FEW
@given(sizes=some.lists(some.integers(0, 20), min_size=1, max_size=30), conflicts=some.sets(some.integers(0, 29)))
async def test_a_group_stores_all_but_what_conflicts(log: Log, sizes: list[int], conflicts: set[int]) -> None:
    example = next(EXAMPLES)
    tenant = Tenant(f"district-{example}")
    requests = [
        a_request((example, n), (example, n), int(n in conflicts), size, n % 2 == 0) for n, size in enumerate(sizes)
    ]
    answers = await asyncio.gather(*(log.append(tenant, each) for each in requests), return_exceptions=True)
    assert {n for n, answer in enumerate(answers) if not isinstance(answer, Receipt)} == conflicts & set(
        range(len(sizes))
    )
    rows = await rows_of(log, tenant)
    follow_in_order(rows)
    assert len(rows) == sum(size for n, size in enumerate(sizes) if n not in conflicts)
    again = await asyncio.gather(*(log.append(tenant, each) for each in requests), return_exceptions=True)
    for first, second in zip(answers, again, strict=True):
        if isinstance(first, Receipt):
            assert second == Receipt("duplicate", first.first, first.last, first.version)
