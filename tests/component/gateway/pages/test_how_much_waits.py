"""我的待办 7: the navigation of every page says how much waits, without making the page wait for it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest_asyncio

from shared.roles import Role
from shared.testing.databases import MakeDatabase
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.pages.town import Town, town_in, turn

ASKED_FOR = 'hx-get="/desk/number"'


@pytest_asyncio.fixture
async def town(tmp_path: Path, make_database: MakeDatabase) -> AsyncIterator[Town]:
    async with town_in(tmp_path, await make_database("gateway")) as made:
        made.say("casework", "/turns", *(turn("result", "accepted", id=str(UUID(int=n))) for n in range(3)))
        yield made


def numbers(reader: Reader) -> list[str]:
    """What stands beside 我的待办, in the navigation of a desk and in that of a phone."""
    return re.findall(r'我的待办 <span class="how-much">(\d*)</span>', reader.text)


async def test_a_page_does_not_ask_and_has_the_number_brought_to_it(town: Town) -> None:
    reader = await town.read(Role.HANDLER, "/inbox")
    assert ASKED_FOR in reader.text
    assert numbers(reader) == ["", ""]
    assert "/turns?limit=1000" not in town.services["casework"].questions
    await reader.open("/desk/number")
    assert '<span hx-swap-oob="innerHTML:.how-much">3</span>' in reader.text


async def test_a_number_that_is_known_stands_in_the_page(town: Town) -> None:
    reader = await town.read(Role.HANDLER, "/desk")
    assert numbers(reader) == ["3", "3"]
    town.services["casework"].questions.clear()
    await reader.open("/inbox")
    assert numbers(reader) == ["3", "3"]
    assert ASKED_FOR not in reader.text
    assert town.services["casework"].questions == []


async def test_while_a_service_is_away_the_page_is_there_without_a_number(town: Town) -> None:
    reader = await town.read(Role.HANDLER, "/inbox")
    await town.stage.processes["casework"].stop()
    await reader.open("/inbox")
    assert numbers(reader) == ["", ""]
    await reader.open("/desk/number")
    assert reader.page is not None
    assert (reader.page.status_code, reader.text) == (204, "")


async def test_who_has_no_desk_has_no_number(town: Town) -> None:
    reader = await town.read(Role.ADMINISTRATOR, "/imports")
    assert ASKED_FOR not in reader.text
    assert (await reader.open("/desk/number")).page.status_code == 404  # type: ignore[union-attr] # it has one
