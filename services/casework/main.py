"""Casework, assembled: `python -m services.casework.main serve|migrate|openapi|asyncapi`."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any  # adapters and rules have no type in common

from services.casework.adapters import Ledger
from services.casework.api import ROUTERS
from services.casework.decider import CASE, COMPETENCE, ERASURE, LETTERHEAD, NUMBERS
from services.casework.decider.letter import letter
from services.casework.decider.limits import proofs
from services.casework.messaging import FOLLOWERS, HEARS, SAYS
from services.casework.policies import announce
from services.casework.settings import Settings
from shared.directory import expand
from shared.service import Service, run
from shared.web.peers import peer
from shared.web.ports import Ports


@asynccontextmanager
async def adapters(ports: Ports, settings: Settings) -> AsyncIterator[Mapping[str, Any]]:
    """The ledger, which opens what it has sealed, the rule that writes letters, and the one that proves limits."""
    async with peer(ports.signer, settings.peers["ledger"], traced=True) as client:
        yield {"ledger": Ledger(client), "letter": letter, "proofs": proofs}


SERVICE = Service(
    name="casework",
    home=Path(__file__).parent,
    deciders=(CASE, NUMBERS, COMPETENCE, LETTERHEAD, ERASURE),
    announce=announce,
    followers=FOLLOWERS,
    routers=ROUTERS,
    expand=expand,
    says=SAYS,
    hears=HEARS,
    extra=adapters,
)

if __name__ == "__main__":
    run(SERVICE, Settings)
