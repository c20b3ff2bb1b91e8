"""PostgreSQL's own programs: a database to a file and back, with passwords that no command line shows."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from deploy.minqing import place
from deploy.minqing.process import ENVIRONMENT, CannotRun

_ALL_BUT_KEYS = ("--exclude-schema=keys",)
_KEYS = ("--schema=keys",)


@dataclass(frozen=True)
class Programs:
    """`pg_dump` and `pg_restore`."""

    folder: Path

    def dump(self, url: str, snapshot: str, to: Path) -> None:
        """Write a database as a snapshot has it, without its keys. Raises CannotRun."""
        self._dump(url, snapshot, to, _ALL_BUT_KEYS)

    def dump_keys(self, url: str, snapshot: str, to: Path) -> None:
        """Write the keys alone. Raises CannotRun."""
        self._dump(url, snapshot, to, _KEYS)

    def restore(self, url: str, file: Path) -> None:
        """Fill a database from a file, all of it or nothing. Raises CannotRun."""
        self._run(url, file, ["pg_restore", "--single-transaction", "--exit-on-error"], str(file))

    def _dump(self, url: str, snapshot: str, to: Path, what: tuple[str, ...]) -> None:
        self._run(url, to, ["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={to}", *what])

    def _run(self, url: str, file: Path, words: list[str], *files: str) -> None:
        parts = urlsplit(url)
        nameless = urlunsplit(parts._replace(netloc=f"{parts.username}@{parts.netloc.rpartition('@')[2]}"))
        command = [str(self.folder / words[0]), *words[1:], "--no-password", f"--dbname={nameless}", *files]
        told = {**ENVIRONMENT, "PGPASSWORD": unquote(parts.password or ""), "PGCONNECT_TIMEOUT": "10"}
        done = subprocess.run(command, capture_output=True, text=True, env=told, check=False)
        if done.returncode != 0:
            said = (done.stderr.strip().splitlines() or ["it said nothing"])[0]
            raise CannotRun(f"{words[0]} failed with {file.name}: {said}")


def programs() -> Programs:
    """Where they are. Raises CannotRun where they are not."""
    return Programs(place.postgres_programs(None, Path()))
