"""Visits over HTTP: logged in one form with diary line and matters, listed, shown, corrected."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from services.ledger.api.asking import Read, ToCorrect
from services.ledger.api.bodies import DiaryCorrection, LoggedVisit, RaisedMatter
from services.ledger.api.visiting import Logging
from services.ledger.commands.visit import CorrectDiary
from services.ledger.queries import visits
from services.ledger.queries.visits import Filters, Visit, VisitPage
from shared.ids import VisitId, reference
from shared.web.asking import Handler, action

router = APIRouter(prefix="/api/v1/visits", tags=["visits"])


@router.post("", status_code=201, **action("field.log"))
async def log_visit(visit: Logging, handle: Handler) -> LoggedVisit:
    """Log a visit of the own stay with its diary line and what was heard; up to 7 days after the stay ended."""
    await handle(visit)
    raised = [RaisedMatter(id=one.matter, reference=reference(one.matter)) for one in visit.heard]
    return LoggedVisit(id=visit.visit, matters=raised)


@router.get("", **action("visit.read"))
async def list_visits(filters: Annotated[Filters, Query()], read: Read) -> VisitPage:
    """Visits that the asker may see, newest first; what was heard is opened for those who may read it."""
    return await visits.visits_of(read.db, read.seer, filters, read.opener)


@router.get("/{visit}", **action("visit.read"))
async def show_visit(visit: VisitId, read: Read, response: Response) -> Visit:
    """A visit with the matters heard, as far as the asker may see them; its cadre gets its version as ETag."""
    found = await visits.visit(read.db, read.seer, visit, read.opener)
    if found.version is not None:
        response.headers["ETag"] = f'"{found.version}"'
    return found


async def _correction(visit: VisitId, body: DiaryCorrection, at: ToCorrect) -> CorrectDiary:
    diary, reason = [await at.seals.close(visit, words) for words in (body.diary, body.reason)]
    return CorrectDiary(by=at.me, at=at.now, visit=visit, diary=diary, reason=reason)


@router.post("/{visit}/correction", status_code=204, **action("field.correct"))
async def correct_diary(correction: Annotated[CorrectDiary, Depends(_correction)], handle: Handler) -> None:
    """Give the own diary line another wording; the old one stays visible, struck."""
    await handle(correction)
