"""What a run tells: the machine, the settings that the servers say they have, and the table of results."""

import os
import platform
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import asyncpg
import psutil
import redis

from shared import clock
from tests.bench.ground import Ground
from tests.bench.measuring import Goal, Result

_SETTINGS = (
    *("server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method"),
    *("shared_buffers", "max_wal_size", "jit", "max_connections"),
)
_LIBRARIES = ("asyncpg", "pydantic", "uvloop", "httptools", "fastapi", "uvicorn", "redis", "eventsourcing", "psycopg")
HEADER = ("what", "ours", "beside", "ratio (least–greatest)", "target", "met", "CPU a unit")


async def circumstances(ground: Ground, directory: Path) -> Mapping[str, str]:
    """The machine, its load just now, and what the servers and libraries are."""
    return {
        "when": f"{clock.now():%Y-%m-%d %H:%M} UTC",
        "how": f"seed {ground.seed}, {ground.runs} turns of each side after one to warm up, size {ground.size:g}",
        "machine": f"{_processor()}, {os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GB; "
        f"{platform.system()} {platform.release()}, {_file_system(directory)}",
        "load before": load(),
        "PostgreSQL": ", ".join([f"{name} {value}" async for name, value in _settings(ground.postgres_url)]),
        "Redis": _redis(ground.redis_url),
        "Python": f"{platform.python_version()}; {', '.join(f'{name} {version(name)}' for name in _LIBRARIES)}",
    }


def load() -> str:
    """How many processes want a core: without others on the machine, none before a run."""
    return f"{', '.join(f'{each:.1f}' for each in os.getloadavg())} (1, 5, 15 minutes)"


def markdown(results: Sequence[Result]) -> str:
    """The table as docs/performance.md holds it."""
    rows = [HEADER, tuple("---" for _ in HEADER), *lines(results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def lines(results: Sequence[Result]) -> Iterator[tuple[str, ...]]:
    """One line for each goal, in the order of HEADER."""
    for result in results:
        for goal in result.benchmark.goals:
            yield _line(result, goal)


def _line(result: Result, goal: Goal) -> tuple[str, ...]:
    unit = "µs CPU" if goal.cpu else result.benchmark.unit
    what = f"`{result.benchmark.name}` {result.benchmark.what}"
    named = "" if goal.of == "ours" else f"{goal.of}: "
    ours = f"{named}{_number(result.median(goal.of, goal.cpu))} {unit}"
    met = "met" if result.met(goal) else "not met"
    bound = "≤ " if goal.at_most else "≥ "
    if goal.factor is None:
        return what, ours, "–", "–", "–", "–", "–"
    if not goal.than:
        return what, ours, "–", "–", f"{bound}{goal.factor:g}", met, "–"
    least, greatest = result.spread(goal)
    ratio = f"{_number(result.ratio(goal))} ({_number(least)}–{_number(greatest)})"
    than = f"{goal.than}: {_number(result.median(goal.than, goal.cpu))} {unit}"
    return what, ours, than, ratio, f"{bound}{goal.factor:g} ×", met, _cpu(result, goal)


def _cpu(result: Result, goal: Goal) -> str:
    """What a unit took of all processes concerned: less noisy than the clock where others use the machine too."""
    if any(each.cpu is None for name in (goal.of, goal.than) for each in result.turns[name]):
        return "–"
    ours, theirs = result.median(goal.of, cpu=True), result.median(goal.than, cpu=True)
    ratio = f" = {_number(ours / theirs)}" if theirs else ""
    return f"{_number(ours)} : {_number(theirs)} µs{ratio}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value else "0"


async def _settings(url: str) -> AsyncIterator[tuple[str, str]]:
    server = await asyncpg.connect(url)
    try:
        for name in _SETTINGS:
            yield name, await server.fetchval("SELECT current_setting($1)", name)
    finally:
        await server.close()


def _redis(url: str) -> str:
    with redis.Redis.from_url(url) as client:
        told = client.info("server")
        kept = client.config_get("appendonly")
    name = "Valkey" if "valkey_version" in told else "Redis"
    return f"{name} {told.get('valkey_version', told['redis_version'])}, appendonly {kept['appendonly']}"


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    names = [line.partition(": ")[2] for line in cpus.read_text().splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _file_system(directory: Path) -> str:
    """On what the databases are: where it is memory, no disk is waited for."""
    mounts = [each for each in psutil.disk_partitions(all=True) if directory.is_relative_to(each.mountpoint)]
    return max(mounts, key=lambda each: len(each.mountpoint)).fstype if mounts else "an unknown file system"
