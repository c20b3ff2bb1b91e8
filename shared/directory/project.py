"""From scheduling's facts to the directory: each fact says the whole of its thing, the newest replaces the last."""

from collections.abc import Iterator
from typing import Any  # parameters are whatever the columns take

from sqlalchemy import Table, bindparam, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.base import Executable

from shared.change import Change, Envelope
from shared.contracts.scheduling import CampaignPlanned, PersonDescribed, PlaceDescribed, RosterPublished, UnitDescribed
from shared.directory.tables import METADATA, campaigns, persons, places, posts, roster, units
from shared.event import Fact
from shared.eventstore.projections import Projection


def _replace(table: Table) -> Executable:
    statement = insert(table)
    told = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=told)


PUT_UNIT = _replace(units)
PUT_PLACE = _replace(places)
PUT_PERSON = _replace(persons)
LEAVE_POSTS = delete(posts).where(posts.c.person == bindparam("of_person"))
HOLD_POST = insert(posts).on_conflict_do_nothing()
PUT_CAMPAIGN = _replace(campaigns)
LEAVE_ROSTER = delete(roster).where(roster.c.campaign == bindparam("of_campaign"))
PUT_ON_ROSTER = insert(roster)


def project(said: Fact, envelope: Envelope) -> Iterator[Change]:
    """What a fact changes in the directory; facts of stays change nothing."""
    match said:
        case UnitDescribed(unit=unit):
            yield f"unit/{unit}", PUT_UNIT, _columns(said)
        case PlaceDescribed(place=place):
            yield f"place/{place}", PUT_PLACE, _columns(said)
        case PersonDescribed():
            yield from _person(said)
        case CampaignPlanned(campaign=campaign):
            shapes = said.model_dump(mode="json", include={"batches", "filings"})
            yield f"campaign/{campaign}", PUT_CAMPAIGN, _columns(said) | shapes
        case RosterPublished():
            yield from _roster(said)
        case _:
            return


def _person(said: PersonDescribed) -> Iterator[Change]:
    key = f"person/{said.person}"
    columns = _columns(said)
    del columns["posts"]
    yield key, PUT_PERSON, columns
    yield key, LEAVE_POSTS, {"of_person": said.person}
    for held in said.posts:
        yield key, HOLD_POST, {"person": said.person, "post": held.post, "unit": held.unit}


def _roster(said: RosterPublished) -> Iterator[Change]:
    key = f"roster/{said.campaign}"
    yield key, LEAVE_ROSTER, {"of_campaign": said.campaign}
    for entry in said.entries:
        yield key, PUT_ON_ROSTER, {**dict(entry), "campaign": said.campaign, "version": said.version}


def _columns(said: Fact) -> dict[str, Any]:
    return said.model_dump(exclude={"type"})


DIRECTORY = Projection(
    name="directory",
    version=1,
    source="scheduling",
    language=(UnitDescribed, PlaceDescribed, PersonDescribed, CampaignPlanned, RosterPublished),
    metadata=METADATA,
    project=project,
)
