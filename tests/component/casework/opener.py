"""The ledger's `/internal` as casework asks it, over a speaker: it opens what the speaker has sealed and told of.

It has none of the ledger's rules but keeps its contract, which test_asking_the_ledger.py tries on both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any  # opened values are any JSON
from uuid import UUID

from fastapi import APIRouter, Depends, Header
from pydantic import Field

from shared.contracts.ledger import MatterRaised
from shared.errors import NotFound, Refused
from shared.event import Frozen, Instant
from shared.sealed import Sealed
from shared.web.asking import District, FromService, Sealing
from shared.web.ports import Reach

_MOST = 1000


async def _told_of(ports: Reach, district: District) -> list[MatterRaised]:
    rows = await ports.log.read(district, 0, _MOST)
    raised = [row.fact_data or "" for row in rows if row.fact_type == MatterRaised.model_fields["type"].default]
    return [MatterRaised.model_validate_json(fact) for fact in raised]


Told = Annotated[list[MatterRaised], Depends(_told_of)]
Key = Annotated[UUID, Header(alias="Idempotency-Key")]


class Words(Frozen):
    """Words to be opened for somebody who may see their matter."""

    values: list[Sealed]


class Opening(Frozen):
    """Identities to be opened for a purpose, and who asks."""

    sealed: Annotated[list[Sealed], Field(min_length=1)]
    purpose: str
    matter: UUID
    actor: str
    unit: UUID | None
    at: Instant


@dataclass
class Opener:
    """Opens, and remembers for what, each command once."""

    _by_command: dict[UUID, Opening] = field(default_factory=dict)

    @property
    def opened(self) -> list[Opening]:
        """What identities were opened for, in order."""
        return list(self._by_command.values())

    @property
    def router(self) -> APIRouter:
        """What a speaker answers besides."""
        router = APIRouter(prefix="/internal", include_in_schema=False)
        router.post("/words")(self._words)
        router.post("/openings")(self._openings)
        return router

    def forget(self) -> None:
        """Begin anew."""
        self._by_command.clear()

    async def _words(self, body: Words, _: FromService, told: Told, seals: Sealing) -> dict[str, list[Any]]:
        words = {matter.matter for matter in told if matter.kind != "accusation"}
        _require(body.values, words)
        return {"values": [await seals.open(one) for one in body.values]}

    async def _openings(
        self, body: Opening, key: Key, _: FromService, told: Told, seals: Sealing
    ) -> dict[str, list[Any]]:
        _require(body.sealed, {subject for one in told if one.matter == body.matter for subject in _identities(one)})
        known = self._by_command.setdefault(key, body)
        if known != body.model_copy(update={"at": known.at}):
            raise Refused("key-used-for-another-body")
        return {"values": [await seals.open(one) for one in body.sealed]}


def _identities(matter: MatterRaised) -> Iterable[UUID]:
    """Whom an opening for this matter may show; an accusation's words are treated as an identity."""
    yield from (petitioner.subject for petitioner in matter.petitioners)
    if matter.kind == "accusation":
        yield matter.matter


def _require(sealed: Iterable[Sealed], subjects: Iterable[UUID]) -> None:
    if not {value.sealed.subject for value in sealed} <= set(subjects):
        raise NotFound("not-found")
