"""The ledger, assembled: `python -m services.ledger.main serve|migrate|openapi|asyncapi`."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from hashlib import sha256
from hmac import digest
from pathlib import Path

from services.ledger.api import ROUTERS
from services.ledger.decider import DECIDERS
from services.ledger.messaging import FOLLOWERS, HEARS, SAYS
from services.ledger.policies import announce
from services.ledger.settings import Settings
from shared.directory import expand
from shared.service import Service, run
from shared.settings import secret_of
from shared.web.ports import Ports


@asynccontextmanager
async def secrets(ports: Ports, settings: Settings) -> AsyncIterator[Mapping[str, bytes]]:
    """The key of the digests that tell an imported household's row from a changed one."""
    yield {"row_key": digest(secret_of(settings.master_key_file), b"rows of households", sha256)}


SERVICE = Service(
    name="ledger",
    home=Path(__file__).parent,
    deciders=DECIDERS,
    announce=announce,
    followers=FOLLOWERS,
    routers=ROUTERS,
    expand=expand,
    says=SAYS,
    hears=HEARS,
    extra=secrets,
)

if __name__ == "__main__":
    run(SERVICE, Settings)
