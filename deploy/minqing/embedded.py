"""PostgreSQL and a Redis-compatible server from wheels, as plain processes of this machine, for demo and tests."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import redis

from deploy.minqing import place
from deploy.minqing.process import ENVIRONMENT, CannotRun, Process, stop_leftovers
from deploy.minqing.user import User, ordinary_user

SUPERUSER = "postgres"

_READY_SECONDS = 60  # after a crash PostgreSQL first replays its write-ahead log
_SOCKET_PATH = 90  # bytes; the system's limit for a socket's whole name is about 104
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",  # five services with their pools, and whoever looks on
    "shared_buffers": "128MB",
    "fsync": "on",  # an acknowledged command is on disk, on a laptop too
    "synchronous_commit": "on",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "jit": "off",  # statements here are small; compiling them costs more than it gains
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # the details of an error may quote a row
    "password_encryption": "scram-sha-256",
}


@dataclass
class Postgres:
    """A PostgreSQL 18 cluster under `directory`; started again, it has what it had, on the same port.

    `settings` are added to ours, by PostgreSQL's own names. Without `port` a free one is taken.
    """

    directory: Path
    port: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
    user: User | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.directory = place.prepare(self.directory)
        self.process = Process("postgres", self.directory)
        self.user = ordinary_user(self.directory)
        self.home = place.home_of(self.user, self.directory)
        self.password = place.secret(self.directory, "postgres")

    @property
    def data(self) -> Path:
        """The cluster's own directory."""
        return self.home / "postgres"

    @property
    def url(self) -> str:
        """The server as its superuser."""
        return f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Make the cluster if there is none, start the server, wait until it answers. Raises CannotRun."""
        programs = place.postgres_programs(self.user, self.home)
        if not self.data.exists():
            self._make(programs)
        self.port = self.port or place.free_port()
        place.require_free(self.port, "PostgreSQL", "start again")
        options = {**_SETTINGS, **self.settings, "port": str(self.port), "unix_socket_directories": self._socket()}
        arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        self.process.start([programs / "postgres", "-D", self.data, *arguments], user=self.user)
        self.process.wait_ready(self._ready, _READY_SECONDS)

    def stop(self) -> None:
        """Stop it, ending whoever is still connected; what was committed is on disk."""
        self.process.stop(signal.SIGINT, seconds=30)

    def _make(self, programs: Path) -> None:
        new = self.home / "postgres.new"  # becomes the cluster only when it is whole
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        password = self.home / "postgres.password"
        place.write_secret(password, self.password)
        if self.user:
            self.user.owns(new)
            self.user.owns(password)
        try:
            self._initdb(programs, new, password)
        finally:
            password.unlink()
        new.rename(self.data)

    def _initdb(self, programs: Path, new: Path, password: Path) -> None:
        how = ["--username", SUPERUSER, "--auth=scram-sha-256", f"--pwfile={password}"]
        how += ["--encoding=UTF8", "--locale=C", "--no-instructions"]
        user = self.user.as_popen() if self.user else {}
        command = [str(programs / "initdb"), "-D", str(new), *how]
        made = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False, **user)
        if made.returncode != 0:
            raise CannotRun(f"PostgreSQL could not make its data directory {new}: {_last_line(made.stderr)}")

    def _socket(self) -> str:
        return str(self.data) if len(os.fsencode(self.data)) <= _SOCKET_PATH else ""

    def _ready(self) -> bool:
        with contextlib.suppress(FileNotFoundError):
            words = (self.data / "postmaster.pid").read_text().split()
            return words[:1] == [str(self.process.pid)] and words[-1] == "ready"
        return False


@dataclass
class Redis:
    """A Redis-compatible server under `directory`, in memory alone: nothing in it is the only copy of anything."""

    directory: Path
    port: int = 0

    def __post_init__(self) -> None:
        self.directory = place.prepare(self.directory)
        self.process = Process("redis", self.directory)
        self.user = ordinary_user(self.directory)
        self.home = place.home_of(self.user, self.directory)
        self.password = place.secret(self.directory, "redis")

    @property
    def url(self) -> str:
        """The server with its password."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers. Raises CannotRun."""
        program = place.redis_program(self.user, self.home)
        self.port = self.port or place.free_port()
        place.require_free(self.port, "the Redis-compatible server", "start again")
        self.process.start([program, self._configuration()], user=self.user)
        self.process.wait_ready(self._ready, _READY_SECONDS)

    def stop(self) -> None:
        """Stop it; what it held is gone."""
        self.process.stop()

    def _configuration(self) -> Path:
        path = self.home / "redis.conf"  # a file, since a command line is seen by everyone on the machine
        said = {"bind": "127.0.0.1", "port": self.port, "requirepass": self.password, "dir": "/"}
        said |= {"save": '""', "appendonly": "no", "maxmemory": "512mb", "maxmemory-policy": "noeviction"}
        place.write_secret(path, "".join(f"{name} {value}\n" for name, value in said.items()))
        if self.user:
            self.user.owns(path)
        return path

    def _ready(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


@contextlib.contextmanager
def temporary(settings: Mapping[str, str] | None = None) -> Iterator[tuple[Postgres, Redis]]:
    """Both servers, started in a directory that goes when they go: for tests."""
    directory = Path(tempfile.mkdtemp(prefix="minqing-"))
    directory.chmod(0o711)
    postgres, doorbell = Postgres(directory, settings=settings or {}), Redis(directory)
    try:
        postgres.start()
        doorbell.start()
        yield postgres, doorbell
    finally:
        doorbell.stop()
        postgres.stop()
        stop_leftovers(directory)
        place.remove(directory)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]
