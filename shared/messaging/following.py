"""Everything that follows logs in a service: read models, policies, timers, its own log's and the others'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal  # readings are JSON for other services

from shared.eventstore.connect import Database
from shared.eventstore.handle import Handling
from shared.eventstore.projections import Policy, Projection
from shared.eventstore.rows import EventLog
from shared.eventstore.timers import Timers
from shared.ids import Tenant
from shared.messaging.broker import RedisBell
from shared.messaging.pull import HttpFeed


@dataclass(frozen=True)
class Followers:
    """What a service keeps and does on hearing. The timers' projections need not be listed again."""

    projections: Sequence[Projection] = ()
    policies: Sequence[Policy] = ()
    timers: Sequence[Timers] = ()


@dataclass(frozen=True)
class Problem:
    """Something that stands still until a person acts, with what to do; holds ids and codes, never content."""

    kind: Literal["stopped", "parked", "timer"]
    follower: str
    producer: str
    tenant: Tenant
    key: str
    position: int
    reason: str
    remedy: str


@dataclass(frozen=True)
class Lag:
    """How far a follower is behind its producer's head: positions (facts, for another service), and for how long."""

    follower: str
    producer: str
    tenant: Tenant
    behind: int
    seconds: float


class Following:
    """All followers of a service, started and stopped together.

    `peers`: the feeds of the services that are heard. Make one bell a process; it is also the relay's.
    """

    def __init__(
        self,
        database: Database,
        log: EventLog,
        handling: Handling,
        followers: Followers,
        peers: Mapping[str, HttpFeed],
        bell: RedisBell,
    ) -> None:
        raise NotImplementedError

    async def start(self) -> None:
        """Make missing tables, take over the places, and follow in the background (also while peers or Redis are away)."""
        raise NotImplementedError

    async def stop(self, drain_seconds: float = 10) -> None:
        """End each page under way, keep all places, and stop."""
        raise NotImplementedError

    async def reached(self, tenant: Tenant, position: int, deadline: float) -> bool:
        """Wait up to `deadline` seconds until the service's own read models show its log up to `position`."""
        raise NotImplementedError

    async def set_clock(self, tenant: Tenant, now: datetime) -> None:
        """Move a sandbox's clock forward and fire its timers in order until none is due. Raises Refused `clock-only-forward`."""
        raise NotImplementedError

    async def positions(self, tenant: Tenant | None = None) -> dict[str, Any]:
        """The body of GET /positions, of one district or of all; `shared.messaging.quiet` reads it."""
        raise NotImplementedError

    def lag(self) -> list[Lag]:
        """Who is behind, and for how long, against the heads last seen."""
        raise NotImplementedError

    async def problems(self) -> list[Problem]:
        """Stopped producers, parked keys, timers that a rule refused."""
        raise NotImplementedError
