"""Erasures, for the gateway's operators: whom they mean, what can still be opened of them, and its destruction."""

from dataclasses import dataclass
from typing import Annotated, Any  # the fields of a command
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Response
from pydantic import Field, StringConstraints

from services.ledger.api.bodies import Text
from services.ledger.api.erasing import Eraser, Erasing, Standing
from services.ledger.commands.erasure import EraseSubject, ForeseeErasure, RedactTexts
from shared.erasure import Document, Ground, step_of
from shared.event import Frozen, Instant
from shared.eventstore.streams import Context, Receipt
from shared.ids import Tenant
from shared.web.afterwards import ReadBack
from shared.web.asking import District, FromGateway, Handle
from shared.web.ports import Ports, Reach

internal = APIRouter(prefix="/internal/erasures", include_in_schema=False)

Actor = Annotated[str, StringConstraints(pattern=r"^[a-z]+:[\w/-]{1,80}$")]
Whom = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Asked(Frozen):
    """Whom: the code of a household, the id of a household or caller, or the reference of a matter they raised.

    `command` is what the gateway was asked under, `by` who asked it.
    """

    subject: Whom
    command: UUID
    by: Actor
    at: Instant


class Order(Asked):
    """An erasure that was ordered.

    `redactions`: texts without the person, by the record whose text they follow.
    """

    ground: Ground
    document: Document
    redactions: Annotated[dict[UUID, Text], Field(max_length=200)] = Field(default_factory=dict)


def _handle(body: Asked, response: Response, ports: Ports, district: Tenant) -> Handle:
    """In the name of whoever asked the gateway: its own token names nobody."""
    meta = {"correlationid": str(body.command)}
    context = Context(district, uuid5(body.command, "erasure"), body.by, body.at, meta=meta)
    return Handle(ports, context, response)


async def _looking(body: Asked, response: Response, ports: Reach, district: District) -> Handle:
    return _handle(body, response, ports, district)


@internal.post("/preview")
async def preview(
    body: Asked, _: FromGateway, erasing: Erasing, handle: Annotated[Handle, Depends(_looking)]
) -> Standing:
    """What an erasure would destroy; ids and numbers alone, which tell who raised what: who looked is recorded."""
    subject = await erasing.subject_of(body.subject)
    await handle(ForeseeErasure(subject=subject, by=body.by, at=body.at))
    return await erasing.standing(subject)


async def _ordering(body: Order, response: Response, ports: Reach, district: District) -> Handle:
    return _handle(body, response, ports, district)


@dataclass(frozen=True)
class Ordered:
    """One order, who carries it out, its record, and the read models once they show it."""

    order: Order
    eraser: Eraser
    handle: Handle
    read_back: ReadBack

    async def redact(self, subject: UUID) -> None:
        """Say the texts that are given, before the keys of the old ones go; then those given before go."""
        if texts := self.order.redactions:
            told: dict[str, Any] = {"by": self.order.by, "at": self.order.at}
            given = await self.eraser.redactions(subject, texts, self.order.command)
            receipt = await self.handle(RedactTexts(subject=subject, redactions=given, **told), step="redaction")
            await (await self._reading(receipt)).renew(subject, texts)

    async def erase(self, subject: UUID) -> Standing:
        """Everywhere, and again for what was written meanwhile; what is left after some rounds is told as opened."""
        standing = await self._round(subject)
        for _ in range(_MORE_ROUNDS):
            if not standing.opened:
                break
            standing = await self._round(subject)
        return standing

    async def _round(self, subject: UUID) -> Standing:
        """Destroyed before it is recorded: what was recorded has been done, and what breaks off is done again."""
        dropped = await self.eraser.drop(subject, self.order.model_dump(mode="json"))
        told: dict[str, Any] = self.order.model_dump(include={"ground", "document", "by", "at"})
        erased = EraseSubject(subject=subject, **told, dropped=dropped)
        receipt = await self.handle(erased, step=step_of(dropped))  # sent again when more was written, it says that too
        return await (await self._reading(receipt)).standing(subject)

    async def _reading(self, receipt: Receipt) -> Eraser:
        return self.eraser.reading(await self.read_back.reading(receipt.last))


_MORE_ROUNDS = 2


async def _ordered(
    body: Order, _: FromGateway, eraser: Erasing, handle: Annotated[Handle, Depends(_ordering)], read_back: ReadBack
) -> Ordered:
    return Ordered(body, eraser, handle, read_back)


@internal.post("")
async def erase(ordered: Annotated[Ordered, Depends(_ordered)]) -> Standing:
    """Destroy the keys of somebody and of what lists them, here and at casework, and record it; again is the same."""
    subject = await ordered.eraser.subject_of(ordered.order.subject)
    await ordered.redact(subject)
    return await ordered.erase(subject)
