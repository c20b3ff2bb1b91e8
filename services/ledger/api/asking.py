"""Who asks and what they see; what is at hand for writing something down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any  # a plain value is any JSON value
from uuid import UUID

from fastapi import Depends

from services.ledger.commands.field import KnownStay, NamedHousehold
from services.ledger.events.field import OnStay
from services.ledger.queries import stays
from services.ledger.queries.households import registered
from services.ledger.queries.redactions import Successors
from services.ledger.queries.sight import Seer, seer_of
from services.ledger.queries.wording import Opener
from shared.calendar import day_of
from shared.ids import HouseholdId, StayId
from shared.sealed import Sealed
from shared.viewer import Viewer
from shared.web.afterwards import Hearing, Hears
from shared.web.asking import Connection, Db, Me, Names, New, Now, Sealing, Seals


@dataclass(frozen=True)
class Reading:
    """What a question needs: the read models, who asks, how words are opened; `frozen`: those of what was filed."""

    db: Connection
    seer: Seer
    opener: Opener
    frozen: Opener


async def _reading(db: Db, me: Me, now: Now, seals: Sealing) -> Reading:
    return Reading(db, await seer_of(db, me, day_of(now)), Successors(db, seals.open), seals.open)


Read = Annotated[Reading, Depends(_reading)]


@dataclass(frozen=True)
class Desk:
    """What is at hand for writing something down: who writes, when, new ids, seals, what is known or can be heard."""

    db: Connection
    me: Viewer
    now: datetime
    new: Names
    seals: Seals
    hearing: Hearing

    async def seal(self, subject: UUID, plain: Any) -> Sealed:
        """Close words or an identity under the key of their own subject."""
        return await self.seals.close(subject, plain)

    async def maybe_seal(self, subject: UUID, plain: Any) -> Sealed | None:
        """The same for what may not have been told."""
        return None if plain is None else await self.seals.close(subject, plain)

    async def on(self, stay: StayId | None, at: datetime | None = None) -> dict[str, Any]:
        """The fields of every command of the field: who, when, on which stay; `at`: when it was done."""
        known = await self._stay(stay) if stay else None
        return {"by": self.me, "stay": known, "at": self.now, "done_at": at or self.now}

    async def named(self, households: Sequence[HouseholdId]) -> tuple[NamedHousehold, ...]:
        """Households that words name, with the places they lie in."""
        known = await registered(self.db, households) if households else {}
        return tuple(NamedHousehold(one, known[one].path if one in known else ()) for one in households)

    async def _stay(self, id: StayId) -> KnownStay | None:
        found = await stays.stay(self.db, id)
        if found is None or found.started_at is None:
            await self.hearing.out()  # it may have begun a moment ago
            found = await stays.stay(self.db, id)
        if found is None:
            return None
        of = OnStay(**{name: getattr(found, name) for name in OnStay.model_fields})
        return KnownStay(of, found.activity_office, found.started_at, found.ended_at)


async def _desk(  # noqa: PLR0913 each a dependency
    db: Db, me: Me, now: Now, new: New, seals: Sealing, hearing: Hears
) -> Desk:
    return Desk(db, me, now, new, seals, hearing)


AtDesk = Annotated[Desk, Depends(_desk)]


@dataclass(frozen=True)
class Correcting:
    """What a correction needs; it makes nothing new."""

    me: Viewer
    now: datetime
    seals: Seals


async def _correcting(me: Me, now: Now, seals: Sealing) -> Correcting:
    return Correcting(me, now, seals)


ToCorrect = Annotated[Correcting, Depends(_correcting)]
