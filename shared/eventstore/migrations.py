"""Migrations of a service's database: what its numbered scripts call, and how they are run."""

from typing import Any  # alembic's `op` is a module


def create_log(op: Any, service: str) -> None:
    """The schema `log`, with `log.append` and the rights around it."""
    raise NotImplementedError


def create_keys(op: Any, service: str) -> None:
    """The schema `keys`."""
    raise NotImplementedError


def create_run(op: Any, service: str) -> None:
    """The schema `run`: places of consumers, parked keys, clocks, projections."""
    raise NotImplementedError


def run_migrations() -> None:
    """What every service's `migrations/env.py` does."""
    raise NotImplementedError


async def migrate(url: str, script_location: str) -> None:
    """Upgrade a database to its newest script, as its migrator in the owner's name."""
    raise NotImplementedError
