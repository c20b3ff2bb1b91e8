"""The installation that is injured: on a small file system where one can be had, one service in two processes."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import psutil

from deploy.demo.performance import SETTINGS
from deploy.minqing import place
from deploy.minqing.process import Process
from deploy.minqing.services import command
from deploy.minqing.supervise import Minqing, running
from shared.eventstore.provision import role_of

TWOFOLD = "casework"
SMALL = 2 * 2**30
"""Bytes of the file system that is filled up; PostgreSQL's write-ahead log may take half of it."""

_NO_LIMITS = {"GATEWAY_REQUESTS_PER_SECOND": "0", "GATEWAY_ADDRESS_PER_SECOND": "0"}
_TOLD = SETTINGS | {"gateway": _NO_LIMITS}
_LEADS = """
SELECT client_port FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND datname = current_database()
"""


@dataclass
class Installation:
    """All processes by name: servers, services, and the second one of the twofold service; `small`: may be filled."""

    minqing: Minqing
    small: bool
    second: Process = field(init=False)

    def __post_init__(self) -> None:
        self.second = Process(f"{TWOFOLD}-2", self.minqing.directory)

    @property
    def processes(self) -> dict[str, Process]:
        """Every process that runs a service."""
        return {**self.minqing.processes, self.second.name: self.second}

    def start(self, name: str) -> None:
        """Start a service's process, without waiting for it."""
        if name == self.second.name:
            told = self.minqing.wiring.environment(TWOFOLD) | _TOLD.get(TWOFOLD, {})
            port = {f"{TWOFOLD.upper()}_PORT": str(place.free_port())}
            self.second.start(command(TWOFOLD, "serve"), told | port)
        else:
            self.minqing.start_service(name)

    def restart_whoever_ended(self) -> None:
        """What Docker's restart policy does."""
        for name, process in self.processes.items():
            if not process.alive():
                self.start(name)

    def fill_up(self) -> None:
        """Leave no byte on the file system of the data."""
        with suppress(OSError), self._ballast.open("wb") as file:
            while True:
                file.write(bytes(2**20))
                file.flush()

    def make_room(self) -> None:
        """And let go of it."""
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.minqing.directory / "ballast"

    async def database(self, service: str) -> asyncpg.Connection:
        """A connection as superuser."""
        return await asyncpg.connect(self.minqing.postgres.url, database=role_of(service))

    async def leader(self) -> str:
        """Which process of the twofold service rings the bell. Raises LookupError while none does."""
        db = await self.database(TWOFOLD)
        try:
            ports = {row["client_port"] for row in await db.fetch(_LEADS)}
        finally:
            await db.close()
        for name in (TWOFOLD, self.second.name):
            if ports & _ports_of(self.processes[name]):
                return name
        raise LookupError("nobody leads")


def _ports_of(process: Process) -> set[int]:
    if not process.pid or not process.alive():
        return set()
    return {one.laddr.port for one in psutil.Process(process.pid).net_connections("tcp")}


@contextmanager
def installed() -> Iterator[Installation]:
    """The installation, started; stopped and removed at the end."""
    with TemporaryDirectory(prefix="minqing-", ignore_cleanup_errors=True) as name, _small(Path(name)) as small:
        directory = Path(name)
        directory.chmod(0o711)  # PostgreSQL, an ordinary user, has to come by
        minqing = Minqing(directory / "data", place.free_port(), _TOLD)
        installation = Installation(minqing, small)
        with running(minqing, keep=False):
            try:
                installation.start(installation.second.name)
                yield installation
            finally:
                installation.make_room()
                installation.second.stop()


@contextmanager
def _small(directory: Path) -> Iterator[bool]:
    """Whether the directory is on a file system of its own that can be filled up without harm to others."""
    mounted = os.geteuid() == 0 and _mount(directory)
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(directory)], check=False)


def _mount(directory: Path) -> bool:
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=711", "tmpfs", str(directory)],
        capture_output=True,
        check=False,
    )
    return made.returncode == 0
