"""An identity opens for a purpose, for those of the table of rights, and the ledger records it first."""

import pytest

from shared.ids import CampaignId
from shared.roles import Role
from shared.testing.names import named
from shared.testing.people import Official
from shared.web.tokens import GrantClaim
from tests.component.casework import district as d
from tests.component.casework.stage import Stage


@pytest.mark.parametrize("who", [d.LAND_HANDLER, d.LAND_CLERK, d.LAND_LEADER, d.CADRE], ids=lambda who: who.name)
async def test_those_who_handle_or_heard_it_open_it_for_a_purpose(stage: Stage, who: Official) -> None:
    matter = await d.accepted(stage)
    answer = await stage.send(who, f"/matters/{matter}/identity", {"purpose": "handling"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json() == {"petitioners": [{"name": "陈阿婆", "telephone": "13800000000"}], "words": None}
    (opening,) = stage.opener.opened
    assert (opening.purpose, opening.matter, opening.unit) == ("handling", matter, who.grants[0].unit)
    assert opening.actor == who.actor


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER])
async def test_a_grant_limited_to_another_place_opens_nothing_here(stage: Stage, role: Role) -> None:
    matter = await d.accepted(stage)
    land, contact = (d.unit(name) for name in ("国土分局", "民政局"))
    person, purpose = d.person("国土专干"), {"purpose": "handling"}
    for place, status in ((d.OTHER_VILLAGE, 404), (d.VILLAGE, 200)):
        grants = (GrantClaim(role=role, unit=land, place=place), GrantClaim(role=role, unit=contact))
        both = Official("both", grants, person)
        seen = await stage.read(both, f"/matters/{matter}")
        assert seen["may_open_identity"] is (status == 200)
        assert (await stage.send(both, f"/matters/{matter}/identity", purpose)).status_code == status
    assert len(stage.opener.opened) == 1


async def test_a_grant_limited_to_another_campaign_opens_nothing_here(stage: Stage) -> None:
    matter = await d.accepted(stage)
    land, contact = (d.unit(name) for name in ("国土分局", "民政局"))
    elsewhere = GrantClaim(role=Role.CLERK, unit=land, campaign=CampaignId(named("another campaign")))
    both = Official("both", (elsewhere, GrantClaim(role=Role.CLERK, unit=contact)), d.person("国土专干"))
    assert not (await stage.read(both, f"/matters/{matter}"))["may_open_identity"]
    assert (await stage.send(both, f"/matters/{matter}/identity", {"purpose": "handling"})).status_code == 404


async def test_the_office_opens_it_until_hand_over(stage: Stage) -> None:
    matter = await d.heard(stage)
    await stage.until(d.OFFICE, f"/matters/{matter}", lambda _: True)
    purpose = {"purpose": "核对来访人"}
    assert (await stage.send(d.OFFICE, f"/matters/{matter}/identity", purpose)).status_code == 200
    await stage.done(d.OFFICE, f"/matters/{matter}/hand-over")
    assert (await stage.send(d.OFFICE, f"/matters/{matter}/identity", purpose)).status_code == 404
    assert len(stage.opener.opened) == 1


async def test_a_key_never_opens_one(stage: Stage) -> None:
    matter = await d.accepted(stage)
    answer = await stage.send(d.LAND_KEY, f"/matters/{matter}/identity", {"purpose": "handling"})
    assert answer.status_code == 403


async def test_without_a_purpose_nothing_opens(stage: Stage) -> None:
    matter = await d.accepted(stage)
    for body in ({}, {"purpose": " "}):
        assert (await stage.send(d.LAND_HANDLER, f"/matters/{matter}/identity", body)).status_code == 422
    assert stage.opener.opened == []


async def test_another_handler_of_the_department_does_not_open_it(stage: Stage) -> None:
    matter = await d.accepted(stage)
    other = Official("another", d.LAND_HANDLER.grants, d.person("国土专干"))
    assert (await stage.send(other, f"/matters/{matter}/identity", {"purpose": "handling"})).status_code == 404


async def test_the_partys_copy_names_the_party_only_by_an_opening(stage: Stage) -> None:
    matter = await d.issued(stage)
    path = f"/matters/{matter}/copies/4"
    assert (await stage.read(d.LAND_HANDLER, path))["party"] is None
    opened = await stage.send(d.LAND_HANDLER, path + "/opening", {"purpose": "送达"})
    assert (opened.json()["party"], opened.json()["label"]) == (["陈阿婆"], "第4份共4份")
    assert opened.headers["Cache-Control"] == "no-store"
    assert [one.purpose for one in stage.opener.opened] == ["送达"]
    village = await stage.send(d.LAND_HANDLER, f"/matters/{matter}/copies/3/opening", {"purpose": "送达"})
    assert village.status_code == 404
    assert len(stage.opener.opened) == 1


async def test_who_took_the_partys_copy_is_named_only_by_an_opening(stage: Stage) -> None:
    matter = await d.issued(stage)
    path = f"/matters/{matter}/copies/4"
    await stage.done(d.LAND_HANDLER, path + "/service", d.delivery(to="陈阿婆"))
    assert (await stage.read(d.LAND_HANDLER, path))["details"]["to"] is None
    assert (await stage.read(d.OFFICE, f"/matters/{matter}/copies"))["items"][3]["details"]["to"] is None
    opened = await stage.send(d.LAND_HANDLER, path + "/opening", {"purpose": "归档"})
    assert opened.json()["details"] == {"by": "周文斌", "to": "陈阿婆", "witness": None, "reason": None}
