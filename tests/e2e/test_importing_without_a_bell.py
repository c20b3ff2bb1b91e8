"""File after file is imported as fast as it is sent, also while Redis is away: each rests on the one before (G5)."""

import asyncio

import pytest

from deploy.demo.cast import Cast, cast_of
from deploy.demo.client import Api
from deploy.demo.performance import SETTINGS
from deploy.demo.play import OPENING
from deploy.demo.setting import TENANT, import_cast, open_district
from deploy.minqing import place
from deploy.minqing.supervise import Minqing, running


def test_households_find_the_places_that_were_imported_a_moment_ago(tmp_path_factory: pytest.TempPathFactory) -> None:
    minqing = Minqing(tmp_path_factory.mktemp("silent"), place.free_port(), SETTINGS)
    cast = cast_of(7, 9)
    with running(minqing, keep=False):
        minqing.redis.stop()
        reports = asyncio.run(_imported(minqing, cast))

    rows = {kind: text.count("\n") - 1 for kind, text in cast.files.items()}
    assert {kind: report["new"] for kind, report in reports.items()} == rows


async def _imported(minqing: Minqing, cast: Cast) -> dict[str, dict[str, int]]:
    api = Api(minqing.url, TENANT, OPENING)
    try:
        await open_district(api, minqing.wiring.credentials.operator_password(), OPENING)
        return await import_cast(api, cast)
    finally:
        await api.close()
