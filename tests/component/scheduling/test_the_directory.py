"""What every service asks of its directory, here of the one that scheduling keeps of its own facts."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from shared import directory
from shared.ids import CampaignId, StayId
from shared.roles import Role
from shared.web.ports import reading
from shared.web.tokens import GrantClaim
from tests.component.scheduling.district import PLAN, published
from tests.component.scheduling.stage import SHIFAN, Stage, person, place, unit


@pytest.fixture
async def db(stage: Stage) -> AsyncIterator[AsyncConnection]:
    """A connection that sees the district's read models."""
    await stage.quiet()
    async with stage.ports.database.transaction(SHIFAN) as connection:
        yield await connection.execution_options(**reading(stage.ports))


def _id(path: str) -> UUID:
    return UUID(path.rpartition("/")[2])


async def test_a_thing_is_answered_as_it_was_last_described_and_none_if_it_never_was(db: AsyncConnection) -> None:
    found = await directory.unit(db, unit("MZ-S1"))
    assert found is not None
    assert (found.name, found.kind, found.path) == ("社会救助科", "section", (unit("MZ"), unit("MZ-S1")))
    village = await directory.place(db, place("C01"))
    assert village is not None
    assert (village.contact_unit, village.contact_section) == (unit("MZ"), unit("MZ-S1"))
    official = await directory.person(db, person("D1"))
    assert official is not None
    assert {(held.post, held.unit) for held in official.posts} == {
        ("leader-in-charge", unit("MZ-S1")),
        ("member", unit("MZ-LD")),
    }
    assert await directory.unit(db, unit("X")) is None
    assert await directory.place(db, place("X")) is None
    assert await directory.person(db, person("X")) is None
    assert await directory.campaign(db, CampaignId(unit("X"))) is None
    assert await directory.roster_entry(db, StayId(unit("X"))) is None


async def test_who_is_below_whom_and_who_holds_which_post(db: AsyncConnection) -> None:
    assert await directory.units_below(db, unit("MZ")) == {
        unit(code) for code in ("MZ", "MZ-S1", "MZ-S2", "MZ-HD", "MZ-LD")
    }
    assert await directory.places_below(db, place("C01")) == {place("C01"), place("C01-G1")}
    assert await directory.units_below(db, unit("X")) == {unit("X")}
    assert [one.code for one in await directory.people_below(db, unit("MZ"))] == ["D1", "H1", "P1", "P2"]
    assert await directory.holders(db, "head", unit("MZ-S1")) == [person("H1")]
    assert await directory.holders(db, "head", unit("MZ-S2")) == []


async def test_grants_reach_what_is_below_their_unit_and_place(db: AsyncConnection) -> None:
    claims = (
        GrantClaim(role=Role.LEADER, unit=unit("MZ-S1")),
        GrantClaim(role=Role.CADRE, unit=unit("MZ"), place=place("C01")),
        GrantClaim(role=Role.ADMINISTRATOR),
    )
    leader, cadre, administrator = await directory.expand(db, claims)
    assert leader.units == {unit("MZ-S1")}
    assert leader.places == frozenset()
    assert len(cadre.units) == 5
    assert cadre.places == {place("C01"), place("C01-G1")}
    assert administrator.units == frozenset()
    assert await directory.expand(db, ()) == ()


async def test_campaigns_and_rosters_are_kept_as_they_were_published(stage: Stage) -> None:
    campaign = await published(stage)
    async with stage.ports.database.transaction(SHIFAN) as connection:
        db = await connection.execution_options(**reading(stage.ports))
        entry = await directory.roster_entry(db, StayId(_id(campaign["P1"])))
        assert entry is not None
        assert (entry.person, entry.section, entry.batch, entry.place) == (
            person("P1"),
            unit("MZ-S1"),
            2,
            place("C01"),
        )
        frame = await directory.campaign(db, CampaignId(_id(campaign["here"])))
        assert frame is not None
        assert [batch.model_dump(mode="json") for batch in frame.batches] == PLAN["batches"]
        assert list(frame.places) == [place("C01"), place("C02")]
