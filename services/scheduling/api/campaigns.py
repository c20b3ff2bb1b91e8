"""Campaigns over HTTP: planned, exempted from, drafted and published by the activity office, read by everybody."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from services.scheduling.api.known import OfCampaign, UpToDate, found
from services.scheduling.api.listing import ById
from services.scheduling.commands.campaign import (
    DraftRoster,
    ExemptCadre,
    Ground,
    KnownUnit,
    Placing,
    PlanCampaign,
    PublishRoster,
)
from services.scheduling.events.campaign import Batch, Day, FilingDue, Frame, Offices, Statement
from services.scheduling.queries import campaigns, directory, figures
from services.scheduling.queries.views import CampaignLine, Campaigns, Exemptions, Figures, Roster, RosterInWork
from shared.calendar import day_of
from shared.ids import CampaignId, PersonId, PlaceId, UnitId
from shared.roles import Role
from shared.viewer import Viewer
from shared.web.afterwards import ReadBack
from shared.web.asking import CommandId, Db, Handler, Me, New, Now, action

router = APIRouter(prefix="/api/v1/campaigns", tags=["campaigns"])

Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class Body(BaseModel):
    """What is asked, with no field that its shape does not name."""

    model_config = ConfigDict(extra="forbid")


class Plan(Body):
    """A campaign's frame, both days of each period counted, and what it says of itself."""

    name: Words
    unit: UnitId
    activity_office: UnitId
    leading_group: UnitId | None = None
    district_office: UnitId
    begins: Day
    ends: Day
    minimum_nights: Annotated[int, Field(le=366)]
    batches: Annotated[tuple[Batch, ...], Field(max_length=100)]
    filings: Annotated[tuple[FilingDue, ...], Field(max_length=100)] = ()
    places: Annotated[tuple[PlaceId, ...], Field(max_length=10_000)]
    statement: Statement = Statement()

    def frame(self) -> Frame:
        """The frame as the rules know it."""
        offices = Offices(
            activity=self.activity_office, leading_group=self.leading_group, district=self.district_office
        )
        return Frame(offices=offices, **{name: getattr(self, name) for name in Frame.model_fields if name != "offices"})


class Created(BaseModel):
    """The id of what a request made."""

    id: UUID


async def _ground(body: Plan, db: UpToDate) -> Ground:
    asked = {body.unit, body.activity_office, body.leading_group, body.district_office}
    kinds = await directory.kinds_of_units(db, {unit for unit in asked if unit is not None})
    levels = await directory.levels_of_places(db, set(body.places))
    units = {UnitId(unit): KnownUnit(kind, tuple(map(UnitId, path))) for unit, (kind, path) in kinds.items()}
    return Ground(units, {PlaceId(place): level for place, level in levels.items()})


@router.post("", status_code=201, **action("campaign.plan"))
async def plan(  # noqa: PLR0913 each a dependency
    body: Plan, ground: Annotated[Ground, Depends(_ground)], new: New, me: Me, now: Now, handle: Handler
) -> Created:
    """Plan a campaign for the cadres of a unit."""
    campaign, frame = CampaignId(new("campaign")), body.frame()
    said = PlanCampaign(
        campaign=campaign, by=me, at=now, unit=body.unit, frame=frame, statement=body.statement, ground=ground
    )
    await handle(said)
    return Created(id=campaign)


@router.get("", **action("campaign.read"))
async def list_campaigns(db: Db, start: ById) -> Campaigns:
    """All campaigns of the district, the newest first."""
    return await campaigns.campaigns_of(db, start)


async def _known_campaign(campaign: CampaignId, db: Db) -> CampaignLine:
    return found(await campaigns.campaign(db, campaign))


Known = Annotated[CampaignLine, Depends(_known_campaign)]


def _runs(me: Viewer, campaign: CampaignLine) -> bool:
    office, of = UnitId(campaign.activity_office), CampaignId(campaign.id)
    return me.acts_for(office, Role.ACTIVITY_OFFICE, campaign=of, place=None) is not None


async def _own_campaign(known: Known, me: Me) -> CampaignLine:
    return found(known if _runs(me, known) else None)


Own = Annotated[CampaignLine, Depends(_own_campaign)]
"""A campaign that the asker's office runs; to everybody else it is none."""


@router.get("/{campaign}", **action("campaign.read"))
async def show(known: Known) -> CampaignLine:
    """A campaign's frame."""
    return known


class Exemption(Body):
    """Who does not take part, why, and by which document (R12)."""

    person: PersonId
    reason: Words
    document: Words


@router.post("/{campaign}/exemptions", status_code=204, **action("campaign.plan"))
async def exempt(body: Exemption, asked: OfCampaign, handle: Handler) -> None:
    """Let a cadre stay at home."""
    await handle(ExemptCadre(**vars(asked), **dict(body)))


@router.get("/{campaign}/exemptions", **action("campaign.plan"))
async def list_exemptions(own: Own, db: Db) -> Exemptions:
    """Who does not take part, and why; for the campaign's activity office."""
    return await campaigns.exemptions_of(db, own.id)


class Line(Body):
    """Who goes where in which batch."""

    person: PersonId
    batch: int
    place: PlaceId


class Lines(Body):
    """The whole roster."""

    entries: Annotated[tuple[Line, ...], Field(max_length=10_000)]


@router.put("/{campaign}/roster", status_code=204, **action("campaign.plan"))
async def draft(body: Lines, asked: OfCampaign, handle: Handler) -> None:
    """Write the whole roster; nobody goes by it until it is published."""
    placings = tuple(Placing(**dict(line)) for line in body.entries)
    await handle(DraftRoster(**vars(asked), placings=placings))


@router.post("/{campaign}/roster/publication", status_code=201, **action("campaign.plan"))
async def publish(asked: OfCampaign, request: CommandId, handle: Handler, after: ReadBack) -> Roster:
    """Let the drafted roster hold; each line becomes, or stays, one stay."""
    receipt = await handle(PublishRoster(**vars(asked), request=request))
    db = await after.reading(receipt.last)
    return await campaigns.roster_published_at(db, asked.campaign, receipt.last)


@router.get("/{campaign}/roster", **action("campaign.read"))
async def show_roster(known: Known, me: Me, db: Db) -> RosterInWork:
    """The roster that holds; the campaign's activity office also sees the draft."""
    return await campaigns.roster_in_work(db, known.id, with_draft=_runs(me, known))


@router.get("/{campaign}/figures", **action("stay.read"))
async def show_figures(known: Known, me: Me, now: Now, db: Db) -> Figures:
    """Who takes part, how many nights and visits came of it, as far as the asker may see."""
    return await figures.figures(db, me, known, day_of(now))
