"""What the directory has answered is not asked again until something is said to it, nor told in another district."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from shared import directory
from shared.directory.memory import recall_of
from shared.ids import PersonId, UnitId
from shared.testing.facts import person_described, unit_described
from shared.testing.names import named
from shared.web.ports import reading
from tests.component.casework.stage import Stage

LAND, TRADE, CLERK = UnitId(named("国土分局")), UnitId(named("经贸局")), PersonId(named("国土专干"))


@asynccontextmanager
async def looking(stage: Stage) -> AsyncIterator[AsyncConnection]:
    """A request's look at the read models."""
    async with stage.ports.database.reading(stage.tenant) as db:
        yield await db.execution_options(**reading(stage.ports))


@contextmanager
def statements(stage: Stage) -> Iterator[list[str]]:
    """What is asked of the tables meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engine = stage.ports.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def name_of(db: AsyncConnection, unit: UnitId) -> str | None:
    found = await directory.unit(db, unit)
    return found.name if found else None


async def renamed(stage: Stage, name: str) -> None:
    await stage.say(unit_described(LAND, name, "department"), f"unit/{LAND}")
    await stage.quiet()


async def test_what_was_answered_is_not_asked_again(stage: Stage) -> None:
    async with looking(stage) as db:
        before = await directory.unit(db, LAND), await directory.side_of(db, {LAND})
    with statements(stage) as asked:
        async with looking(stage) as db:
            assert (await directory.unit(db, LAND), await directory.side_of(db, {LAND})) == before
    assert asked == []


async def test_what_is_said_shows_in_the_next_answer(stage: Stage) -> None:
    async with looking(stage) as db:
        assert await name_of(db, LAND) == "国土分局"
    await renamed(stage, "国土资源局")
    async with looking(stage) as db:
        assert await name_of(db, LAND) == "国土资源局"


async def test_who_changes_sides_is_on_the_other_one_at_once(stage: Stage) -> None:
    async with looking(stage) as db:
        assert CLERK in await directory.side_of(db, {LAND})
    await stage.say(person_described(CLERK, "国土专干", TRADE, "clerk"), f"person/{CLERK}")
    await stage.quiet()
    async with looking(stage) as db:
        assert CLERK not in await directory.side_of(db, {LAND})
        assert CLERK in await directory.side_of(db, {TRADE})


async def test_a_request_that_waited_for_news_reads_them(stage: Stage) -> None:
    async with looking(stage) as db:
        assert await name_of(db, LAND) == "国土分局"
        await renamed(stage, "国土资源局")
        recall = recall_of(db)
        assert recall is not None
        recall.look_again()
        assert await name_of(db, LAND) == "国土资源局"


async def test_another_district_knows_nothing_of_it(stage: Stage) -> None:
    async with looking(stage) as db:
        assert await name_of(db, LAND) == "国土分局"
    async with looking(stage.elsewhere()) as db:
        assert await name_of(db, LAND) is None
