"""PostgreSQL shows those rows alone that a grant covers when it is asked of each: two wordings of one rule."""

from collections.abc import AsyncIterator
from itertools import product
from uuid import UUID, uuid5

import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Integer, Uuid, column, select, values
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.eventstore.connect import Database
from shared.ids import MINQING, CampaignId, PlaceId, Tenant, UnitId
from shared.roles import Role
from shared.sight import granted
from shared.viewer import Grant, Viewer

UNITS, PLACES, CAMPAIGNS = ([uuid5(MINQING, f"{kind} {n}") for n in range(3)] for kind in ("unit", "place", "campaign"))
ROLES = (Role.CLERK, Role.LEADER, Role.HANDLER)
THINGS = list(product((*UNITS, None), (*CAMPAIGNS, None), (*PLACES, None)))
"""Of every unit, campaign and place, and of none."""

ROWS = values(
    column("n", Integer), column("unit", Uuid), column("campaign", Uuid), column("place", Uuid), name="things"
).data([(n, *thing) for n, thing in enumerate(THINGS)])


def _below(top: UUID | None, all_there_are: list[UUID]) -> some.SearchStrategy[frozenset[UUID]]:
    if top is None:
        return some.just(frozenset())
    return some.frozensets(some.sampled_from(all_there_are)).map(lambda found: found | {top})


@some.composite
def a_grant(draw: some.DrawFn) -> Grant:
    """A grant as the directory expands it: whatever it is for is among what it reaches."""
    unit, place = (draw(some.sampled_from([None, *each])) for each in (UNITS, PLACES))
    campaign = draw(some.sampled_from([None, *CAMPAIGNS]))
    return Grant(
        draw(some.sampled_from(ROLES)),
        UnitId(unit) if unit else None,
        PlaceId(place) if place else None,
        CampaignId(campaign) if campaign else None,
        frozenset(map(UnitId, draw(_below(unit, UNITS)))),
        frozenset(map(PlaceId, draw(_below(place, PLACES)))),
    )


@pytest_asyncio.fixture
async def db(postgres: str) -> AsyncIterator[AsyncConnection]:
    """A connection that needs no table."""
    engine = Database(postgres).engine
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grants=some.lists(a_grant(), max_size=4), roles=some.sets(some.sampled_from(ROLES)))
async def test_a_row_is_shown_if_and_only_if_a_grant_covers_it(
    db: AsyncConnection, grants: list[Grant], roles: set[Role]
) -> None:
    viewer = Viewer(Tenant("shifan"), "account:1", uuid5(MINQING, "account"), grants=tuple(grants))
    shown = granted(
        viewer, lambda grant: ROWS.c.unit.in_(grant.units), *roles, campaign=ROWS.c.campaign, place=ROWS.c.place
    )
    found = set((await db.execute(select(ROWS.c.n).where(shown))).scalars())
    assert found == {n for n, thing in enumerate(THINGS) if acts_for(viewer, roles, *thing)}


def acts_for(viewer: Viewer, roles: set[Role], unit: UUID | None, campaign: UUID | None, place: UUID | None) -> bool:
    """The same question, asked of one thing."""
    return (
        viewer.acts_for(
            UnitId(unit) if unit else None,
            *roles,
            campaign=CampaignId(campaign) if campaign else None,
            place=PlaceId(place) if place else None,
        )
        is not None
    )
