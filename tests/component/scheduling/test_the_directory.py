"""What every service asks of its directory, here of the one that scheduling keeps of its own facts."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncConnection

from shared import directory
from shared.ids import CampaignId, StayId
from shared.roles import Role
from shared.web.tokens import GrantClaim
from tests.component.scheduling.district import plan, published
from tests.component.scheduling.stage import Stage


@pytest_asyncio.fixture(loop_scope="module")
async def db(stage: Stage) -> AsyncIterator[AsyncConnection]:
    """A connection that sees the district's read models."""
    await stage.quiet()
    async with stage.reading() as db:
        yield db


def _id(path: str) -> UUID:
    return UUID(path.rpartition("/")[2])


async def test_a_thing_is_answered_as_last_described_and_as_none_if_it_never_was(
    stage: Stage, db: AsyncConnection
) -> None:
    found = await directory.unit(db, stage.unit("MZ-S1"))
    assert found is not None
    assert (found.name, found.kind, found.path) == ("社会救助科", "section", (stage.unit("MZ"), stage.unit("MZ-S1")))
    village = await directory.place(db, stage.place("C01"))
    assert village is not None
    assert (village.contact_unit, village.contact_section) == (stage.unit("MZ"), stage.unit("MZ-S1"))
    official = await directory.person(db, stage.person("D1"))
    assert official is not None
    assert {(held.post, held.unit) for held in official.posts} == {
        ("leader-in-charge", stage.unit("MZ-S1")),
        ("member", stage.unit("MZ-LD")),
    }
    assert await directory.unit(db, stage.unit("X")) is None
    assert await directory.place(db, stage.place("X")) is None
    assert await directory.person(db, stage.person("X")) is None
    assert await directory.campaign(db, CampaignId(stage.unit("X"))) is None
    assert await directory.roster_entry(db, StayId(stage.unit("X"))) is None


async def test_who_is_below_whom_and_who_holds_which_post(stage: Stage, db: AsyncConnection) -> None:
    assert await directory.units_below(db, stage.unit("MZ")) == {
        stage.unit(code) for code in ("MZ", "MZ-S1", "MZ-S2", "MZ-HD", "MZ-LD")
    }
    assert await directory.places_below(db, stage.place("C01")) == {stage.place("C01"), stage.place("C01-G1")}
    assert await directory.units_below(db, stage.unit("X")) == {stage.unit("X")}
    assert [one.code for one in await directory.people_below(db, stage.unit("MZ"))] == ["D1", "H1", "P1", "P2"]
    assert await directory.holders(db, "head", stage.unit("MZ-S1")) == [stage.person("H1")]
    assert await directory.holders(db, "head", stage.unit("MZ-S2")) == []


async def test_grants_reach_what_is_below_their_unit_and_place(stage: Stage, db: AsyncConnection) -> None:
    claims = (
        GrantClaim(role=Role.LEADER, unit=stage.unit("MZ-S1")),
        GrantClaim(role=Role.CADRE, unit=stage.unit("MZ"), place=stage.place("C01")),
        GrantClaim(role=Role.ADMINISTRATOR),
    )
    leader, cadre, administrator = await directory.expand(db, claims)
    assert leader.units == {stage.unit("MZ-S1")}
    assert leader.places == frozenset()
    assert len(cadre.units) == 5
    assert cadre.places == {stage.place("C01"), stage.place("C01-G1")}
    assert administrator.units == frozenset()
    assert await directory.expand(db, ()) == ()


async def test_campaigns_and_rosters_are_kept_as_they_were_published(stage: Stage) -> None:
    campaign = await published(stage)
    async with stage.reading() as db:
        entry = await directory.roster_entry(db, StayId(_id(campaign["P1"])))
        assert entry is not None
        assert (entry.person, entry.section, entry.batch, entry.place) == (
            stage.person("P1"),
            stage.unit("MZ-S1"),
            2,
            stage.place("C01"),
        )
        frame = await directory.campaign(db, CampaignId(_id(campaign["here"])))
        assert frame is not None
        assert [batch.model_dump(mode="json") for batch in frame.batches] == plan(stage)["batches"]
        assert list(frame.places) == [stage.place("C01"), stage.place("C02")]
