"""Processes of ours: started in a group of their own, waited for, stopped; and what a killed run left behind."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from deploy.minqing.user import User

ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": os.defpath, "TZ": "UTC"}
"""What every process is told; nothing of the starter's own environment reaches it unasked."""

ROOT = Path(__file__).parents[2]
"""What `python -m services.…` is relative to."""

SERVERS = ("postgres", "redis")
"""Stopped after the services that use them; both end cleanly on SIGINT."""

_STEP = 0.02  # seconds between two looks at a condition
_LAST_LINES = 5


class CannotRun(Exception):
    """Why Minqing cannot run here: one sentence for the person who started it."""


def wait_until(condition: Callable[[], bool], seconds: float, step: float = _STEP) -> bool:
    """Whether the condition came true within `seconds`, looking every `step` seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True


@dataclass
class Process:
    """One process under a data directory: `run/<name>.json` says which it is, `log/<name>.log` what it said."""

    name: str
    directory: Path
    popen: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        """Where its output goes, appended."""
        return self.directory / "log" / f"{self.name}.log"

    @property
    def record(self) -> Path:
        """Number and start of the process, to know it again after a crash of whoever started it."""
        return self.directory / "run" / f"{self.name}.json"

    @property
    def pid(self) -> int | None:
        """Its number, once started."""
        return self.popen.pid if self.popen else None

    def start(
        self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None, user: User | None = None
    ) -> None:
        """Start it in a session of its own, so that a Ctrl-C meant for the starter does not reach it."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**ENVIRONMENT, **(environment or {})},
                start_new_session=True,
                **(user.as_popen() if user else {"cwd": ROOT}),
            )
        self._remember(self.popen.pid)

    def alive(self) -> bool:
        """Whether it runs."""
        return self.popen is not None and self.popen.poll() is None

    def wait_ready(self, ready: Callable[[], bool], seconds: float, why_not: Callable[[], str] | None = None) -> None:
        """Wait for the condition. Raises CannotRun, with the reason, when the process ends or takes too long.

        The reason is what `why_not` says, or else the last lines of its log.
        """
        came = wait_until(lambda: not self.alive() or ready(), seconds, step=0.05)
        if not self.alive():
            raise CannotRun(f"{self.name} ended at its start: {self.last_words()}")
        if not came:
            raise CannotRun(f"{self.name} was not ready after {seconds:.0f} seconds: {(why_not or self.last_words)()}")

    def wait(self, seconds: float) -> int:
        """Its exit code, once it has ended by itself. Raises CannotRun when it does not in time."""
        if not wait_until(lambda: not self.alive(), seconds):
            raise CannotRun(f"{self.name} did not end within {seconds:.0f} seconds: {self.last_words()}")
        return self.popen.returncode if self.popen else 0

    def ask_to_stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Send the signal on which it ends by itself."""
        if self.popen and self.alive():
            self.popen.send_signal(how)

    def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = 15) -> None:
        """Ask it to stop, wait, and kill its group when it does not."""
        if self.popen is None:
            return
        self.ask_to_stop(how)
        try:
            self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()
        self.record.unlink(missing_ok=True)

    def last_words(self) -> str:
        """The end of its log, on one line."""
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return " | ".join(lines[-_LAST_LINES:]) or "it said nothing"

    def _remember(self, pid: int) -> None:
        self.record.parent.mkdir(parents=True, exist_ok=True)
        self.record.write_text(json.dumps({"pid": pid, "started": psutil.Process(pid).create_time()}))


def leftovers(directory: Path) -> list[tuple[str, psutil.Process]]:
    """Processes that an earlier run started here and, being killed, did not stop: (name, process)."""
    records = sorted((directory / "run").glob("*.json"))
    found = [(record.stem, _recorded(record)) for record in records]
    return [(name, process) for name, process in found if process is not None]


def stop_leftovers(directory: Path, seconds: float = 15) -> list[str]:
    """Stop them, services first, and say which. A number that by now belongs to another process is left alone."""
    found = dict(leftovers(directory))
    _end([process for name, process in found.items() if name not in SERVERS], signal.SIGTERM, seconds)
    _end([process for name, process in found.items() if name in SERVERS], signal.SIGINT, seconds)
    for record in (directory / "run").glob("*.json"):
        record.unlink()
    return list(found)


def _recorded(record: Path) -> psutil.Process | None:
    try:
        said = json.loads(record.read_text())
        process = psutil.Process(said["pid"])
        return process if abs(process.create_time() - said["started"]) < 1 else None
    except (psutil.NoSuchProcess, ValueError, KeyError):
        return None


def _end(processes: list[psutil.Process], how: signal.Signals, seconds: float) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(how)
    _, left = psutil.wait_procs(processes, seconds)
    for process in left:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
