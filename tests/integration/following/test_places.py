"""A place is moved on by the process that holds it, from where that process left it, or not at all."""

from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest

from shared.eventstore.connect import Database
from shared.eventstore.leases import Lease
from shared.eventstore.pages import Place
from shared.eventstore.places import Overtaken, Places, Standing
from shared.ids import new_token
from shared.testing.databases import MakeDatabase
from tests.integration.following.jars import LEDGER
from tests.integration.following.stations import SHIFAN

BEGINNING = Place(0, b"genesis", 0, b"genesis")
FURTHER = Place(7, b"seven", 7, b"seven")
STORE = new_token()


@pytest.fixture
async def connection(make_database: MakeDatabase) -> AsyncIterator[asyncpg.Connection]:
    """The service's way to its database."""
    connection = await asyncpg.connect((await make_database("ledger")).url)
    yield connection
    await connection.close()


def of_nobody_alive() -> Places:
    """Of a process whose lease has ended."""
    return Places(Lease(Database("postgresql://nowhere"), new_token(), lambda: None))


async def taken(places: Places, connection: asyncpg.Connection) -> Standing:
    """A read model's place, taken over by a process."""
    async with connection.transaction():
        (standing,) = await places.take(connection, LEDGER.projections[:1], STORE, (SHIFAN, BEGINNING))
        return standing


async def test_who_was_overtaken_moves_nothing_on(connection: asyncpg.Connection) -> None:
    former, latter = of_nobody_alive(), of_nobody_alive()
    left = await taken(former, connection)
    held = await taken(latter, connection)
    with pytest.raises(Overtaken):
        await former.keep(connection, [left], FURTHER)
    await latter.keep(connection, [held], FURTHER)
    assert (await taken(latter, connection)).place == FURTHER


async def test_a_place_that_is_not_where_it_was_left_is_not_moved_on(connection: asyncpg.Connection) -> None:
    places = of_nobody_alive()
    standing = await taken(places, connection)
    same = replace(standing)
    await places.keep(connection, [standing], FURTHER)
    with pytest.raises(Overtaken):
        await places.keep(connection, [same], FURTHER)
