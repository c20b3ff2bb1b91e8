"""An installation that is broken on purpose, and what the doctor says of it."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shlex import split

import asyncpg

from deploy.minqing.doctor.command import of_this_machine
from deploy.minqing.doctor.examining import examine
from deploy.minqing.doctor.finding import Finding, State
from deploy.minqing.doctor.judging import judge
from deploy.minqing.process import ENVIRONMENT, ROOT, wait_until
from deploy.minqing.supervise import Minqing
from shared.eventstore.provision import role_of

PATIENCE = 40


@dataclass
class Patient:
    """The installation; `last`: what was found the last time."""

    minqing: Minqing
    last: list[Finding] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.minqing.directory

    def examined(self) -> list[Finding]:
        """What the doctor finds now."""
        where, ways = of_this_machine(self.data)
        self.last = judge(asyncio.run(examine(where)), ways)
        return self.last

    def wrong(self) -> dict[tuple[str, str], Finding]:
        """What is wrong now, by what and where."""
        return {(one.what, one.where): one for one in self.examined() if one.state is State.WRONG}

    def comes_to(self, *expected: tuple[str, str]) -> dict[tuple[str, str], Finding]:
        """What is wrong once exactly this is, by what and where."""
        return self._once(lambda found: found == set(expected))

    def comes_to_at_least(self, *expected: tuple[str, str], kinds: set[str]) -> dict[tuple[str, str], Finding]:
        """What is wrong once this is, and maybe more of these kinds."""
        return self._once(lambda found: found >= set(expected) and {what for what, _ in found} <= kinds)

    def is_well(self) -> None:
        """Once nothing is wrong any more."""
        self.comes_to()

    def is_well_and_heard(self) -> None:
        """Once, besides, no follower lags and no bell is unrung."""
        self.is_well()

        def nobody_lags() -> bool:
            return not any(one.figure for one in self.examined() if one.what in ("lag", "relay") and one.unit == "s")

        assert wait_until(nobody_lags, PATIENCE, step=0.2), self.last

    def says(self, *words: str) -> tuple[int, str]:
        """Exit code and output of `minqing …`."""
        done = subprocess.run(
            [sys.executable, "-m", "deploy.minqing", *words],
            cwd=ROOT,
            env={**ENVIRONMENT, "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def follows(self, remedy: str) -> tuple[int, str]:
        """Do as a remedy says whose command is `minqing …`, as it stands there."""
        return self.says(*split(remedy[remedy.index("minqing ") :])[1:])

    def told(self, database: str, *statements: str) -> None:
        """Break or mend something in a service's database, as the superuser."""
        asyncio.run(self._told(database, statements))

    def _once(self, so: Callable[[set[tuple[str, str]]], bool]) -> dict[tuple[str, str], Finding]:
        found: dict[tuple[str, str], Finding] = {}

        def is_so() -> bool:
            found.clear()
            found.update(self.wrong())
            return so(set(found))

        assert wait_until(is_so, PATIENCE, step=0.2), found
        return found

    async def _told(self, database: str, statements: Sequence[str]) -> None:
        connection = await asyncpg.connect(self.minqing.postgres.url, database=role_of(database))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def restored_from_a_backup(patient: Patient, service: str, meanwhile: Callable[[], None]) -> Iterator[None]:
    """While the block runs, a service's database is the one from before `meanwhile`; everybody had heard of that."""
    database, backup, newer = role_of(service), "backup", "newer"
    with _at_rest(patient, service):
        patient.told("gateway", f"CREATE DATABASE {backup} TEMPLATE {database} OWNER {database}_owner")
    meanwhile()
    patient.is_well_and_heard()
    with _at_rest(patient, service):
        patient.told("gateway", f"ALTER DATABASE {database} RENAME TO {newer}")
        patient.told("gateway", f"ALTER DATABASE {backup} RENAME TO {database}")
    try:
        yield
    finally:
        with _at_rest(patient, service):
            patient.told("gateway", f"DROP DATABASE {database}")
            patient.told("gateway", f"ALTER DATABASE {newer} RENAME TO {database}")


@contextmanager
def _at_rest(patient: Patient, service: str) -> Iterator[None]:
    """While the block runs, the service does not, and nobody is connected to its database."""
    patient.minqing.processes[service].stop()
    others = f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{role_of(service)}'"
    patient.told("gateway", others)
    try:
        yield
    finally:
        patient.minqing.start_service(service)
