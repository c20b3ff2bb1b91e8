"""The services' databases, made and brought up to date by one process before anybody serves: five would be slower."""

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from deploy.minqing.process import ROOT, CannotRun
from deploy.minqing.services import SERVICES, Wiring
from shared.eventstore.migrations import migrate
from shared.eventstore.provision import provision


async def prepare(wiring: Wiring) -> None:
    """Provision and migrate each; twice is once. Raises CannotRun."""
    for service in SERVICES:
        try:
            await provision(wiring.postgres.url, service, wiring.credentials.passwords(service))
            await migrate(wiring.migrator_url(service), str(ROOT / "services" / service / "migrations"))
        except (asyncpg.PostgresError, SQLAlchemyError) as error:
            raise CannotRun(f"The database of {service} cannot be prepared: {str(error).splitlines()[0]}") from error
