"""Where an installation is: its directory, ports and secrets, and one sentence on what is in the way."""

import re
import socket
import stat
from pathlib import Path

import pytest

from deploy.minqing import place
from deploy.minqing.process import CannotRun


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_directory_that_cannot_be_written_to_is_one_clear_sentence(tmp_path: Path) -> None:
    in_the_way = tmp_path / "a-file"
    in_the_way.touch()
    sentence = f"Cannot write to the data directory {in_the_way} (File exists): give another with --data."
    with pytest.raises(CannotRun, match=re.escape(sentence)):
        place.prepare(in_the_way)


def test_a_port_in_use_is_one_clear_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotRun, match=f"Port {port} for the gateway cannot be used .* give another with --port"):
            place.require_free(port, "the gateway", "give another with --port")


def test_a_free_port_may_be_used() -> None:
    port = place.free_port()
    place.require_free(port, "the gateway", "give another with --port")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", port))
        assert listener.getsockname()[1] == port, "it was left free for whoever asked"


def test_a_missing_wheel_is_one_clear_sentence() -> None:
    with pytest.raises(
        CannotRun, match=r"The wheel with the PostgreSQL \(no-such-wheel\) is not installed, or there is"
    ):
        place.package_of("no_such_wheel", "PostgreSQL")


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    directory = place.prepare(tmp_path / "data")
    made = place.secret(directory, "redis")
    assert place.secret(directory, "redis") == made
    assert place.secret(directory, "another") != made
    assert mode(directory / "secrets" / "redis") == 0o600
    assert mode(directory / "secrets") == 0o700


def test_removing_a_data_directory_removes_what_lies_elsewhere_for_it(tmp_path: Path) -> None:
    directory, elsewhere = place.prepare(tmp_path / "data"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (directory / "elsewhere").symlink_to(elsewhere)
    place.remove(directory)
    assert list(tmp_path.iterdir()) == []
