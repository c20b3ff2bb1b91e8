"""A process of ours is started, waited for and stopped; what a killed run left behind is found."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.minqing import place
from deploy.minqing.process import CannotRun, Process, leftovers, stop_leftovers, wait_until

OBEDIENT = "import signal; print('up', flush=True); signal.pause()"
STUBBORN = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True)\nwhile True: signal.pause()"
)
WITH_A_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); {STUBBORN}"


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    directory = place.prepare(tmp_path / "data")
    yield directory
    stop_leftovers(directory, seconds=0.1)


def start(directory: Path, code: str, name: str = "one") -> Process:
    process = Process(name, directory)
    process.start([sys.executable, "-c", code])
    process.wait_ready(lambda: "up" in process.log.read_text(), seconds=20)
    return process


def running(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_process_is_stopped_and_forgotten(directory: Path) -> None:
    process = start(directory, OBEDIENT)
    assert process.pid is not None
    process.stop()
    assert not running(process.pid)
    assert leftovers(directory) == []


def test_one_that_does_not_stop_is_killed_with_all_it_started(directory: Path) -> None:
    process = start(directory, WITH_A_CHILD)
    assert wait_until(lambda: process.log.read_text().count("up") == 2, seconds=20)
    assert process.pid is not None
    everyone = [process.pid, *(child.pid for child in psutil.Process(process.pid).children())]
    assert len(everyone) == 2
    process.stop(seconds=0.1)
    assert wait_until(lambda: not any(map(running, everyone)), seconds=20)


def test_it_is_in_a_session_of_its_own_so_that_a_ctrl_c_meant_for_us_does_not_reach_it(directory: Path) -> None:
    process = start(directory, OBEDIENT)
    assert process.pid is not None
    assert os.getsid(process.pid) == process.pid != os.getsid(0)
    process.stop()


def test_one_that_ends_at_its_start_is_told_with_its_last_words(directory: Path) -> None:
    process = Process("ledger", directory)
    process.start([sys.executable, "-c", "print('up'); raise SystemExit('no such database')"])
    with pytest.raises(CannotRun, match=r"ledger ended at its start: .*no such database"):
        process.wait_ready(lambda: False, seconds=20)


def test_one_that_is_never_ready_is_told_after_the_time_given(directory: Path) -> None:
    process = start(directory, OBEDIENT)
    with pytest.raises(CannotRun, match="one was not ready after 0 seconds: up"):
        process.wait_ready(lambda: False, seconds=0.05)
    process.stop()


def test_it_is_told_what_it_needs_and_nothing_of_our_environment(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_OURS", "1")
    process = Process("one", directory)
    process.start([sys.executable, "-c", "import os; print(sorted(os.environ))"], {"CASEWORK_PORT": "1"})
    assert process.wait(seconds=20) == 0
    assert "CASEWORK_PORT" in process.log.read_text()
    assert "SECRET_OF_OURS" not in process.log.read_text()


def test_what_a_killed_run_left_is_found_and_stopped(directory: Path) -> None:
    left = start(directory, OBEDIENT, "casework")
    assert left.pid is not None
    assert stop_leftovers(directory) == ["casework"]
    assert wait_until(lambda: not left.alive(), seconds=20)
    assert stop_leftovers(directory) == []


def test_a_number_that_now_belongs_to_another_process_is_left_alone(directory: Path) -> None:
    bystander = start(directory, OBEDIENT)
    record = json.loads(bystander.record.read_text())
    bystander.record.write_text(json.dumps({**record, "started": record["started"] - 60}))
    assert stop_leftovers(directory) == []
    assert bystander.alive()
    bystander.stop()


def test_a_torn_record_is_no_leftover(directory: Path) -> None:
    (directory / "run" / "ledger.json").write_text('{"pid": 1')
    assert stop_leftovers(directory) == []
