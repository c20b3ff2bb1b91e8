"""The run itself: clients at work, one injury after the other, and how long each took to be over."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median, quantiles

import httpx

from deploy.minqing.services import WITH_A_LOG
from shared import clock
from tests.faults.districts import District
from tests.faults.effects import Followed
from tests.faults.injuries import EACH, Lasting
from tests.faults.installation import TWOFOLD, Installation
from tests.faults.load import Journal, clients

LAG = timedelta(seconds=1)
LATER = "2010-12-06T09:00:00+08:00"
"""The day before the limit of what was accepted when all clocks stood at the beginning."""
_CALM = timedelta(seconds=2)
_RECOVERY_SECONDS = 120.0
_LOOK_SECONDS = 0.25
_BEFORE_THE_FIRST_SECONDS = 5.0


@dataclass(frozen=True)
class Harm:
    """One or several injuries at once: begun, over; and when the services were seen to keep up again."""

    names: tuple[str, ...]
    begun: datetime
    over: datetime
    calm: datetime


@dataclass
class Work:
    """What was done and suffered."""

    districts: Sequence[District]
    journal: Journal = field(default_factory=Journal)
    harms: list[Harm] = field(default_factory=list)


async def worked(
    here: Installation,
    work: Work,
    rate: float,
    schedule: Sequence[tuple[str, ...]],
    lasting: Lasting,
    say: Callable[[str], None],
) -> None:
    """Work until each of the schedule's injuries has been suffered and everything has come to rest."""
    over = asyncio.Event()
    running = [
        asyncio.create_task(one.run(over)) for one in clients(here.minqing.url, work.districts, rate, work.journal)
    ]
    try:
        await asyncio.sleep(_BEFORE_THE_FIRST_SECONDS)
        for names in schedule:
            work.harms.append(await _suffer(here, work, names, lasting))
            took = (work.harms[-1].calm - work.harms[-1].over).total_seconds()
            say(f"{' + '.join(names)}: calm after {took:.1f} s; {len(work.journal.acknowledged)} commands so far")
    finally:
        over.set()
        await asyncio.gather(*running)


async def _suffer(here: Installation, work: Work, names: tuple[str, ...], lasting: Lasting) -> Harm:
    begun = clock.now()
    ends = await asyncio.gather(*(EACH[name](here, lasting) for name in names))
    over = max(ends)
    await asyncio.to_thread(here.restart_whoever_ended)
    await _calm(here, work, over)
    return Harm(names, begun, over, clock.now())


async def _calm(here: Installation, work: Work, over: datetime) -> None:
    """Wait until every service has acknowledged a command since and says that it keeps up, for a while."""
    until, quiet_since = clock.ticking() + _RECOVERY_SECONDS, None
    async with httpx.AsyncClient(base_url=here.minqing.url, timeout=5, trust_env=False) as client:
        while quiet_since is None or clock.now() - quiet_since < _CALM:
            if clock.ticking() > until:
                raise AssertionError(f"no calm {_RECOVERY_SECONDS:.0f} s after an injury: {await _told(client)}")
            await asyncio.sleep(_LOOK_SECONDS)
            well = _acknowledged_since(work.journal, over) and await _keeps_up(client)
            quiet_since = (quiet_since or clock.now()) if well else None


def _acknowledged_since(journal: Journal, over: datetime) -> bool:
    latest = journal.latest()
    return all(name in latest and latest[name] > over for name in WITH_A_LOG)


async def _keeps_up(client: httpx.AsyncClient) -> bool:
    try:
        answer = await client.get("/readyz")
    except httpx.HTTPError:
        return False
    told = answer.json()["services"].values() if answer.is_success else ()
    return bool(told) and all(one["lag_seconds"] < LAG.total_seconds() for one in told)


async def _told(client: httpx.AsyncClient) -> str:
    try:
        return (await client.get("/readyz")).text
    except httpx.HTTPError as error:
        return repr(error)


async def at_rest(here: Installation, district: District) -> None:
    """Wait until nothing is under way in a district. Raises AssertionError when that takes long."""
    headers = {"authorization": f"Bearer {district.tokens['admin']}"}
    until, said = clock.ticking() + _RECOVERY_SECONDS, ""
    async with httpx.AsyncClient(base_url=here.minqing.url, headers=headers, timeout=60, trust_env=False) as client:
        while clock.ticking() < until:
            answer = await client.get("/api/v1/sandbox/quiet?wait=20")
            if answer.is_success:
                return
            said = answer.text
    raise AssertionError(f"{district.tenant} does not come to rest: {said}")


async def days_later(here: Installation, districts: Sequence[District]) -> None:
    """Move all clocks beyond the limits of what was accepted, while the service whose timers fire is killed."""
    moved = asyncio.gather(*(_move_clock(here, district) for district in districts))
    await EACH[f"kill -9 {TWOFOLD}"](here, Lasting(0, 0))
    await moved
    for district in districts:
        await at_rest(here, district)


async def _move_clock(here: Installation, district: District) -> None:
    """Ask until it is moved; a moment that is there already is no move."""
    headers = {"authorization": f"Bearer {district.tokens['admin']}", "idempotency-key": "later"}
    until = clock.ticking() + _RECOVERY_SECONDS
    async with httpx.AsyncClient(base_url=here.minqing.url, headers=headers, timeout=60, trust_env=False) as client:
        answer = await client.put("/api/v1/sandbox/clock", json={"now": LATER})
        while not answer.is_success:
            assert clock.ticking() < until, answer.text
            await asyncio.sleep(_LOOK_SECONDS)
            answer = await client.put("/api/v1/sandbox/clock", json={"now": LATER})


def recoveries(work: Work, causes: Sequence[Followed]) -> Mapping[str, list[float]]:
    """For each injury, the seconds each time until effects came within a second again, reckoned from raw logs.

    It counts from the moment the injury was over to the last moment before calm at which something that had been
    recorded for more than a second waited for its effect, and at least to every service's first acknowledgement.
    """
    late = sorted(
        (one.cause.recorded + LAG, one.effect) for one in causes if one.effect and one.effect - one.cause.recorded > LAG
    )
    found: dict[str, list[float]] = {}
    for harm in work.harms:
        ends = [min(effect, harm.calm) for begin, effect in late if begin < harm.calm and effect > harm.over]
        back = max([harm.over, *ends, *_first_acknowledgements(work.journal, harm)])
        found.setdefault(" + ".join(harm.names), []).append((back - harm.over).total_seconds())
    return found


def _first_acknowledgements(journal: Journal, harm: Harm) -> list[datetime]:
    firsts: dict[str, datetime] = {}
    for one in journal.between(harm.over, harm.calm):
        assert one.acknowledged is not None
        firsts.setdefault(one.command.service, one.acknowledged)
        firsts[one.command.service] = min(firsts[one.command.service], one.acknowledged)
    return list(firsts.values())


def told(found: Mapping[str, list[float]]) -> str:
    """The table of recoveries: how often, p50, p95, in seconds."""
    width = max(map(len, found), default=0)
    lines = [f"{'injury':<{width}}  times    p50    p95"]
    lines += [
        f"{name:<{width}}  {len(took):5}  {median(took):5.2f}  {p95(took):5.2f}" for name, took in sorted(found.items())
    ]
    return "\n".join(lines)


def p95(took: Sequence[float]) -> float:
    """The 95th percentile; of a single one, it."""
    return quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]
