"""What can be seen of an installation at one moment; seconds are by the clock of whoever is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from shared.ids import Tenant


@dataclass(frozen=True)
class Away:
    """It could not be looked at, and why; `silent`: nobody answered at all; `full`: all connections are taken."""

    reason: str
    silent: bool = True
    full: bool = False


@dataclass(frozen=True)
class Server:
    """PostgreSQL; `ahead`: the seconds by which its clock is ahead of this machine's."""

    version: str
    ahead: float
    connections: int
    at_most: int
    settings: Mapping[str, str]


@dataclass(frozen=True)
class At:
    """Where one follower stands in one district's log, as its row says; without one, at the beginning."""

    tenant: Tenant
    producer: str
    follower: str
    version: int
    store: UUID | None = None
    fact: int = 0
    position: int = 0
    hash: bytes = b""
    token: UUID | None = None


@dataclass(frozen=True)
class Build:
    """A set of a read model's tables, and whether it is read."""

    projection: str
    number: int
    live: bool


@dataclass(frozen=True)
class ParkedKeys:
    """What one follower has parked in one district; `position`: of the first event that is at fault itself."""

    tenant: Tenant
    producer: str
    follower: str
    version: int
    keys: int
    position: int
    oldest: float


@dataclass(frozen=True)
class Journal:
    """The log of a service and what follows logs there; `rung`: by district, up to where; `leases`: seconds left."""

    store: UUID
    heads: Mapping[Tenant, int]
    rung: Mapping[Tenant, int]
    leads: bool
    leases: Mapping[UUID, float]
    places: Sequence[At]
    builds: Sequence[Build] = ()
    parked: Sequence[ParkedKeys] = ()
    refused: Mapping[Tenant, int] = field(default_factory=dict)

    def is_read(self, at: At) -> bool:
        """Whether it is the place of a policy, or of the build that is read of a read model."""
        builds = [build for build in self.builds if build.projection == at.follower]
        return not builds or any(build.number == at.version and build.live for build in builds)


@dataclass(frozen=True)
class ServicesDatabase:
    """A service's database: the script it is at, the newest of this release, what its role is and must not be."""

    server: Server
    script: str
    newest: Sequence[str]
    role: Mapping[str, bool]
    size: int
    journal: Journal | None = None


@dataclass(frozen=True)
class Behind:
    """How a place compares with the true end of the log; `seconds`: since what it lacks was recorded."""

    at: At
    seconds: float
    same_log: bool


@dataclass(frozen=True)
class Bell:
    """Redis; `appends`: it writes what it holds to a file; `writes`: the last time it could."""

    version: str
    ahead: float
    policy: str
    used: int
    at_most: int
    appends: bool
    writes: bool


@dataclass(frozen=True)
class Answer:
    """What one process of a service answered over HTTP when it was asked whether it is ready."""

    address: str
    seconds: float
    ready: bool
    ahead: float | None = None
    lag: frozenset[tuple[str, Tenant, str]] = frozenset()
    remedies: Sequence[str] = ()


@dataclass(frozen=True)
class Disk:
    """The file system of some data; `free` is None where it cannot be seen from here."""

    name: str
    free: int | None = None
    size: int = 0


@dataclass(frozen=True)
class Seen:
    """All that was seen, by service: `places` that count, and how far these are `behind`; how far bells were `rung`.

    What is in `places` and not in `behind` is of a log that could not be read.
    """

    databases: Mapping[str, ServicesDatabase | Away]
    bell: Bell | Away
    answers: Mapping[str, Sequence[Answer | Away]]
    disks: Sequence[Disk]
    places: Mapping[str, Sequence[At]] = field(default_factory=dict)
    behind: Mapping[str, Sequence[Behind]] = field(default_factory=dict)
    rung: Mapping[str, Sequence[Behind] | None] = field(default_factory=dict)

    def journal(self, service: str) -> Journal | None:
        """A service's, where it could be read."""
        found = self.databases.get(service)
        return found.journal if isinstance(found, ServicesDatabase) else None

    def answering(self, service: str) -> bool:
        """Whether any process of a service answers."""
        return any(isinstance(each, Answer) for each in self.answers.get(service, ()))
