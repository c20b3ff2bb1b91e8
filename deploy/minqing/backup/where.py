"""The databases of an installation: of one in containers, or of what `minqing run` keeps in a data directory."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deploy.minqing import place
from deploy.minqing.credentials import Credentials
from deploy.minqing.databases import Databases, provision_all
from deploy.minqing.embedded import Postgres
from deploy.minqing.installation import database_of
from deploy.minqing.process import CannotRun, stop_leftovers
from deploy.minqing.services import GATEWAY, SERVICES
from deploy.minqing.supervise import alone


@contextmanager
def kept_in(data: Path) -> Iterator[Databases]:
    """The databases of a data directory; where Minqing does not run, PostgreSQL is started for the time."""
    url = database_of(data, GATEWAY)
    with ExitStack() as stack:
        try:
            stack.enter_context(alone(data))
        except CannotRun:  # it runs
            yield Databases(url.rpartition("@")[2].partition("/")[0], Credentials(data / "secrets"))
            return
        yield stack.enter_context(_started(data))


@contextmanager
def to_fill(data: Path) -> Iterator[Databases]:
    """The databases of a data directory, made if they are not there, for us alone. Raises CannotRun while it runs."""
    with alone(place.prepare(data)), _started(data) as databases:
        asyncio.run(provision_all(databases, SERVICES))
        yield databases


@contextmanager
def _started(data: Path) -> Iterator[Databases]:
    stop_leftovers(data)
    postgres = Postgres(data)
    try:
        postgres.start()
        yield Databases(f"127.0.0.1:{postgres.port}", Credentials(data / "secrets"))
    finally:
        postgres.stop()
