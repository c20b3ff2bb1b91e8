"""Openings: what services may have opened, recorded before it is answered; and the auditor's list of it."""

from hashlib import sha256
from hmac import digest
from typing import Annotated, Any  # opened values are any JSON
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import AfterValidator, Field, StringConstraints

from services.ledger.api.asking import Read
from services.ledger.api.bodies import Line
from services.ledger.commands.opening import OpenIdentity
from services.ledger.queries import openings
from services.ledger.queries.field import Filters
from services.ledger.queries.openings import OpeningPage
from services.ledger.queries.redactions import Successors
from shared.errors import NotFound
from shared.event import Frozen, Instant
from shared.eventstore.streams import Context
from shared.ids import MatterId, UnitId
from shared.sealed import Sealed
from shared.web.afterwards import UpToDate
from shared.web.asking import District, FromService, Handle, Sealing, action
from shared.web.ports import Reach

router = APIRouter(prefix="/api/v1/openings", tags=["openings"])
internal = APIRouter(prefix="/internal", include_in_schema=False)


@router.get("", **action("opening.read"))
async def list_openings(filters: Annotated[Filters, Query()], read: Read) -> OpeningPage:
    """Who opened whose identity, why and when; nothing of what was seen."""
    return await openings.openings_of(read.db, read.seer, filters, read.opener)


def _of_ledger(sealed: Sealed) -> Sealed:
    if sealed.sealed.owner != "ledger":
        raise ValueError("sealed by another owner")
    return sealed


Own = Annotated[Sealed, AfterValidator(_of_ledger)]
Several = Annotated[tuple[Own, ...], Field(min_length=1, max_length=200)]


class Words(Frozen):
    """Words of matters, to be opened for somebody who may see them."""

    values: Annotated[tuple[Own, ...], Field(max_length=200)]


class Opening(Frozen):
    """Identities of a matter's people, to be opened for somebody who may, for a purpose."""

    sealed: Several
    purpose: Line
    matter: MatterId
    actor: Annotated[str, StringConstraints(pattern=r"^[a-z]+:[\w/-]{1,80}$")]
    unit: UnitId | None
    at: Instant

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """Whose they are, each once."""
        return tuple(dict.fromkeys(value.sealed.subject for value in self.sealed))


class Opened(Frozen):
    """The plain values in the order in which they were asked for; null where erased."""

    values: list[Any]


@internal.post("/words")
async def open_words(body: Words, _: FromService, now: UpToDate, seals: Sealing) -> Opened:
    """Open words of matters; identities and an accusation's words are no words: NotFound."""
    if not await openings.are_words(now.db, (value.sealed.subject for value in body.values)):
        raise NotFound("not-found")
    opener = Successors(now.db, seals.open)
    return Opened(values=[await opener(value) for value in body.values])


Key = Annotated[UUID, Header(alias="Idempotency-Key")]
"""The command of the request that the asking service answers: asked twice by it, recorded once."""


async def _asked(body: Opening, key: Key, now: UpToDate, seals: Sealing) -> OpenIdentity:
    opening = uuid5(key, "opening")
    return OpenIdentity(
        opening=opening,
        matter=body.matter,
        unit=body.unit,
        by=body.actor,
        subjects=body.subjects,
        of_matter=await openings.belong_to(now.db, body.matter, body.subjects),
        purpose=await seals.close(opening, body.purpose),
        at=body.at,
    )


Asked = Annotated[OpenIdentity, Depends(_asked)]


async def _handle(  # noqa: PLR0913 the parts of a context, each a dependency
    body: Opening, key: Key, response: Response, ports: Reach, district: District, asked: Asked
) -> Handle:
    """In the name of whoever asked the service: its own token names nobody.

    `at` is no part of what tells two bodies apart: a request sent again is asked for at a later moment.
    """
    mac = digest(ports.body_key, body.model_dump_json(exclude={"at"}).encode(), sha256)
    meta = {"correlationid": str(key)}
    return Handle(ports, Context(district, asked.opening, asked.by, asked.at, None, mac, meta), response)


@internal.post("/openings")
async def open_identities(
    body: Opening, _: FromService, asked: Asked, handle: Annotated[Handle, Depends(_handle)], seals: Sealing
) -> Opened:
    """Record who opens whose identity and why, then open it."""
    await handle(asked)
    return Opened(values=[await seals.open(value) for value in body.sealed])
