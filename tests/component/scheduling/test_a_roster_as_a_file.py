"""The activity office gives the roster as a file: it becomes the draft, or with one error nothing does."""

import httpx

from tests.component.scheduling.district import OFFICE, OTHER_OFFICE, WANG, exemption, plan, planned, published
from tests.component.scheduling.stage import Official, Stage

COLUMNS = ("person", "name", "batch", "place")
EVERYBODY = (("P1", "李建国", "2", "C01"), ("P2", "王敏", "1", "桃源社区"), ("H1", "", "1", "柳塘村"))


async def given(
    stage: Stage, here: str, *lines: tuple[str, ...], who: Official = OFFICE, dry_run: str = "false"
) -> httpx.Response:
    """What is answered to a file of these lines, as the gateway passes it on."""
    rows = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
    return await stage.gives_roster(who, here, rows, dry_run)


async def fresh(stage: Stage) -> str:
    """A campaign without a roster, from which one cadre is exempt."""
    here = f"/campaigns/{(await stage.done(OFFICE, '/campaigns', plan(stage)))['id']}"
    await stage.done(OFFICE, f"{here}/exemptions", exemption(stage))
    return here


async def test_a_file_becomes_the_draft(stage: Stage) -> None:
    here = await fresh(stage)
    report = (await given(stage, here, *EVERYBODY)).json()
    assert (report["rows"], report["new"], report["errors"]) == (3, 3, [])
    draft = (await stage.read(OFFICE, f"{here}/roster"))["draft"]
    assert [(one["person_name"], one["batch"], one["place_name"]) for one in draft] == [
        ("李建国", 2, "柳塘村"),
        ("王敏", 1, "桃源社区"),
        ("张科长", 1, "柳塘村"),
    ]


async def test_a_dry_run_tells_the_same_and_drafts_nothing(stage: Stage) -> None:
    here = await fresh(stage)
    report = (await given(stage, here, *EVERYBODY, dry_run="true")).json()
    assert (report["new"], (await stage.read(OFFICE, f"{here}/roster"))["draft"]) == (3, [])


async def test_every_error_is_told_and_nothing_is_drafted(stage: Stage) -> None:
    here = await fresh(stage)
    report = (
        await given(stage, here, ("P1", "李建国", "9", "C01"), ("D1", "", "1", "C01"), ("P2", "", "1", "X"))
    ).json()
    assert [(one["row"], one["column"]) for one in report["errors"]] == [
        (2, "batch"),
        (3, "person"),
        (4, "place"),
        (5, "person"),
    ]
    assert (await stage.read(OFFICE, f"{here}/roster"))["draft"] == []


async def test_a_stay_that_has_begun_stays_where_it_is(stage: Stage) -> None:
    campaign = await published(stage)
    await stage.at("2010-11-25 09:00").done(WANG, f"{campaign['P2']}/start")
    await stage.quiet()
    moved = (("P1", "", "1", "C02"), ("P2", "", "1", "C01"), ("H1", "", "1", "C01"))
    report = (await given(stage, campaign["here"], *moved)).json()
    assert [(one["row"], one["column"]) for one in report["errors"]] == [(3, "batch")]
    report = (await given(stage, campaign["here"], ("P1", "", "1", "C02"), *EVERYBODY[1:])).json()
    assert (report["same"], report["changed"], report["errors"]) == (2, 1, [])


async def test_to_another_office_there_is_no_such_campaign(stage: Stage) -> None:
    here = await planned(stage)
    assert (await given(stage, here, *EVERYBODY, who=OTHER_OFFICE)).status_code == 404
    assert (await given(stage, here, *EVERYBODY, who=WANG)).status_code == 403
