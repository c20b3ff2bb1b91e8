"""Erasures, for the gateway's operators: whom they mean, what can still be opened of them, and its destruction."""

from dataclasses import dataclass
from typing import Annotated, Any  # the fields of a command
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Response
from pydantic import Field, StringConstraints

from services.ledger.api.bodies import Text
from services.ledger.api.erasing import Eraser, Erasing, Standing
from services.ledger.commands.erasure import EraseSubject, RedactTexts
from shared.erasure import Document, Ground
from shared.event import Frozen, Instant
from shared.eventstore.streams import Context, Receipt
from shared.sealed import fingerprint
from shared.web.afterwards import ReadBack
from shared.web.asking import District, FromService, Handle
from shared.web.ports import Reach

internal = APIRouter(prefix="/internal/erasures", include_in_schema=False)

Actor = Annotated[str, StringConstraints(pattern=r"^[a-z]+:[\w/-]{1,80}$")]
Whom = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Asked(Frozen):
    """Whom: the code of a household, the id of a household or caller, or the reference of a matter they raised."""

    subject: Whom


class Order(Asked):
    """An erasure that was ordered: `command` is what the gateway was asked under, `by` who asked it.

    `redactions`: texts without the person, by the record whose text they follow.
    """

    command: UUID
    ground: Ground
    document: Document
    by: Actor
    at: Instant
    redactions: Annotated[dict[UUID, Text], Field(max_length=200)] = Field(default_factory=dict)


@internal.post("/preview")
async def preview(body: Asked, _: FromService, erasing: Erasing) -> Standing:
    """What an erasure would destroy; ids and numbers alone."""
    return await erasing.standing(await erasing.subject_of(body.subject))


async def _handle(body: Order, response: Response, ports: Reach, district: District) -> Handle:
    """In the name of whoever asked the gateway: its own token names nobody."""
    meta = {"correlationid": str(body.command)}
    context = Context(district, uuid5(body.command, "erasure"), body.by, body.at, meta=meta)
    return Handle(ports, context, response)


@dataclass(frozen=True)
class Ordered:
    """One order, who carries it out, and its record."""

    order: Order
    eraser: Eraser
    handle: Handle

    async def redact(self, subject: UUID) -> None:
        """Say the texts that are given, before the keys of the old ones go."""
        if texts := self.order.redactions:
            told: dict[str, Any] = {"by": self.order.by, "at": self.order.at}
            given = await self.eraser.redactions(subject, texts)
            anew = f"redaction {fingerprint(given[0].text)}"  # a request sent again has sealed them anew
            await self.handle(RedactTexts(subject=subject, redactions=given, **told), step=anew)

    async def erase(self, subject: UUID) -> Receipt:
        """Everywhere, before it is recorded: what was recorded has been done, and what breaks off is done again."""
        dropped = await self.eraser.drop(subject, self.order.model_dump(mode="json"))
        told: dict[str, Any] = self.order.model_dump(include={"ground", "document", "by", "at"})
        return await self.handle(EraseSubject(subject=subject, **told, dropped=dropped))


async def _ordered(
    body: Order, _: FromService, eraser: Erasing, handle: Annotated[Handle, Depends(_handle)]
) -> Ordered:
    return Ordered(body, eraser, handle)


@internal.post("")
async def erase(ordered: Annotated[Ordered, Depends(_ordered)], read_back: ReadBack) -> Standing:
    """Destroy the keys of somebody and of what lists them, here and at casework, and record it; again is the same."""
    subject = await ordered.eraser.subject_of(ordered.order.subject)
    await ordered.redact(subject)
    receipt = await ordered.erase(subject)
    return await ordered.eraser.reading(await read_back.reading(receipt.last)).standing(subject)
