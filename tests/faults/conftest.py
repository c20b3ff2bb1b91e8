"""One run of work under injuries, for all tests to look at: its seed and its measures come from the command line."""

import asyncio
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from deploy.demo.receiver import Receiver
from deploy.minqing import place
from deploy.minqing.services import WITH_A_LOG
from shared.ids import Tenant
from tests.faults import districts, raw
from tests.faults.effects import followed
from tests.faults.injuries import EACH, NEEDS_A_SMALL_DISK, Lasting, schedule
from tests.faults.installation import Installation, installed
from tests.faults.raw import RawLog
from tests.faults.working import Work, at_rest, days_later, recoveries, told, worked


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, default=0, help="of the order of injuries; printed, and random without it")
    parser.addoption("--only", default="", help="the injuries whose name begins so")
    parser.addoption("--short", action="store_true", help="each injury once, in pairs, at half the rate")


@dataclass(frozen=True)
class Suffered:
    """The installation at rest after the work, what its clients wrote down, and its raw logs."""

    here: Installation
    work: Work
    logs: Mapping[str, RawLog]
    receiver: Receiver
    short: bool

    @property
    def subscriptions(self) -> dict[str, str]:
        """District → its office's subscription."""
        return {one.tenant: one.subscription for one in self.work.districts}


@pytest.fixture(scope="session")
def suffered(request: pytest.FixtureRequest) -> Iterator[Suffered]:
    with installed() as here:
        yield asyncio.run(_run(here, request.config))


async def _run(here: Installation, config: pytest.Config) -> Suffered:
    seed = config.getoption("--seed") or random.SystemRandom().randrange(10**6)
    short = config.getoption("--short")
    say = _speaker(config)
    say(f"seed {seed}{', short' if short else ''}")
    if not here.small:
        say(f"Not done: {NEEDS_A_SMALL_DISK}. Only root may have a small file system.")
    secrets: dict[str, str] = {}
    async with Receiver(place.free_port(), secrets) as receiver:
        work = Work([await _opened(here, tenant, receiver, secrets) for tenant in districts.TENANTS])
        rounds, rate = (0, 25.0) if short else (5, 50.0)
        lasting = Lasting(outage=3, away=3) if short else Lasting(outage=60, away=30)
        await worked(
            here,
            work,
            rate,
            schedule(seed, rounds, [name for name in EACH if _is_wanted(name, here, config)]),
            lasting,
            say,
        )
        for district in work.districts:
            await at_rest(here, district)
        await days_later(here, work.districts)
    logs = {service: await raw.read(here, service) for service in WITH_A_LOG}
    suffered = Suffered(here, work, logs, receiver, short)
    say("\n" + told(recoveries(work, list(followed(logs, suffered.subscriptions)))))
    return suffered


def _is_wanted(name: str, here: Installation, config: pytest.Config) -> bool:
    return name.startswith(config.getoption("--only")) and (here.small or name != NEEDS_A_SMALL_DISK)


async def _opened(
    here: Installation, tenant: Tenant, receiver: Receiver, secrets: dict[str, str]
) -> districts.District:
    district = await asyncio.to_thread(districts.opened, here.minqing, tenant, receiver.address)
    secrets[tenant] = district.secret
    return district


def _speaker(config: pytest.Config) -> Callable[[str], None]:
    """Tells at once, past pytest's capture: a run takes its time."""
    reporter, capture = (config.pluginmanager.getplugin(name) for name in ("terminalreporter", "capturemanager"))

    def say(line: str) -> None:
        with capture.global_and_fixture_disabled():
            reporter.write_line(line)
            reporter.flush()

    return say
