"""A gateway before a village, and the cadre who stays there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.testing.databases import MakeDatabase
from tests.component.gateway.pages.field.village import CADRE, DISTRICT_CLOCK, Ledger, Scheduling
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.stage import Stage, staged


@pytest.fixture
async def village(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Stage]:
    """A sandbox district, before the village's services."""
    async with staged(tmp_path, await make_database("gateway"), [Scheduling(), Ledger("ledger")]) as stage:
        await stage.open_district(**DISTRICT_CLOCK)
        yield stage


@pytest.fixture
async def cadre(village: Stage) -> AsyncIterator[Reader]:
    """The cadre before a browser."""
    reader = await Reader.of(village, "li", "cadre", CADRE)
    yield reader
    await reader.http.aclose()
