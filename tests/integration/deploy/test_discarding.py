"""Data directories are removed, with whatever a killed run left in them, and nothing else is."""

import re
from pathlib import Path

import pytest

from deploy.minqing import place
from deploy.minqing.process import CannotRun
from deploy.minqing.supervise import alone, discard


def test_every_data_directory_inside_goes_and_nothing_else(tmp_path: Path) -> None:
    place.prepare(tmp_path / "one")
    (tmp_path / "letters").mkdir()
    discard(tmp_path)
    assert [left.name for left in tmp_path.iterdir()] == ["letters"]


def test_an_emptied_directory_goes_too(tmp_path: Path) -> None:
    place.prepare(tmp_path / "data" / "one")
    discard(tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_is_there_is_nothing_to_do(tmp_path: Path) -> None:
    discard(tmp_path / "never")
    assert list(tmp_path.iterdir()) == []


def test_a_data_directory_in_use_stays(tmp_path: Path) -> None:
    directory = place.prepare(tmp_path / "one")
    with (
        alone(directory),
        pytest.raises(CannotRun, match=f"already runs with the data directory {re.escape(str(directory))}"),
    ):
        discard(tmp_path)
    assert directory.exists()
