"""Who asks, and as what they see the register; how sealed words are opened for them and closed by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Protocol  # sealed values are any JSON
from uuid import UUID

from fastapi import Depends

from services.casework.queries.offices import whereabouts
from services.casework.queries.sight import Seer
from shared.calendar import day_of
from shared.directory import side
from shared.errors import NotFound
from shared.ids import MatterId, Tenant
from shared.sealed import Sealed
from shared.web.asking import Connection, Db, Handler, Me, Now, Sealing, Seals
from shared.web.ports import Reach


class Ledger(Protocol):
    """The owner of identities, and of the words heard on visits."""

    async def words(self, tenant: Tenant, sealed: Sequence[Sealed]) -> list[Any]:
        """Words, for somebody who may see their matter."""
        ...

    async def identity(
        self, tenant: Tenant, sealed: Sequence[Sealed], asked: Mapping[str, Any], command: UUID
    ) -> list[Any]:
        """Identities, for a purpose, recorded."""
        ...


def ledger_of(ports: Reach) -> Ledger:
    """The ledger, as opened at start."""
    ledger: Ledger = ports.extra["ledger"]
    return ledger


OwnerOfIdentities = Annotated[Ledger, Depends(ledger_of)]


async def seer_of(db: Db, me: Me) -> Seer:
    """Who asks, with everything on their own side."""
    return Seer(me, await side(db, me))


See = Annotated[Seer, Depends(seer_of)]


@dataclass(frozen=True)
class Opens:
    """Opens words for who may see their matter: casework's own, and the ledger's by asking it."""

    seals: Seals
    ledger: Ledger
    district: Tenant

    async def own(self, sealed: Sealed) -> Any:
        """A value of casework's own, None once erased."""
        return await self.seals.open(sealed)

    async def heard(self, sealed: Sequence[Sealed]) -> list[Any]:
        """Values of the ledger's, None where erased."""
        return await self.ledger.words(self.district, sealed)


@dataclass(frozen=True)
class Reading:
    """What a query needs: the read models, who asks, how words are opened, the district's day."""

    db: Connection
    seer: Seer
    opens: Opens
    today: date


async def reading_of(db: Db, seer: See, seals: Sealing, ledger: OwnerOfIdentities, now: Now) -> Reading:
    """The parts of a query."""
    return Reading(db, seer, Opens(seals, ledger, seals.district), day_of(now))


Read = Annotated[Reading, Depends(reading_of)]


@dataclass(frozen=True)
class Sealer:
    """Closes words under a matter's own key; no key is made for a matter that nobody has heard of.

    Whether anybody has is asked when words are closed, of a request that is well-formed: sooner, a malformed one would
    be answered otherwise for a hidden matter than for one that is not there.
    """

    db: Connection
    seals: Seals
    case: MatterId

    async def __call__(self, plain: Any) -> Sealed:
        """Seal a JSON value. Raises NotFound for a matter that nobody has heard of."""
        if await whereabouts(self.db, self.case) is None:
            raise NotFound("not-found")
        return await self.seals.close(self.case, plain)


async def sealer_of(case: MatterId, db: Db, seals: Sealing, handle: Handler) -> Sealer:
    """The matter's seal, of a request that is well-formed in its headers too: `handle` has looked at them."""
    return Sealer(db, seals, case)


Seal = Annotated[Sealer, Depends(sealer_of)]
