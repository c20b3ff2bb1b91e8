"""The file of a roster over HTTP, for the gateway: rows in, the draft and a report out."""

from collections.abc import Sequence
from collections.abc import Set as Some
from typing import Annotated

from fastapi import APIRouter, Depends

from services.scheduling.api.campaigns import Own
from services.scheduling.api.imports import roster
from services.scheduling.api.known import OfCampaign, UpToDate
from services.scheduling.commands.campaign import DraftRoster, Placing
from services.scheduling.queries import campaigns
from services.scheduling.queries.views import CampaignLine, DraftLine
from shared.directory import all_people, all_places
from shared.ids import PersonId, PlaceId
from shared.web.asking import Connection, District, action
from shared.web.imports import AskedLanguage, Report, Rows, Writing, refused

router = APIRouter(prefix="/internal/campaigns", include_in_schema=False)


async def _ground(own: Own, asked: OfCampaign, district: District, db: UpToDate) -> roster.Ground:
    holds = await campaigns.roster_in_work(db, own.id, with_draft=True)
    standing = {who: line for who, line in _placings(holds.entries).items() if who in asked.cadres.started}
    return roster.Ground(
        tenant=district,
        people=await _people(own, asked, standing.keys(), db),
        batches=[batch.number for batch in own.batches],
        places=await _places(own, db),
        standing=standing,
        before=_placings(holds.draft or holds.entries),
    )


def _placings(lines: Sequence[DraftLine]) -> dict[PersonId, Placing]:
    return {PersonId(one.person): Placing(PersonId(one.person), one.batch, PlaceId(one.place)) for one in lines}


async def _people(
    own: CampaignLine, asked: OfCampaign, standing: Some[PersonId], db: Connection
) -> dict[PersonId, roster.Person]:
    """Those who may stand on the roster, and who is at home instead."""
    exempt = await campaigns.exempt(db, own.id) - standing
    wanted = {cadre.person for cadre in asked.cadres.all} | standing
    return {
        one.person: roster.Person(one.code, one.name, one.person in exempt)
        for one in await all_people(db)
        if one.person in wanted
    }


async def _places(own: CampaignLine, db: Connection) -> dict[str, PlaceId]:
    of_campaign = [one for one in await all_places(db) if one.place in own.places]
    codes = {one.code: one.place for one in of_campaign}
    return roster.places_by(codes, [(one.name, one.place) for one in of_campaign])


Ground = Annotated[roster.Ground, Depends(_ground)]


@router.post("/{campaign}/roster", **action("campaign.plan"))
async def import_roster(
    body: Rows, ground: Ground, asked: OfCampaign, handle: Writing, language: AskedLanguage
) -> Report:
    """The whole roster, which becomes the draft."""
    checked = roster.check(body, ground)
    if checked.faults:
        return refused(len(checked.placings), checked.faults, language)
    if handle is not None:
        await handle(DraftRoster(**vars(asked), placings=checked.placings))
    return checked.report()
