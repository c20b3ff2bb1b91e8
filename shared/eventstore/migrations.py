"""Migrations of a service's database: what its numbered scripts call, and how they are run."""

from importlib.resources import files
from typing import Any  # alembic's `op` is a module

from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

_ONE_AT_A_TIME = 7233191  # any number, the same for all who migrate one database


def create_log(op: Any, service: str) -> None:
    """The schema `log`, with `log.append` and the rights around it."""
    _run(op.get_bind(), "log.sql", service)
    renew_append(op, service)


def renew_append(op: Any, service: str) -> None:
    """The function `log.append` as it is now, in the place of the one that is there."""
    _run(op.get_bind(), "append.sql", service)


def create_keys(op: Any, service: str) -> None:
    """The schema `keys`."""
    _run(op.get_bind(), "keys.sql", service)


def create_run(op: Any, service: str) -> None:
    """The schema `run`: places of consumers, parked keys, clocks, projections."""
    _run(op.get_bind(), "run.sql", service)


def create_parking(op: Any, service: str) -> None:
    """What operators decide of parked events, in the schema `run`."""
    _run(op.get_bind(), "parking.sql", service)


def discard_by_event(op: Any, service: str) -> None:
    """What was discarded is known by its event, also where another one stands at its position since."""
    _run(op.get_bind(), "discarding.sql", service)


def create_leases(op: Any, service: str) -> None:
    """The leases of the service's processes, in the schema `run`."""
    _run(op.get_bind(), "leases.sql", service)


def create_builds(op: Any, service: str) -> None:
    """Several builds of a read model, and a pointer to the live one, in the schema `run`."""
    _run(op.get_bind(), "builds.sql", service)


def create_feed(op: Any, service: str) -> None:
    """The function `log.feed`."""
    _run(op.get_bind(), "feed.sql", service)


def _run(connection: Connection, name: str, service: str) -> None:
    script = (files("shared.eventstore") / "sql" / name).read_text(encoding="utf-8").replace("{service}", service)
    connection.execute(text("SELECT 1"))  # opens the transaction, which the driver-level call below then is in
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.run_async(lambda asyncpg: asyncpg.execute(script))


def run_migrations() -> None:
    """What every service's `migrations/env.py` does: run in the transaction of `migrate`."""
    context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
    with context.begin_transaction():
        context.run_migrations()


async def migrate(url: str, script_location: str) -> None:
    """Upgrade a database to its newest script, as its migrator in the owner's name.

    `url` as `postgresql://minqing_<service>_migrator:…`; all scripts or none take effect, and of several who
    start at once, one works while the others wait.
    """
    address = make_url(url).set(drivername="postgresql+asyncpg")
    owner = f"{(address.username or '').removesuffix('_migrator')}_owner"
    engine = create_async_engine(address, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(text(f'SET ROLE "{owner}"'))
        await connection.execute(text("SELECT pg_advisory_xact_lock(:one)"), {"one": _ONE_AT_A_TIME})
        await connection.run_sync(_upgrade, script_location)
    await engine.dispose()


def _upgrade(connection: Connection, script_location: str) -> None:
    config = Config()
    config.set_main_option("script_location", script_location.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
