"""All of Minqing on one machine: both servers and five services, each a process, started in order and stopped whole."""

import asyncio
import contextlib
import fcntl
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx

from deploy.minqing import logs, place
from deploy.minqing.databases import Databases, migrate_all, provision_all
from deploy.minqing.embedded import Postgres, Redis
from deploy.minqing.installation import remember
from deploy.minqing.process import CannotRun, Process, stop_leftovers, wait_until
from deploy.minqing.services import SERVICES, Wiring, command

_READY_SECONDS = 90
_STOP_SECONDS = 20  # a service drains for ten of them


@dataclass
class Readiness:
    """What a service says when it is asked whether it is ready."""

    client: httpx.Client
    url: str
    answer: str = "no answer"
    needs_a_person: bool = False

    def there(self) -> bool:
        """Whether it is, or all that it still waits for is a person, who finds it up then."""
        try:
            answer = self.client.get(f"{self.url}/readyz")
        except httpx.HTTPError as error:
            self.answer = str(error)
            return False
        self.answer = answer.text
        self.needs_a_person = not answer.is_success and _tells_what_stands_still(answer)
        return answer.is_success or self.needs_a_person

    def said(self) -> str:
        """Its last answer, for the one who waits in vain."""
        return self.answer


@dataclass
class Minqing:
    """One installation in one data directory.

    `settings` are added to a service's environment: {"notify": {"NOTIFY_…": "…"}}. `say` is told what happens, a
    line at a time. The port is the gateway's; all others are free ones.
    """

    directory: Path
    port: int = 8080
    settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    say: Callable[[str], None] = print
    processes: dict[str, Process] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.directory = place.prepare(self.directory)
        self.postgres = Postgres(self.directory)
        self.redis = Redis(self.directory)

    @property
    def url(self) -> str:
        """Where the gateway is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def seen_as(self) -> str:
        """The address by which its services reach other processes of this machine."""
        return "127.0.0.1"

    def operator_password(self) -> str:
        """Of the first operator."""
        return self.wiring.credentials.operator_password()

    def export(self, service: str, tenant: str, to: Path) -> None:
        """Write a district's log. Raises CannotRun."""
        with to.open("w", encoding="utf-8") as file:
            logs.export(self.wiring.databases.url(service), tenant, file)

    def start(self) -> None:
        """Start everything and wait until every service is ready. Raises CannotRun."""
        place.require_free(self.port, "the gateway", "give another with --port")
        self._start_servers()
        self.wiring = Wiring(self.directory, self.postgres, self.redis, self.port)
        remember(self.directory, {name: self._environment(name) for name in SERVICES})
        self.say("Preparing the services' databases.")
        asyncio.run(_prepare(self.wiring.databases))
        self.say(f"Starting the services: {', '.join(SERVICES)}.")
        for name in SERVICES:
            self.start_service(name)
        self._wait_ready()

    def start_service(self, name: str) -> None:
        """Start one service, without waiting for it."""
        process = self.processes.setdefault(name, Process(name, self.directory))
        process.start(command(name, "serve"), self._environment(name))

    def stop(self) -> None:
        """Stop everything that was started: services first, together, then the servers."""
        for process in self.processes.values():
            process.ask_to_stop()
        for process in self.processes.values():
            process.stop(seconds=_STOP_SECONDS)
        self.redis.stop()
        self.postgres.stop()

    def started(self) -> list[Process]:
        """Whatever was started so far."""
        everything = [*self.processes.values(), self.postgres.process, self.redis.process]
        return [process for process in everything if process.pid]

    def watch(self) -> None:
        """Return only when one of the processes has ended by itself. Raises CannotRun, naming it."""
        everything = self.started()
        while not wait_until(lambda: not all(process.alive() for process in everything), seconds=3600):
            pass
        ended = next(process for process in everything if not process.alive())
        raise CannotRun(f"{ended.name} ended by itself: {ended.last_words()}")

    def _wait_ready(self) -> None:
        with httpx.Client(timeout=5, trust_env=False) as client:
            waiting = {name: Readiness(client, self.wiring.urls[name]) for name in SERVICES}
            for name, readiness in waiting.items():
                self.processes[name].wait_ready(readiness.there, _READY_SECONDS, readiness.said)
            if any(each.needs_a_person for each in waiting.values()):
                self.say(
                    f"Something stands still until a person acts: minqing doctor --data {self.directory} says what."
                )

    def _start_servers(self) -> None:
        as_whom = f" as the user {self.postgres.user.name}" if self.postgres.user else ""
        self.say(f"Starting PostgreSQL and a Redis-compatible server{as_whom}; data in {self.directory}.")
        if self.postgres.home != self.directory:
            self.say(f"That user may not enter this directory, so the servers' own files are in {self.postgres.home}.")
        self.postgres.start()
        self.redis.start()

    def _environment(self, name: str) -> dict[str, str]:
        return {**self.wiring.environment(name), **self.settings.get(name, {})}


def _tells_what_stands_still(answer: httpx.Response) -> bool:
    """A service by its problems; the gateway where each service that is not ready tells it of some.

    Whoever is not up yet says neither, and of a service that the gateway does not reach there are none to tell.
    """
    try:
        told = answer.json()
    except ValueError:
        return False
    waiting = [each for each in told.get("services", {}).values() if not each["ready"]]
    return bool(told.get("problems")) or (bool(waiting) and all(each.get("problems") for each in waiting))


async def _prepare(databases: Databases) -> None:
    await provision_all(databases, SERVICES)
    await migrate_all(databases, SERVICES)


@contextlib.contextmanager
def running(minqing: Minqing, keep: bool = True) -> Iterator[Minqing]:
    """Minqing, started; stopped when the block ends, however it ends. SIGTERM ends it as Ctrl-C does.

    Its data directory stays, unless `keep` says otherwise.
    """
    with alone(minqing.directory), _signals(_interrupt, signal.SIGTERM):
        for name in stop_leftovers(minqing.directory):
            minqing.say(f"Stopped {name}, left by a run that was killed.")
        try:
            minqing.start()
            yield minqing
        finally:
            _stop(minqing, keep)


def discard(directory: Path) -> None:
    """Remove a data directory, or all that are in `directory`, stopping what a killed run left in them.

    What is no data directory is left alone. Raises CannotRun while Minqing runs with one of them.
    """
    for lock in [*directory.glob(place.LOCK), *directory.glob(f"*/{place.LOCK}")]:
        with alone(lock.parent):
            stop_leftovers(lock.parent)
            place.remove(lock.parent)
    if directory.is_dir() and not any(directory.iterdir()):
        directory.rmdir()


def _stop(minqing: Minqing, keep: bool) -> None:
    if minqing.started():
        minqing.say("Stopping everything that was started.")
    with _signals(signal.SIG_IGN, signal.SIGINT, signal.SIGTERM):  # a second Ctrl-C leaves nothing half stopped
        minqing.stop()
        if not keep:
            place.remove(minqing.directory)


@contextlib.contextmanager
def alone(directory: Path) -> Iterator[IO[str]]:
    """The data directory for us alone. Raises CannotRun when another run has it."""
    with (directory / place.LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotRun(
                f"Minqing already runs with the data directory {directory}: stop it, or give another with --data."
            ) from error
        yield lock


@contextlib.contextmanager
def _signals(handler: Callable[..., None] | signal.Handlers, *numbers: signal.Signals) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
