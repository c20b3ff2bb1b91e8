"""The register over HTTP: its lines, a matter with its thread, the one number, the campaign's figures."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.casework.api.asking import Read
from services.casework.queries import figures, latest, matter, register, turns
from services.casework.queries.overviews import Figures, LatestStep, Turn, Unsettled
from services.casework.queries.register import Filters
from services.casework.queries.views import Listed, Matter, Page
from shared.ids import CampaignId, MatterId
from shared.web.asking import action

router = APIRouter(prefix="/api/v1", tags=["matters"])


@router.get("/matters", **action("matter.read"))
async def list_matters(filters: Annotated[Filters, Query()], read: Read) -> Page:
    """The lines of the register that the asker may see, newest first."""
    return await register.matters(read.db, read.seer, filters, read.today)


@router.get("/matters/{case}", **action("matter.read"))
async def show_matter(case: MatterId, read: Read, response: Response) -> Matter:
    """A matter and its thread, as far as the asker may see them; who sees its state gets its version as ETag."""
    view, version = await matter.matter(read.db, read.seer, case, read.opens, read.today)
    if version is not None:
        response.headers["ETag"] = f'"{version}"'
    return view


@router.get("/latest-steps", **action("matter.read"))
async def latest_steps(read: Read, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> Listed[LatestStep]:
    """What happened last to the matters whose state the asker may see, the newest first."""
    return Listed(items=await latest.latest_steps(read.db, read.seer, limit))


@router.get("/turns", **action("matter.read"))
async def list_turns(read: Read, limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> Listed[Turn]:
    """The matters that wait for the asker to act, by what time they leave."""
    return Listed(items=await turns.turns(read.db, read.seer, limit, read.today))


@router.get("/unsettled", **action("matter.settled-number"))
async def unsettled(read: Read) -> Unsettled:
    """件件有着落: matters without outcome or answer, the whole number or the asker's (R50)."""
    return await figures.unsettled(read.db, read.seer, read.today)


@router.get("/campaigns/{campaign}/case-figures", **action("matter.read"))
async def case_figures(campaign: CampaignId, read: Read) -> Figures:
    """A campaign's matters in figures, of those that the asker may see."""
    return await figures.figures(read.db, read.seer, campaign, read.today)
