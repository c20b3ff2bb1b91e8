"""How long each service takes from nothing to ready, in a process of its own, with the others up."""

from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field

import httpx

from deploy.minqing import place
from deploy.minqing.databases import migrate_all, provision_all
from deploy.minqing.embedded import temporary
from deploy.minqing.process import Process
from deploy.minqing.services import SERVICES, Wiring, command
from shared import clock
from shared.testing.waiting import until
from tests.bench.ground import Ground
from tests.bench.measuring import Benchmark, Goal, Measured, Opened

_PATIENCE_SECONDS = 90


@dataclass
class _Installation:
    """The five real services; `client` asks whether they are ready."""

    wiring: Wiring
    client: httpx.AsyncClient
    processes: dict[str, Process] = field(init=False)

    def __post_init__(self) -> None:
        self.processes = {name: Process(name, self.wiring.directory) for name in SERVICES}

    def start(self, service: str) -> None:
        """Start one, without waiting."""
        self.processes[service].start(command(service, "serve"), self.wiring.environment(service))

    async def is_ready(self, service: str) -> bool:
        """Whether it says so."""
        assert self.processes[service].alive(), self.processes[service].last_words()
        try:
            return (await self.client.get(f"{self.wiring.urls[service]}/readyz")).is_success
        except httpx.TransportError:
            return False

    async def side(self) -> Mapping[str, Measured]:
        """Each is stopped and started in turn: seconds from the start of its process until it says that it is ready."""
        return {service: Measured(await self._anew(service)) for service in SERVICES}

    async def _anew(self, service: str) -> float:
        self.processes[service].stop()
        began = clock.ticking()
        self.start(service)
        await until(lambda: self.is_ready(service), _PATIENCE_SECONDS)
        return clock.ticking() - began


@asynccontextmanager
async def starting(ground: Ground) -> Opened:
    """On servers of its own, whose databases are empty: what a service has to read is measured elsewhere."""
    with temporary() as (postgres, doorbell):
        wiring = Wiring(postgres.directory, postgres, doorbell, place.free_port())
        await provision_all(wiring.databases, SERVICES)
        await migrate_all(wiring.databases, SERVICES)
        async with _started(wiring) as installation:
            yield (installation.side,)


@asynccontextmanager
async def _started(wiring: Wiring) -> AsyncIterator[_Installation]:
    async with httpx.AsyncClient(trust_env=False) as client:
        installation = _Installation(wiring, client)
        with ExitStack() as stack:
            for service in SERVICES:
                stack.callback(installation.processes[service].stop)
                installation.start(service)
            yield installation


STARTING = (
    Benchmark("cold-start", "from nothing to ready", "s", tuple(Goal(service) for service in SERVICES), starting),
)
