"""Erasures, for the ledger alone, which knows who is listed where: casework's own words of matters are destroyed."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from services.casework.commands.erasure import EraseWords
from shared.erasure import Document, Dropped, Ground, step_of
from shared.event import Frozen, Instant
from shared.eventstore.streams import Context
from shared.ids import MatterId
from shared.web.asking import District, FromLedger, Handle
from shared.web.ports import Reach

router = APIRouter(prefix="/internal/erasures", include_in_schema=False)

Actor = Annotated[str, StringConstraints(pattern=r"^[a-z]+:[\w/-]{1,80}$")]


class Words(Frozen):
    """The matters that list somebody."""

    matters: Annotated[tuple[MatterId, ...], Field(max_length=10_000)]


class Order(Words):
    """The erasure of `subject` that the ledger carries out: under which command, on what ground, who asked."""

    command: UUID
    subject: UUID
    ground: Ground
    document: Document
    by: Actor
    at: Instant


class Answer(BaseModel):
    """The keys of matters."""

    dropped: list[Dropped]


def _answer(keys: Iterable[tuple[MatterId, int]]) -> Answer:
    """Of those in which something was sealed here."""
    told = (Dropped(service="casework", kind="case", record=case, key=key) for case, key in keys if key)
    return Answer(dropped=list(told))


@router.post("/preview")
async def preview(body: Words, _: FromLedger, ports: Reach, district: District) -> Answer:
    """Which of them hold words that can be opened."""
    return _answer([(case, await ports.keys.newest(district, case)) for case in body.matters])


async def _erased(body: Order, _: FromLedger, ports: Reach, district: District) -> EraseWords:
    """Destroyed before it is recorded: what breaks off is done again."""
    answer = _answer([(case, await ports.keys.erase(district, case)) for case in body.matters])
    told = body.model_dump(exclude={"command", "matters"})
    return EraseWords(**told, dropped=tuple(answer.dropped))


async def _handle(body: Order, response: Response, ports: Reach, district: District) -> Handle:
    """In the name of whoever asked: the ledger's own token names nobody."""
    meta = {"correlationid": str(body.command)}
    context = Context(district, uuid5(body.command, "erasure"), body.by, body.at, meta=meta)
    return Handle(ports, context, response)


@router.post("")
async def erase(erased: Annotated[EraseWords, Depends(_erased)], handle: Annotated[Handle, Depends(_handle)]) -> Answer:
    """Destroy what casework has sealed in these matters, and record it."""
    await handle(erased, step=step_of(erased.dropped))  # sent again when more was written, it says that too
    return Answer(dropped=list(erased.dropped))
