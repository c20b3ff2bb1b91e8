"""What was played is not played again: its figures are kept. What was only half played is begun anew."""

import json
from pathlib import Path

import pytest

from deploy.demo.__main__ import _without_half_a_play
from deploy.demo.cast import cast_of
from deploy.demo.client import Api, PlayError
from deploy.demo.performance import COUNTED, Performance
from deploy.demo.play import OPENING, Step
from deploy.demo.setting import TENANT
from deploy.demo.table import EXPECTED
from tests.unit.demo.installations import installation, refusing

CAMPAIGN = "6c8a0b36-d90d-5f1f-bbf1-ed11ec0dbab1"


def _no_step(step: Step) -> None:
    raise AssertionError(f"nothing is played: {step}")


async def test_what_was_counted_by_requests_is_kept_and_nothing_is_sent_again(tmp_path: Path) -> None:
    there, said = installation(tmp_path / "data"), list[str]()
    (there.directory / COUNTED).write_text(json.dumps([CAMPAIGN, EXPECTED]))
    performance = Performance(there, cast_of(7, 9), said.append)
    api = Api(there.url, TENANT, OPENING)  # nobody answers there

    assert await performance.sent(api, _no_step) == EXPECTED
    await api.close()
    assert performance.world.campaign == CAMPAIGN
    assert said == ["The campaign was played before; these are its data."]


async def test_a_play_that_is_cut_short_leaves_no_figures_and_is_begun_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = list[str]()
    with refusing() as gateway:
        performance = Performance(installation(tmp_path / "data", gateway), cast_of(7, 9), said.append)
        with pytest.raises(PlayError, match="log-in of operator: 403"):
            await performance.counts(_no_step)

    assert said == ["Setting the stage: district, cast, campaign, roster, subscriptions, keys."]
    assert not performance.counted.exists()
    assert _without_half_a_play(tmp_path / "data") == tmp_path / "data"
    assert not (tmp_path / "data").exists()
    assert "An earlier play was cut short; starting anew." in capsys.readouterr().out


def test_the_data_of_a_whole_play_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = installation(tmp_path / "data")
    (there.directory / COUNTED).write_text("[]")

    assert _without_half_a_play(there.directory) == there.directory
    assert (there.directory / COUNTED).exists()
    assert capsys.readouterr().out == ""


def test_a_first_start_has_nothing_to_begin_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _without_half_a_play(tmp_path / "data") == tmp_path / "data"
    assert capsys.readouterr().out == ""


def test_a_directory_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    _without_half_a_play(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"
