"""Stays over HTTP: kept by their cadre, or for the cadre by the section head or the activity office."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict

from services.scheduling.api.known import OfStay, found
from services.scheduling.api.listing import ById
from services.scheduling.commands.stay import EndStay, InterruptStay, ResumeStay, StartStay
from services.scheduling.events.stay import Reason
from services.scheduling.queries import stays
from services.scheduling.queries.views import State, Stay, Stays
from shared.calendar import day_of
from shared.ids import CampaignId, PersonId, PlaceId, StayId
from shared.web.asking import Db, Handler, Me, Now, action

router = APIRouter(prefix="/api/v1/stays", tags=["stays"])


def _filters(
    campaign: CampaignId | None = None,
    person: PersonId | None = None,
    place: PlaceId | None = None,
    state: State | None = None,
    foreseen: bool | None = None,
) -> stays.Filters:
    return stays.Filters(campaign, person, place, state, foreseen)


@router.get("", **action("stay.read"))
async def list_stays(
    filters: Annotated[stays.Filters, Depends(_filters)], me: Me, db: Db, start: ById, now: Now
) -> Stays:
    """Stays by batch, as far as the asker may see them; `place`: with all that is below it."""
    return await stays.stays_of(db, me, filters, start, day_of(now))


@router.get("/{stay}", **action("stay.read"))
async def show(stay: StayId, me: Me, db: Db, now: Now, response: Response) -> Stay:
    """A stay with its spans."""
    shown = found(await stays.stay_of(db, me, stay, day_of(now)))
    response.headers["ETag"] = f'"{shown.version}"'
    return shown


@router.post("/{stay}/start", status_code=204, **action("stay.keep"))
async def start(step: OfStay, handle: Handler) -> None:
    """The cadre has moved in."""
    await handle(StartStay(**vars(step)))


class Interruption(BaseModel):
    """Why the cadre was called away."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


@router.post("/{stay}/interruption", status_code=204, **action("stay.keep"))
async def interrupt(body: Interruption, step: OfStay, handle: Handler) -> None:
    """The cadre was called away."""
    await handle(InterruptStay(**vars(step), reason=body.reason))


@router.post("/{stay}/resumption", status_code=204, **action("stay.keep"))
async def resume(step: OfStay, handle: Handler) -> None:
    """The cadre is back."""
    await handle(ResumeStay(**vars(step)))


@router.post("/{stay}/end", status_code=204, **action("stay.keep"))
async def end(step: OfStay, handle: Handler) -> None:
    """The cadre has gone home for good."""
    await handle(EndStay(**vars(step)))
