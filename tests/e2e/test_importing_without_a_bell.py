"""What rests on what was said a moment ago elsewhere is done as fast as it is sent, also while Redis is away (G5)."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from deploy.demo.cast import Cast, cast_of
from deploy.demo.client import Api
from deploy.demo.performance import SETTINGS
from deploy.demo.play import OPENING
from deploy.demo.setting import TENANT, World, household_id, import_cast, open_district, plan_campaign
from deploy.minqing import place
from deploy.minqing.supervise import Minqing, running


@dataclass
class Silence:
    """A district whose files were imported while no bell rang."""

    minqing: Minqing
    cast: Cast
    reports: dict[str, dict[str, int]]


@pytest.fixture(scope="module")
def silence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Silence]:
    minqing = Minqing(tmp_path_factory.mktemp("silent"), place.free_port(), SETTINGS)
    cast = cast_of(7, 9)
    with running(minqing, keep=False):
        minqing.redis.stop()
        yield Silence(minqing, cast, asyncio.run(_imported(minqing, cast)))


async def _imported(minqing: Minqing, cast: Cast) -> dict[str, dict[str, int]]:
    api = Api(minqing.url, TENANT, OPENING)
    try:
        await open_district(api, minqing.wiring.credentials.operator_password(), OPENING)
        return await import_cast(api, cast)
    finally:
        await api.close()


def test_households_find_the_places_that_were_imported_a_moment_ago(silence: Silence) -> None:
    rows = {kind: text.count("\n") - 1 for kind, text in silence.cast.files.items()}
    assert {kind: report["new"] for kind, report in silence.reports.items()} == rows


def test_a_visit_finds_the_stay_that_began_a_moment_ago(silence: Silence) -> None:
    answers = asyncio.run(_visited(silence))
    assert [answer.status_code for answer in answers] == [204, 201]


async def _visited(silence: Silence) -> list[httpx.Response]:
    api, world = Api(silence.minqing.url, TENANT, OPENING), World(silence.cast)
    try:
        await plan_campaign(api, world)
        cadre, stay = silence.cast.taking_part[0].lower(), world.stays[1, 1]
        form = {
            "stay": stay,
            "mode": "household",
            "callers": [{"household": str(household_id(1, 1))}],
            "diary": "初到。",
        }
        begun = await api.send(cadre, "POST", f"/stays/{stay}/start", None, "start")
        return [begun, await api.send(cadre, "POST", "/visits", form, "visit")]
    finally:
        await api.close()
