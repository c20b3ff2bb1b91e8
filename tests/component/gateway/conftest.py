"""The stage of each test: a gateway of its own with a fresh database, and its district open."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.testing.databases import MakeDatabase
from tests.component.gateway.stage import Stage, staged


@pytest.fixture
async def bare(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Stage]:
    """A gateway that has just been installed: there is the first operator, and nothing else."""
    async with staged(tmp_path, await make_database("gateway")) as stage:
        yield stage


@pytest.fixture
async def stage(bare: Stage) -> Stage:
    """A gateway with one real district, whose administrator has logged in."""
    await bare.open_district()
    return bare
