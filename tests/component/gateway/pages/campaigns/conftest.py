"""The activity office's desk, for each test of its pages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.testing.databases import MakeDatabase
from tests.component.gateway.pages.campaigns.office import Desk, desk_in


@pytest.fixture
async def desk(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Desk]:
    """The gateway before one campaign."""
    async with desk_in(tmp_path, await make_database("gateway")) as desk:
        yield desk
