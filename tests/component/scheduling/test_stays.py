"""A stay over HTTP and on the sandbox's clock: kept, counted, foreseen short, ended; seen by those who may."""

import pytest

from tests.component.scheduling.district import (
    CLERK,
    DISTRICT,
    HEAD,
    LEADER,
    LEADING_GROUP,
    LI,
    OFFICE,
    OTHER_HEAD,
    OTHER_OFFICE,
    WANG,
    published,
)
from tests.component.scheduling.stage import Official, Stage


async def test_whoever_leaves_after_eight_nights_is_foreseen_short_and_ends_short_with_the_batch(stage: Stage) -> None:
    campaign = await published(stage)
    stay = campaign["P1"]
    await stage.move_clock("2010-12-24 08:00")
    await stage.done(LI, f"{stay}/start")
    assert (await stage.read(LI, stay))["nights"] == 0
    await stage.move_clock("2011-01-01 08:00")
    assert (await stage.read(LI, stay))["nights"] == 8
    await stage.done(LI, f"{stay}/interruption", {"reason": "临时召回"})
    await stage.move_clock("2011-01-18 08:59")
    assert (await stage.read(LI, stay))["shortfall_foreseen_at"] is None
    await stage.move_clock("2011-01-20 23:59")
    shown = await stage.read(LI, stay)
    assert (shown["shortfall_foreseen_at"], shown["state"]) == ("2011-01-18T01:00:00Z", "interrupted")
    await stage.move_clock("2011-02-01 09:00")
    shown = await stage.read(LI, stay)
    assert (shown["state"], shown["nights"], shown["short"]) == ("ended", 8, True)
    assert shown["ended_at"] == "2011-01-20T16:00:00Z"
    (span,) = shown["spans"]
    assert (span["nights"], span["began_by"], span["left_by"], span["reason"]) == (8, "cadre", "cadre", "临时召回")
    figures = await stage.read(OFFICE, f"{campaign['here']}/figures")
    assert (figures["stays_ended"], figures["stays_short"], figures["nights"]) == (3, 3, 8)  # two never came
    assert figures["shortfalls_foreseen"] == 3
    said = [fact["data"] for fact in await stage.facts() if "shortfall" in fact["type"]]
    assert [(one["nights"], one["missing"]) for one in said if one["person"] == str(stage.person("P1"))] == [(8, 2)]


async def test_twelve_nights_over_an_interruption_and_who_took_which_step(stage: Stage) -> None:
    stay = (await published(stage))["H1"]
    cadre = Official("H1", LI.role, "MZ-S1", place="C01")
    for moment, who, path, body in (
        ("2010-11-24 08:00", cadre, "start", None),
        ("2010-11-30 08:00", HEAD, "interruption", {"reason": "单位有紧急工作"}),
        ("2010-12-05 08:00", OFFICE, "resumption", None),
        ("2010-12-11 08:00", cadre, "end", None),
    ):
        await stage.move_clock(moment)
        await stage.done(who, f"{stay}/{path}", body)
    shown = await stage.read(cadre, stay)
    assert (shown["state"], shown["nights"], shown["short"]) == ("ended", 12, False)
    assert [span["nights"] for span in shown["spans"]] == [6, 6]
    # the head keeps a stay of the own section, also the own one without a cadre's grant
    assert [(span["began_by"], span["left_by"]) for span in shown["spans"]] == [
        ("cadre", "section-head"),
        ("activity-office", "cadre"),
    ]


SEES = {
    "its cadre": (LI, {"P1"}),
    "another cadre": (WANG, {"P2"}),
    "the section's head": (HEAD, {"P1", "H1"}),
    "another section's head": (OTHER_HEAD, {"P2"}),
    "the leader in charge": (LEADER, {"P1", "H1"}),
    "the activity office": (OFFICE, {"P1", "P2", "H1"}),
    "the leading group": (LEADING_GROUP, {"P1", "P2", "H1"}),
    "the district office": (DISTRICT, {"P1", "P2", "H1"}),
    "another unit's office": (OTHER_OFFICE, set()),
}


