"""What a command of scheduling must know from the read models: looked up here, decided in the decider (design 3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends

from services.scheduling.commands.campaign import Cadre, Cadres
from services.scheduling.queries import campaigns, stays
from shared.directory import all_places, people_below
from shared.errors import NotFound
from shared.ids import CampaignId, PersonId, PlaceId, StayId, UnitId
from shared.viewer import Viewer
from shared.web import afterwards
from shared.web.asking import Connection, Db, Me, Now

T = TypeVar("T")


def found(thing: T | None) -> T:
    """What a query found. Raises NotFound for nothing."""
    if thing is None:
        raise NotFound("not-found")
    return thing


async def _up_to_date(present: afterwards.UpToDate) -> Connection:
    return present.db


UpToDate = Annotated[Connection, Depends(_up_to_date)]
"""A connection whose read models show all that was written before this request."""


@dataclass(frozen=True)
class Asked:
    """Who asks something of a campaign, and when; `cadres` as the directory has them."""

    campaign: CampaignId
    by: Viewer
    at: datetime
    cadres: Cadres


async def _asked(campaign: CampaignId, me: Me, now: Now, db: UpToDate) -> Asked:
    known = await campaigns.campaign(db, campaign)
    people = await people_below(db, UnitId(known.unit)) if known else []
    started = frozenset(PersonId(person) for person in await stays.started(db, campaign))
    cadres = tuple(Cadre(person.person, person.name, person.unit) for person in people)
    sections = {PlaceId(one.place): UnitId(one.contact_section) for one in await all_places(db) if one.contact_section}
    return Asked(campaign, me, now, Cadres(cadres, started, sections))


OfCampaign = Annotated[Asked, Depends(_asked)]


@dataclass(frozen=True)
class Step:
    """Who takes a step of a stay, and when; `seen`: whether that stay is in their sight at all."""

    stay: StayId
    at: datetime
    by: Viewer
    seen: bool


async def _step(stay: StayId, me: Me, now: Now, db: Db) -> Step:
    return Step(stay, now, me, await stays.is_seen(db, me, stay))


OfStay = Annotated[Step, Depends(_step)]
