"""What to say to an installation, in commands that exist there: one of this machine, or one in containers."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psutil

from deploy.minqing.gateway import LOCAL
from deploy.minqing.process import leftovers


class Ways(Protocol):
    """Each answers a sentence, or for `minqing` a command."""

    def minqing(self, words: str, who: str = "") -> str:
        """The command line; `who`: its group that asks the gateway, whose options come first."""
        ...

    def recovery(self, group: str, words: str) -> str:
        """A group of the command line that asks the databases themselves."""
        ...

    def rebuild(self, service: str, projection: str) -> str:
        """Make a read model anew from a log that is another now: a command."""
        ...

    def start(self, part: str) -> str:
        """Bring up a service or server that does not answer."""
        ...

    def restart(self, part: str) -> str:
        """End it and start it again."""
        ...

    def migrate(self) -> str:
        """Bring databases into the shape that this release needs."""
        ...

    def provision(self) -> str:
        """Give databases their roles again."""
        ...

    def more_connections(self) -> str:
        """Let PostgreSQL take more connections."""
        ...

    def disk(self) -> str:
        """See how much room is left where that cannot be seen from here."""
        ...


@dataclass(frozen=True)
class OfThisMachine:
    """What `minqing run`, or the demo, started in a data directory."""

    directory: Path
    url: str

    def minqing(self, words: str, who: str = "") -> str:
        """With where it is, unless that goes without saying."""
        gateway = "" if self.url == LOCAL else f" --gateway {self.url}"
        data = f"--data {shlex.quote(str(self.directory))}"
        return f"minqing {who} {data}{gateway} {words}" if who else f"minqing {words} {data}"

    def recovery(self, group: str, words: str) -> str:
        """Where they are comes first."""
        return f"minqing {group} --data {shlex.quote(str(self.directory))} {words}"

    def rebuild(self, service: str, projection: str) -> str:
        """Asked of the service's own command line."""
        return self.minqing(f"projections rebuild {service} {projection} --despite-difference")

    def start(self, part: str) -> str:
        """Wake it where it only sleeps; otherwise the whole is started, as it is stopped."""
        process = dict(leftovers(self.directory)).get(part)
        if process is None:
            return f"It does not run; {self._log(part)} says why. {self._again}"
        if process.status() == psutil.STATUS_STOPPED:
            return f"Its process is stopped: kill -CONT {process.pid}"
        return f"Its process {process.pid} runs; {self._log(part)} says what it does. {self._again}"

    def restart(self, part: str) -> str:
        """All of it, since one process alone is not started again here."""
        return f"{self._log(part)} says why; where nothing else helps: {self._again[0].lower()}{self._again[1:]}"

    def migrate(self) -> str:
        """Done at every start."""
        return self._again

    def provision(self) -> str:
        """Done at every start."""
        return self._again

    def more_connections(self) -> str:
        """Whoever holds them lets go at the end."""
        return self._again

    def disk(self) -> str:
        """Where it lies."""
        return f"df -h {shlex.quote(str(self.directory))} says."

    @property
    def _again(self) -> str:
        port = self.url.rpartition(":")[2]
        given = "" if self.url == LOCAL else f" --port {port}"
        return f"End what still runs with Ctrl-C, and start it: {self.minqing('run')}{given}"

    def _log(self, part: str) -> Path:
        return self.directory / "log" / f"{part}.log"


@dataclass(frozen=True)
class InContainers:
    """What `docker compose` started."""

    def minqing(self, words: str, who: str = "") -> str:
        """In a container of its own."""
        return " ".join(filter(None, ("docker compose run --rm minqing", who, words)))

    def recovery(self, group: str, words: str) -> str:
        """In a container that has the superuser's secret."""
        return f"docker compose run --rm recovery {group} {words}"

    def rebuild(self, service: str, projection: str) -> str:
        """Asked of the service in its container."""
        told = f"python -m services.{service}.main projections rebuild {projection} --despite-difference"
        return f"docker compose exec -T {service} {told}"

    def start(self, part: str) -> str:
        """What runs already is left alone."""
        return f"docker compose logs --tail 50 {part} says why; then: docker compose up -d --wait {part}"

    def restart(self, part: str) -> str:
        """One container, or its replicas."""
        return f"docker compose logs --tail 50 {part} says why; where nothing else helps: docker compose restart {part}"

    def migrate(self) -> str:
        """The container that does it at a start."""
        return "docker compose run --rm migrations"

    def provision(self) -> str:
        """The container that does it at a start."""
        return "docker compose run --rm provision"

    def more_connections(self) -> str:
        """A setting, for good."""
        return "Add 27 for each process to POSTGRES_CONNECTIONS in .env, then: docker compose up -d --wait"

    def disk(self) -> str:
        """The container sees it."""
        return "docker compose exec postgres df -h /var/lib/postgresql/data says."