async def test_everybody_sees_the_stays_they_may_and_no_others(stage: Stage) -> None:
    campaign = await published(stage)
    codes = {str(stage.person(code)): code for code in ("P1", "P2", "H1")}
    for name, (who, expected) in SEES.items():
        listed = {codes[one["person"]["id"]] for one in (await stage.read(who, "/stays"))["items"]}
        shown = {code for code in codes.values() if (await stage.get(who, campaign[code])).status_code == 200}
        counted = (await stage.read(who, f"{campaign['here']}/figures"))["stays"]
        assert (name, listed, shown, counted) == (name, expected, expected, len(expected))
    assert (await stage.get(CLERK, "/stays")).status_code == 403


async def test_whoever_may_not_keep_a_stay_is_told_so_and_whoever_may_not_see_it_finds_nothing(stage: Stage) -> None:
    stay = (await published(stage))["P1"]
    stage.at("2010-12-24 08:00")
    assert (await stage.refused(WANG, f"{stay}/start"))["status"] == 404
    assert (await stage.refused(OTHER_OFFICE, f"{stay}/start"))["status"] == 404
    assert (await stage.refused(DISTRICT, f"{stay}/start"))["status"] == 403
    in_charge_and_cadre = Official("P2", LEADER.role, "MZ-S1")
    assert (await stage.refused(in_charge_and_cadre, f"{stay}/start"))["status"] == 403


async def test_called_away_twice_in_one_moment_of_a_clock_that_stands_still(stage: Stage) -> None:
    stay = (await published(stage))["P1"]
    await stage.move_clock("2010-12-24 08:00")
    await stage.done(LI, f"{stay}/start")
    for reason in ("开会", "急事"):
        await stage.done(LI, f"{stay}/interruption", {"reason": reason})
        await stage.done(LI, f"{stay}/resumption")
    shown = await stage.read(LI, stay)
    assert (shown["state"], [span["reason"] for span in shown["spans"]]) == ("started", ["开会", "急事", None])


async def test_a_stay_is_refused_before_its_batch_naming_the_day_and_the_rule(stage: Stage) -> None:
    problem = await stage.refused(LI, f"{(await published(stage))['P1']}/start")
    assert (problem["status"], problem["rule"], problem["detail"]) == (409, "R13", "本批次 2010-12-22 才开始。")


async def test_a_step_upon_what_another_has_changed_meanwhile_is_not_taken(stage: Stage) -> None:
    stay = (await published(stage))["P1"]
    stage.at("2010-12-24 08:00")
    etag = (await stage.get(LI, stay)).headers["ETag"]
    await stage.done(HEAD, f"{stay}/start")
    problem = await stage.refused(LI, f"{stay}/interruption", {"reason": "临时召回"}, if_match=etag)
    assert (problem["status"], problem["code"]) == (412, "version-conflict")


@pytest.mark.parametrize("reason", ["", " ", "长" * 201])
async def test_an_interruption_needs_a_reason_of_some_words(stage: Stage, reason: str) -> None:
    problem = await stage.refused(LI, f"{(await published(stage))['P1']}/interruption", {"reason": reason})
    assert problem["status"] == 422


async def test_visits_that_the_ledger_logs_are_a_stay_s_activity(stage: Stage) -> None:
    campaign = await published(stage)
    shown = await stage.read(LI, campaign["P1"])
    for hour in (9, 10):
        await stage.visit(shown, f"2010-12-24 {hour:02}:00")
    await stage.quiet()
    assert (await stage.read(LI, campaign["P1"]))["visits"] == 2
    figures = await stage.read(DISTRICT, f"{campaign['here']}/figures")
    assert (figures["scope"], figures["visits"], figures["visits_per_stay"][shown["id"]]) == ("all", 2, 2)
    own = await stage.read(WANG, f"{campaign['here']}/figures")
    assert (own["scope"], own["visits"], own["taking_part"]) == ("yours", 0, 3)
    assert own["party_members_taking_part"] == 2


async def test_stays_are_listed_page_by_page_and_by_what_is_looked_for(stage: Stage) -> None:
    campaign = await published(stage)
    first = await stage.read(OFFICE, "/stays", limit=2)
    second = await stage.read(OFFICE, "/stays", limit=2, after=first["next"])
    assert [one["batch"] for one in first["items"] + second["items"]] == [1, 1, 2]
    assert second["next"] is None
    found = await stage.read(OFFICE, "/stays", person=str(stage.person("P1")), state="planned")
    assert [f"/stays/{one['id']}" for one in found["items"]] == [campaign["P1"]]
    assert (await stage.get(OFFICE, "/stays", after="x")).status_code == 422
