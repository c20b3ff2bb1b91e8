"""Screenings over HTTP: recorded, also with nothing found; corrected; listed and shown."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.ledger.api import bodies
from services.ledger.api.asking import AtDesk, Desk, Read, ToCorrect
from services.ledger.commands.screening import CorrectScreening, Screen, Spot
from services.ledger.events.screening import Finding
from services.ledger.queries import records
from services.ledger.queries.field import Filters
from services.ledger.queries.records import Screening, ScreeningPage
from shared import directory
from shared.ids import PlaceId, ScreeningId
from shared.web.asking import Handler, Seals, action

router = APIRouter(prefix="/api/v1/screenings", tags=["field"])


async def _sealed(seals: Seals, screening: UUID, findings: bodies.Findings) -> tuple[Finding, ...]:
    return tuple(
        [Finding(what=await seals.close(screening, one.what), field=one.field, level=one.level) for one in findings]
    )


async def _spot(desk: Desk, place: PlaceId | None) -> Spot | None:
    if place is None:
        return None
    found = await directory.place(desk.db, place)
    return Spot(place, found.path if found else ())


async def _screen(body: bodies.Screening, desk: AtDesk) -> Screen:
    screening = ScreeningId(desk.new("screening"))
    return Screen(
        **await desk.on(body.stay, body.at),
        screening=screening,
        spot=await _spot(desk, body.place),
        findings=await _sealed(desk.seals, screening, body.findings),
    )


@router.post("", status_code=201, **action("field.log"))
async def screen(screening: Annotated[Screen, Depends(_screen)], handle: Handler) -> bodies.Created:
    """Record a screening of the stay's place; an empty list says that none were found."""
    await handle(screening)
    return bodies.Created(id=screening.screening)


async def _correction(screening: ScreeningId, body: bodies.ScreeningCorrection, at: ToCorrect) -> CorrectScreening:
    return CorrectScreening(
        by=at.me,
        at=at.now,
        screening=screening,
        findings=await _sealed(at.seals, screening, body.findings),
        reason=await at.seals.close(screening, body.reason),
    )


@router.post("/{screening}/correction", status_code=204, **action("field.correct"))
async def correct(correction: Annotated[CorrectScreening, Depends(_correction)], handle: Handler) -> None:
    """Give the own findings another wording; the old one stays visible, struck."""
    await handle(correction)


@router.get("", **action("field.read"))
async def list_screenings(filters: Annotated[Filters, Query()], read: Read) -> ScreeningPage:
    """Screenings that the asker may read, newest first."""
    items, after = await records.listed(read.db, read.seer, Screening, filters, read.opener)
    return ScreeningPage(items=items, next=after)


@router.get("/{screening}", **action("field.read"))
async def show_screening(screening: ScreeningId, read: Read, response: Response) -> Screening:
    """A screening with its findings and their earlier wordings; the ETag is its version."""
    found = await records.one(read.db, read.seer, Screening, screening, read.opener)
    response.headers["ETag"] = f'"{found.version}"'
    return found
