"""The ledger, assembled: `python -m services.ledger.main serve|migrate|openapi|asyncapi`."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Any  # the parts of one service have no type in common

from services.ledger.adapters import Casework
from services.ledger.api import ROUTERS
from services.ledger.decider import DECIDERS
from services.ledger.messaging import HEARS, SAYS, followers
from services.ledger.messaging.sealer import Sealer
from services.ledger.policies import announce
from services.ledger.settings import Settings
from shared.directory import expand
from shared.service import Extra, Service, run
from shared.settings import secret_of, signing_key_of
from shared.web.peers import peer
from shared.web.ports import Ports


def described() -> Service:
    """The parts of one ledger: its sealer learns which log it signs, and with which key, when it is opened."""
    sealer = Sealer()
    return Service(
        name="ledger",
        home=Path(__file__).parent,
        deciders=DECIDERS,
        announce=announce,
        followers=followers(sealer),
        routers=ROUTERS,
        expand=expand,
        says=SAYS,
        hears=HEARS,
        extra=_extra(sealer),
    )


def _extra(sealer: Sealer) -> Extra:
    def extra(ports: Ports, settings: Settings) -> AbstractAsyncContextManager[Mapping[str, Any]]:
        return _opened(sealer, ports, settings)

    return extra


@asynccontextmanager
async def _opened(sealer: Sealer, ports: Ports, settings: Settings) -> AsyncIterator[Mapping[str, Any]]:
    """The sealer at work; casework; the key of the digests that tell an imported household's row from a changed one."""
    sealer.bind(ports, signing_key_of(settings.seal_key_file))
    row_key = digest(secret_of(settings.master_key_file), b"rows of households", sha256)
    try:
        async with peer(ports.signer, settings.peers["casework"], traced=True) as client:
            yield {"row_key": row_key, "casework": Casework(client)}
    finally:
        sealer.release()


SERVICE = described()

if __name__ == "__main__":
    run(SERVICE, Settings)
