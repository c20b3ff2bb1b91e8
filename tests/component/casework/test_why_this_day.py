"""期限说明: whoever sees how a matter stands may ask why its limit is the day it is."""

import pytest

from shared.testing.people import Official
from tests.component.casework import district as d
from tests.component.casework.stage import Stage


async def test_the_limit_of_the_plan_is_shown_with_each_of_its_days(stage: Stage) -> None:
    stage.at("2010-11-30 10:00")
    matter = await d.accepted(stage)
    limit = await stage.read(d.LAND_HANDLER, f"/matters/{matter}/limits/planned")
    assert limit["until"] == (await stage.read(d.LAND_HANDLER, f"/matters/{matter}"))["limit"] == "2010-12-15"
    assert (limit["planned"], limit["overdue"], limit["ended_at"], limit["provisional"]) == (True, False, None, False)
    days = limit["proof"]["days"]
    assert [days[0]["day"], days[-1]["day"]] == ["2010-12-01", "2010-12-15"]
    assert [one["number"] for one in days] == list(range(1, 16))
    assert [one["day"][8:] for one in days if one["nature"] == "rest-day"] == ["04", "05", "11", "12"]
    assert {(one["counted"], one["pack"], one["law"], one["article"]) for one in days} == {
        (True, "plan/1", "活动方案", "")
    }
    assert [(one["article"], one["quote"]) for one in limit["proof"]["rests_on"]] == [("", "及时处理活动中发现的问题")]


async def test_the_laws_limit_is_another_and_in_2010_cites_the_regulations_of_2005(stage: Stage) -> None:
    stage.at("2010-12-06 10:00")
    matter = await d.accepted(stage)
    limits = await stage.read(d.OFFICE, f"/matters/{matter}/limits")
    assert [(one["name"], one["planned"], one["until"]) for one in limits["items"]] == [
        ("planned", True, "2010-12-21"),
        ("conclude", False, "2011-02-04"),
    ]
    limit = await stage.read(d.OFFICE, f"/matters/{matter}/limits/conclude")
    assert limit["basis"] == {
        "pack": "CN/2005",
        "jurisdiction": "CN",
        "version": "2005",
        "law": "信访条例",
        "article": "33",
        "quote": "信访事项应当自受理之日起60日内办结",
    }
    assert {one["pack"] for one in limit["proof"]["rests_on"]} == {"CN/2005"}
    natures = {one["day"]: one["nature"] for one in limit["proof"]["days"]}
    assert (natures["2011-01-30"], natures["2011-02-04"]) == ("make-up-workday", "rest-day")


async def test_a_limit_ends_with_what_it_asks_for_and_is_overdue_until_then(stage: Stage) -> None:
    stage.at("2010-11-30 10:00")
    matter = await d.accepted(stage)
    path = f"/matters/{matter}/limits/planned"
    assert not (await stage.at("2010-12-15 23:59").read(d.LAND_LEADER, path))["overdue"]
    assert (await stage.at("2010-12-16 00:00").read(d.LAND_LEADER, path))["overdue"]
    finding = {"outcome": "supported", "facts": "经核实属实", "opinion": "限期补发到位"}
    await stage.done(d.LAND_HANDLER, f"/matters/{matter}/result", finding)
    limits = (await stage.read(d.LAND_LEADER, f"/matters/{matter}/limits"))["items"]
    assert [(one["overdue"], bool(one["ended_at"])) for one in limits] == [(False, True), (False, False)]


async def test_before_it_is_accepted_a_matter_has_no_limit(stage: Stage) -> None:
    matter = await d.heard(stage)
    await stage.until(d.OFFICE, f"/matters/{matter}", lambda found: found["state"] == "opened")
    assert (await stage.read(d.OFFICE, f"/matters/{matter}/limits"))["items"] == []
    assert (await stage.get(d.OFFICE, f"/matters/{matter}/limits/planned")).status_code == 404


@pytest.mark.parametrize("who", [d.CADRE, d.TRADE_CLERK, d.VILLAGE_CLERK], ids=lambda who: who.name)
async def test_who_does_not_see_how_it_stands_sees_no_limit_either(stage: Stage, who: Official) -> None:
    matter = await d.accepted(stage)
    for tail in ("", "/planned", "/conclude"):
        assert (await stage.get(who, f"/matters/{matter}/limits{tail}")).status_code == 404


async def test_a_limit_that_there_is_not_is_not_there(stage: Stage) -> None:
    matter = await d.accepted(stage)
    for name in ("review-window", "nothing", "PLANNED"):
        assert (await stage.get(d.OFFICE, f"/matters/{matter}/limits/{name}")).status_code == 404
