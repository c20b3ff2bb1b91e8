"""Erasing somebody by law, as an operator does it for the office that ordered it: ids and numbers alone (design 8)."""

from datetime import datetime
from typing import Annotated, Any, Literal  # what a service answers is JSON
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field, StringConstraints
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts.asker import Asker
from services.gateway.accounts.asking import Asks, Command, OnceOnly, action
from services.gateway.clients.services import Behind
from services.gateway.districts.register import District, Register
from shared import clock
from shared.erasure import Document, Ground
from shared.event import Frozen
from shared.ids import Tenant, new_look

router = APIRouter(prefix="/erasures", tags=["erasures"])

LEDGER = "ledger"
"""The owner of identities: it knows which records list whom."""
Whom = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
MayGrow: dict[str, Any] = {"x-may-grow": True}


class Order(Frozen):
    """Whom to erase: a household's code, the id of a household or caller, or the reference of a matter they raised.

    `ground`: the cases of 个人信息保护法 Art. 47. `document`: the paper that orders it, by its number; it stays on
    record, so it names nobody. `redactions`: texts without the person, by the id of the record whose text they follow
    (a visit, matter, deed, meeting or note); of all others it is erased.
    """

    tenant: Tenant
    subject: Whom
    ground: Ground
    document: Document
    redactions: Annotated[dict[UUID, Text], Field(max_length=200)] = Field(default_factory=dict)


class Dropped(Frozen):
    """The keys of a record of a service, up to the one with the number `key`: values under them open no more."""

    service: Annotated[Literal["ledger", "casework"], Field(json_schema_extra=MayGrow)]
    kind: Annotated[
        Literal["identity", "visit", "matter", "pairing", "screening", "deed", "meeting", "note", "opening", "case"],
        Field(json_schema_extra=MayGrow),
    ]
    record: UUID
    key: int


class Erasure(Frozen):
    """An erasure that was made: on what ground, by which paper, by whom, when; what was destroyed where."""

    ground: Annotated[Ground, Field(json_schema_extra=MayGrow)]
    document: str
    by: str
    at: datetime
    dropped: tuple[Dropped, ...]


class Standing(Frozen):
    """What is sealed about somebody: what can still be `opened`, and which erasures were made: the receipt."""

    subject: UUID
    opened: tuple[Dropped, ...]
    erasures: tuple[Erasure, ...]


@router.get("", **action("subject.erase"))
async def show_erasure(
    tenant: Tenant, subject: Annotated[Whom, Query()], asker: Asks, register: Register, behind: Behind
) -> Standing:
    """What an erasure of somebody would destroy, and what was destroyed; who looks is recorded.

    Raises Unavailable while a service is away.
    """
    district = await register.of(tenant)
    told = {"subject": subject, "command": str(new_look()), **_by(asker, district)}
    return Standing(**await behind.by_name[LEDGER].erasing("/preview", district.tenant, told))


@router.post("", **action("subject.erase"))
async def erase(  # noqa: PLR0913 what is asked, by whom, and the rooms it touches
    body: Order, asker: Asks, command: Command, once: OnceOnly, register: Register, behind: Behind
) -> Standing:
    """Destroy the keys of somebody and of all that was written about them, on record; twice is once.

    It cannot be taken back. What is broken off, or meets a service that is away, is asked for again.
    """
    district = await register.of(body.tenant)
    told = body.model_dump(mode="json", exclude={"tenant"}) | {"command": str(command), **_by(asker, district)}

    async def ask(_: AsyncConnection) -> dict[str, Any]:  # a transaction of ours is open as long: operators are few
        return await behind.by_name[LEDGER].erasing("", district.tenant, told)

    return Standing(**await once(ask))


def _by(asker: Asker, district: District) -> dict[str, str]:
    """Who asks, and when by the district's clock."""
    return {"by": asker.actor, "at": (district.now or clock.now()).isoformat()}
