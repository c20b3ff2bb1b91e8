"""`minqing run`, as a person starts, stops and kills it."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from deploy.minqing import place
from deploy.minqing.process import ROOT, leftovers, wait_until
from deploy.minqing.services import SERVICES
from deploy.minqing.supervise import discard

PATIENCE = 120
EVERYBODY = {"postgres", "redis", *SERVICES}


@dataclass
class Run:
    """One `minqing run`, and what it printed."""

    data: Path
    port: int
    process: subprocess.Popen[bytes]
    output: Path

    def up(self) -> bool:
        return self.process.poll() is not None or "Minqing runs" in self.output.read_text()

    def said(self) -> str:
        return " ".join(self.output.read_text().split())

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


RUNS: list[Run] = []


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("run") / "data"
    yield directory
    for run in RUNS:
        if run.process.poll() is None:  # a test failed half way
            run.end(signal.SIGINT)
    discard(directory)


def start(data: Path, port: int | None = None) -> Run:
    port = port or place.free_port()
    output = data.parent / f"output-{time.monotonic_ns()}"
    with output.open("wb") as file:
        command = [sys.executable, "-m", "deploy.minqing", "run", "--data", str(data), "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, start_new_session=True)
    RUNS.append(Run(data, port, process, output))
    return RUNS[-1]


def started(data: Path) -> Run:
    run = start(data)
    assert wait_until(run.up, PATIENCE, step=0.1)
    assert run.process.poll() is None, run.said()
    return run


def processes(data: Path) -> dict[str, psutil.Process]:
    return dict(leftovers(data))


def all_gone(those: dict[str, psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in those.values())


@pytest.fixture(scope="module")
def first(data: Path) -> Run:
    return started(data)


def test_every_service_is_ready_when_it_says_so(first: Run) -> None:
    assert set(processes(first.data)) == EVERYBODY
    assert httpx.get(f"http://127.0.0.1:{first.port}/readyz").json()["ready"] is True


def test_two_at_once_with_the_same_data_are_refused_in_one_line(first: Run) -> None:
    second = start(first.data)
    assert second.process.wait(PATIENCE) == 1
    assert second.said().startswith("minqing: Minqing already runs with the data directory")
    assert set(processes(first.data)) == EVERYBODY


def test_a_port_in_use_is_refused_in_one_line_and_nothing_is_left_running(first: Run, tmp_path: Path) -> None:
    second = start(tmp_path / "another", port=first.port)
    assert second.process.wait(PATIENCE) == 1
    assert f"minqing: Port {first.port} for the gateway cannot be used" in second.said()
    assert processes(tmp_path / "another") == {}


def test_ctrl_c_stops_everything_that_was_started_and_only_that(first: Run) -> None:
    with subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"]) as bystander:
        ours = processes(first.data)
        assert first.end(signal.SIGINT) == 130
        assert all_gone(ours)
        assert bystander.poll() is None
        bystander.kill()


def test_what_a_killed_run_left_is_stopped_by_the_next_and_sigterm_stops_that(data: Path) -> None:
    killed = started(data)
    left = processes(data)
    killed.end(signal.SIGKILL)
    assert not all_gone(left)
    following = started(data)
    ours = processes(data)
    assert all_gone(left)
    assert "Stopped casework, left by a run that was killed." in following.said()
    following.end(signal.SIGTERM)
    assert all_gone(ours)


def test_no_secret_is_in_a_log_or_readable_by_others(data: Path) -> None:
    secrets = [file for file in (data / "secrets").iterdir() if file.suffix != ".json"]
    logs = "\n".join(file.read_text(errors="replace") for file in (data / "log").iterdir())
    assert len(secrets) > 20
    for file in secrets:
        assert file.stat().st_mode & 0o077 == 0
        assert file.read_text().strip() not in logs
    told = json.loads((data / "secrets" / "environments.json").read_text())
    assert set(told) == set(SERVICES)
