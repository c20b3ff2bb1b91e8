"""Erasures, for the gateway's operators: whom they mean, what can still be opened of them, and its destruction."""

from typing import Annotated, Any  # the fields of a command
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Response
from pydantic import StringConstraints

from services.ledger.api.erasing import Erasing, Standing
from services.ledger.commands.erasure import EraseSubject
from shared.erasure import Document, Ground
from shared.event import Frozen, Instant
from shared.eventstore.streams import Context
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
    """An erasure that was ordered: `command` is what the gateway was asked under, `by` who asked it."""

    command: UUID
    ground: Ground
    document: Document
    by: Actor
    at: Instant


@internal.post("/preview")
async def preview(body: Asked, _: FromService, erasing: Erasing) -> Standing:
    """What an erasure would destroy; ids and numbers alone."""
    return await erasing.standing(await erasing.subject_of(body.subject))


async def _erased(body: Order, _: FromService, erasing: Erasing) -> EraseSubject:
    """Everywhere, before it is recorded: what was recorded has been done, and what breaks off is done again."""
    subject = await erasing.subject_of(body.subject)
    dropped = await erasing.drop(subject, body.model_dump(mode="json"))
    told: dict[str, Any] = body.model_dump(include={"ground", "document", "by", "at"})
    return EraseSubject(subject=subject, **told, dropped=dropped)


async def _handle(body: Order, response: Response, ports: Reach, district: District) -> Handle:
    """In the name of whoever asked the gateway: its own token names nobody."""
    meta = {"correlationid": str(body.command)}
    context = Context(district, uuid5(body.command, "erasure"), body.by, body.at, meta=meta)
    return Handle(ports, context, response)


@internal.post("")
async def erase(
    erased: Annotated[EraseSubject, Depends(_erased)],
    handle: Annotated[Handle, Depends(_handle)],
    read_back: ReadBack,
    eraser: Erasing,
) -> Standing:
    """Destroy the keys of somebody and of what lists them, here and at casework, and record it; again is the same."""
    receipt = await handle(erased)
    return await eraser.reading(await read_back.reading(receipt.last)).standing(erased.subject)
