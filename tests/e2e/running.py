"""`minqing` as a person starts it in a terminal, and uses it."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from deploy.minqing import place
from deploy.minqing.credentials import Credentials
from deploy.minqing.process import ROOT, leftovers, wait_until
from deploy.minqing.services import SERVICES

PATIENCE = 120
PASSWORD = "correct horse battery staple"
NOW = "2010-11-22T07:00:00+08:00"
EVERYBODY = {"postgres", "redis", *SERVICES}


@dataclass
class Run:
    """One `minqing run`, and what it printed."""

    data: Path
    port: int
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def up(self) -> bool:
        return self.process.poll() is not None or "Minqing runs" in self.output.read_text()

    def said(self) -> str:
        return " ".join(self.output.read_text().split())

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


RUNS: list[Run] = []

AS_IN_A_TERMINAL = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)
"""Ctrl-C is heard: whoever runs the tests in the background has them ignore it, and all they start."""


def start(data: Path, port: int | None = None) -> Run:
    port = port or place.free_port()
    output = data.parent / f"output-{time.monotonic_ns()}"
    with output.open("wb") as file:
        run = [sys.executable, "-m", "deploy.minqing", "run", "--data", str(data), "--port", str(port)]
        command = [sys.executable, "-c", AS_IN_A_TERMINAL, *run]
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


def minqing(run: Run, *words: str) -> tuple[int, str]:
    """Exit code and output of a command, on one line."""
    environment = {"PATH": os.defpath, "MINQING_PASSWORD": PASSWORD, "MINQING_GATEWAY": run.url, "COLUMNS": "200"}
    command = [sys.executable, "-m", "deploy.minqing", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def open_district(run: Run) -> None:
    """The sandbox district `shifan`, with its administrator."""
    operator = {"account": "operator", "password": Credentials(run.data / "secrets").operator_password()}
    first = {"login": "admin", "password": PASSWORD}
    district = {"tenant": "shifan", "name": "示范区", "sandbox": True, "now": NOW, "administrator": first}
    with httpx.Client(base_url=f"{run.url}/api/v1") as api:
        token = api.post("/sessions", json=operator).raise_for_status().json()["token"]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "open"}
        api.post("/districts", json=district, headers=headers).raise_for_status()
