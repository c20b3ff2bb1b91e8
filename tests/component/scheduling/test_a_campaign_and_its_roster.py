"""The activity office plans, exempts, drafts and publishes; everybody reads the roster that holds."""

from tests.component.scheduling.district import (
    ADMINISTRATOR,
    CLERK,
    HEAD,
    OFFICE,
    OTHER_OFFICE,
    exemption,
    line,
    plan,
    planned,
    published,
    roster,
)
from tests.component.scheduling.stage import Official, Stage


async def test_a_campaign_is_shown_to_everybody_as_it_was_planned(stage: Stage) -> None:
    here = await planned(stage)
    shown = await stage.read(CLERK, here)
    for name in ("name", "unit", "activity_office", "batches", "filings", "places", "minimum_nights", "begins", "ends"):
        assert shown[name] == plan(stage)[name]
    assert (shown["statement"]["authority"], shown["roster_version"]) == ("区委", 0)
    assert [one["id"] for one in (await stage.read(CLERK, "/campaigns"))["items"]] == [shown["id"]]


async def test_the_draft_and_the_exemptions_are_the_office_s_own(stage: Stage) -> None:
    here = await planned(stage)
    assert [one["person_name"] for one in (await stage.read(OFFICE, f"{here}/roster"))["draft"]] == [
        "李建国",
        "王敏",
        "张科长",
    ]
    assert (await stage.read(CLERK, f"{here}/roster"))["draft"] is None
    (found,) = (await stage.read(OFFICE, f"{here}/exemptions"))["items"]
    assert (found["person"]["name"], found["document"]) == ("赵局长", "区组干〔2010〕1号")
    assert (await stage.get(OTHER_OFFICE, f"{here}/exemptions")).status_code == 404
    assert (await stage.get(CLERK, f"{here}/exemptions")).status_code == 403


async def test_a_grant_for_one_place_shows_neither_draft_nor_exemptions_of_all_places(stage: Stage) -> None:
    here = await planned(stage)
    of_one_place = Official("H1", OFFICE.role, OFFICE.unit, "C01")
    assert (await stage.read(of_one_place, f"{here}/roster"))["draft"] is None
    assert (await stage.get(of_one_place, f"{here}/exemptions")).status_code == 404


async def test_a_published_roster_has_a_stay_for_each_and_a_repeated_request_answers_the_same(stage: Stage) -> None:
    here = await planned(stage)
    first = await stage.send(OFFICE, f"{here}/roster/publication", key="publish")
    again = await stage.send(OFFICE, f"{here}/roster/publication", key="publish")
    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json()["version"] == 1
    assert [(one["person"], one["batch"], one["place"]) for one in first.json()["entries"]] == [
        (one["person"], one["batch"], one["place"]) for one in roster(stage)
    ]
    await stage.quiet()
    stays = await stage.read(OFFICE, "/stays", campaign=here.rpartition("/")[2])
    assert {one["id"] for one in stays["items"]} == {one["stay"] for one in first.json()["entries"]}
    assert {one["state"] for one in stays["items"]} == {"planned"}
    said = [fact["type"] for fact in await stage.facts()]
    assert said[-2:] == ["minqing.scheduling.campaign-planned.v1", "minqing.scheduling.roster-published.v1"]


async def test_a_changed_roster_is_the_next_version_moves_who_has_not_started_and_nobody_else(stage: Stage) -> None:
    campaign = await published(stage)
    here = campaign["here"]
    stage.now = stage.now.replace(day=24)
    await stage.done(HEAD, f"{campaign['H1']}/start")
    moved = [line(stage, "P1", 1, "C01"), roster(stage)[1], line(stage, "H1", 2, "C01")]
    problem = await stage.refused(OFFICE, f"{here}/roster", {"entries": moved}, method="PUT")
    assert (problem["status"], problem["code"], problem["rule"]) == (409, "stay-started-already", "R17")
    assert "张科长" in problem["detail"]
    await stage.done(OFFICE, f"{here}/roster", {"entries": [*moved[:2], roster(stage)[2]]}, method="PUT")
    holds = await stage.done(OFFICE, f"{here}/roster/publication")
    await stage.quiet()
    assert holds["version"] == 2
    assert (await stage.read(OFFICE, campaign["P1"]))["batch"] == 1
    assert (await stage.read(OFFICE, campaign["H1"]))["state"] == "started"


async def test_whoever_becomes_exempt_is_taken_off_and_has_no_stay(stage: Stage) -> None:
    campaign = await published(stage)
    here = campaign["here"]
    await stage.done(OFFICE, f"{here}/exemptions", exemption(stage, "P1"))
    await stage.done(OFFICE, f"{here}/roster", {"entries": roster(stage)[1:]}, method="PUT")
    await stage.done(OFFICE, f"{here}/roster/publication")
    await stage.quiet()
    assert (await stage.get(OFFICE, campaign["P1"])).status_code == 404
    figures = await stage.read(OFFICE, f"{here}/figures")
    assert (figures["cadres"], figures["exempt"], figures["taking_part"], figures["stays"]) == (4, 2, 2, 2)


async def test_what_a_rule_refuses_is_told_with_rule_and_names(stage: Stage) -> None:
    here = await planned(stage)
    body = {"entries": roster(stage)[:2]}
    problem = await stage.refused(OFFICE, f"{here}/roster", body, method="PUT")
    assert (problem["status"], problem["code"], problem["rule"]) == (409, "cadre-missing", "R13")
    assert problem["detail"] == "每人都要在一个批次，还缺：张科长。"
    refused = await stage.refused(OTHER_OFFICE, f"{here}/roster", {"entries": roster(stage)}, method="PUT")
    assert (refused["status"], refused["code"]) == (409, "not-your-campaign")
    assert (await stage.refused(ADMINISTRATOR, "/campaigns", plan(stage)))["status"] == 403
    wrong = plan(stage, leading_group=str(stage.unit("QHD")))
    assert (await stage.refused(OFFICE, "/campaigns", wrong))["code"] == "not-such-an-office"
    for more in ({"more": 1}, {"ends": "9999-12-31"}, {"filings": [{"period": "2010-13", "due": "2010-12-31"}]}):
        assert (await stage.refused(OFFICE, "/campaigns", plan(stage, **more)))["status"] == 422
