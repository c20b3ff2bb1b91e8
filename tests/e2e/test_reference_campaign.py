"""The reference campaign, through all services by the gateway's API, gives its acceptance table."""

import asyncio

import pytest

from deploy.demo.cast import cast_of
from deploy.demo.client import Api
from deploy.demo.counts import by_api
from deploy.demo.performance import SETTINGS, Performance
from deploy.demo.play import OPENING, Step, play, set_the_stage
from deploy.demo.setting import TENANT
from deploy.demo.table import EXPECTED, Figures, differing
from deploy.minqing import place
from deploy.minqing.supervise import Minqing, running
from tests.e2e.played import Played


@pytest.mark.parametrize("way", ["by the API", "by requests", "by the logs"])
def test_every_figure_is_as_expected_although_redis_was_emptied_and_restarted(campaign: Played, way: str) -> None:
    assert campaign.disturbed == ["emptied", "restarted"]
    assert {name: campaign.ways[way].get(name) for name in EXPECTED} == EXPECTED


def test_every_tenth_visit_was_sent_twice_and_answered_alike(campaign: Played) -> None:
    assert campaign.performance.world.repeated == int(EXPECTED["visits"]) // 10


def test_every_identity_was_shown_when_asked_for_with_a_purpose(campaign: Played) -> None:
    assert campaign.performance.world.opened == EXPECTED["identities_opened"]


def test_playing_it_all_a_second_time_changes_no_figure(campaign: Played) -> None:
    before = campaign.ways

    after = asyncio.run(_again(campaign))

    assert after == (before["by the API"], before["by the logs"])


async def _again(campaign: Played) -> tuple[Figures, Figures]:
    performance = campaign.performance
    api = Api(campaign.minqing.url, TENANT, OPENING)
    try:
        operator = campaign.minqing.wiring.credentials.operator_password()
        await set_the_stage(api, performance.world, operator, performance.receiver_address)
        await play(api, performance.world, _silently)
        return await by_api.count(api, performance.world), await performance.logged()
    finally:
        await api.close()


def test_at_another_size_the_three_ways_still_agree(tmp_path_factory: pytest.TempPathFactory) -> None:
    minqing = Minqing(tmp_path_factory.mktemp("smaller"), place.free_port(), SETTINGS)
    with running(minqing, keep=False):
        ways = asyncio.run(Performance(minqing, cast_of(7, 9)).counts(_silently))

    assert differing(None, list(ways.values())) == []


def _silently(step: Step) -> None:
    """Nobody is watching."""
