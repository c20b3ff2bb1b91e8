"""The reference campaign, through all services by the gateway's API, gives its acceptance table."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import typer

from deploy.demo.__main__ import PLACES, SEED, demo
from deploy.demo.cast import cast_of
from deploy.demo.client import Api
from deploy.demo.counts import by_api
from deploy.demo.counts.by_api.departments import departments
from deploy.demo.officials import DEPARTMENTS
from deploy.demo.performance import COUNTED, SETTINGS, Performance
from deploy.demo.play import OPENING, Step, play, set_the_stage
from deploy.demo.setting import TENANT, World
from deploy.demo.table import EXPECTED, Figures, differing
from deploy.minqing import place
from deploy.minqing.supervise import Minqing, running
from tests.e2e.door import Door, Person
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
    async with _asking(campaign) as api:
        operator = campaign.minqing.wiring.credentials.operator_password()
        await set_the_stage(api, performance.world, operator, performance.receiver_address)
        await play(api, performance.world, _silently)
        return await by_api.count(api, performance.world), await performance.logged()


def test_started_again_on_the_same_data_it_counts_by_the_keys_that_it_has_kept(campaign: Played) -> None:
    again = Performance(campaign.minqing, campaign.performance.cast)

    ways = asyncio.run(again.counts(_silently))

    assert again.world.keys == campaign.performance.world.keys
    assert ways == campaign.ways


def test_keys_that_are_lost_end_and_others_take_their_place(campaign: Played, door: Door) -> None:
    known = campaign.performance.world.keys
    lost = dict(known)
    known.clear()

    asyncio.run(_keys_kept(campaign))

    assert [*known] == [*lost] == [code for code, _ in DEPARTMENTS]
    assert {Person(door, key).get("/matters").status_code for key in lost.values()} == {401}
    assert {Person(door, key).get("/matters").status_code for key in known.values()} == {200}


async def _keys_kept(campaign: Played) -> None:
    async with _asking(campaign) as api:
        await campaign.performance.keep_keys(api)


@pytest.mark.parametrize(("code", "returned"), [("GT", 0), ("FG", 0), ("JM", 1), ("RS", 0), ("ZF", 0), ("AJ", 0)])
def test_each_key_finds_its_own_share_among_what_all_departments_were_told(
    campaign: Played, code: str, returned: int
) -> None:
    share = asyncio.run(_share(campaign, code))

    cases = int(EXPECTED[f"cases_{code}"])
    assert (share["department_hand_overs"], share["department_replies"]) == (cases + returned, cases)


async def _share(campaign: Played, code: str) -> Figures:
    performance = campaign.performance
    async with _asking(campaign) as api:
        return await departments(api, World(performance.cast, keys={code: performance.world.keys[code]}))


@asynccontextmanager
async def _asking(campaign: Played) -> AsyncIterator[Api]:
    api = Api(campaign.minqing.url, TENANT, OPENING)
    try:
        yield api
    finally:
        await api.close()


def test_the_demo_started_again_plays_nothing_and_ends_with_0(
    campaign: Played, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ended(campaign, tmp_path, campaign.ways["by requests"]) == 0

    said = capsys.readouterr().out
    assert "The campaign was played before; these are its data." in said
    assert "All figures agree." in said


def test_the_demo_ends_with_1_and_names_the_figure_if_one_differs(
    campaign: Played, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ended(campaign, tmp_path, {**campaign.ways["by requests"], "visits": 500}) == 1
    assert "1 figures differ: visits." in capsys.readouterr().out


def _ended(campaign: Played, data: Path, by_requests: Figures) -> int:
    """How the demo ends that finds this counted by the requests of an earlier play, and counts the rest itself."""
    minqing = campaign.minqing
    directory = data / f"127.0.0.1-{SEED}-{PLACES}"
    directory.mkdir()
    (directory / COUNTED).write_text(json.dumps([campaign.performance.world.campaign, by_requests]))
    server, secrets = f"127.0.0.1:{minqing.postgres.port}", minqing.directory / "secrets"
    with pytest.raises(typer.Exit) as ended:
        demo(at=minqing.url, data=data, server=server, secrets=secrets)
    return ended.value.exit_code


def test_at_another_size_the_three_ways_still_agree(tmp_path_factory: pytest.TempPathFactory) -> None:
    minqing = Minqing(tmp_path_factory.mktemp("smaller"), place.free_port(), SETTINGS)
    with running(minqing, keep=False):
        ways = asyncio.run(Performance(minqing, cast_of(7, 9)).counts(_silently))

    by_api, by_requests, by_logs = ({name: way[name] for name in EXPECTED} for way in ways.values())
    assert by_api == by_requests
    assert by_requests == by_logs
    assert (by_logs["taking_part"], by_logs["households"], by_logs["unsettled"]) == (27, 360, 0)
    assert differing(None, list(ways.values())) == []


def _silently(step: Step) -> None:
    """Nobody is watching."""
