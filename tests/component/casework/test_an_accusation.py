"""Whom an accusation concerns cannot see it by any path, nor can their side, nor the campaign's offices (G10)."""

from typing import Any  # answers are JSON

from shared.ids import MatterId
from shared.roles import Role
from shared.testing.people import Official
from shared.words import ConcernedPerson, ConcernedUnit
from tests.component.casework import district as d
from tests.component.casework.stage import Stage, official

CONTACT_CLERK = official("民政专干", Role.CLERK, "民政局")
CONTACT_LEADER = official("民政副局长", Role.LEADER, "民政局")


async def accusation(stage: Stage, *concerns: ConcernedPerson | ConcernedUnit) -> MatterId:
    matter = await d.heard(stage, **d.ACCUSATION, concerns=concerns)
    await stage.until(d.DISTRICT_OFFICE, "/unsettled", lambda number: number["number"] == 1)
    return matter


async def sees_nothing(stage: Stage, who: Official, matter: MatterId) -> None:
    for path in ("", "/reply", "/copies", "/copies/1", "/copies/2", "/copies/3", "/copies/4"):
        assert (await stage.get(who, f"/matters/{matter}{path}")).status_code == 404, (who.name, path)
    assert (await stage.read(who, "/matters"))["items"] == []
    assert (await stage.read(who, "/matters", kind="accusation"))["items"] == []
    figures: dict[str, Any] = await stage.read(who, f"/campaigns/{d.CAMPAIGN}/case-figures")
    assert (figures["raised"], figures["by_kind"]) == (0, {})


async def to_discipline(stage: Stage, matter: MatterId) -> None:
    to = {"to": str(d.unit("纪委")), "reason": "检举控告转纪检办理"}
    await stage.done(d.PETITION_OFFICE, f"/matters/{matter}/hand-over", to)
    await stage.done(d.DISCIPLINE_CLERK, f"/matters/{matter}/acceptance", {"handler": str(d.person("纪委经办"))})


async def answered(stage: Stage, matter: MatterId) -> None:
    finding = {"outcome": "not-supported", "facts": "查无实据", "opinion": "不予立案"}
    await stage.done(d.DISCIPLINE_HANDLER, f"/matters/{matter}/result", finding)
    await stage.done(d.DISCIPLINE_LEADER, f"/matters/{matter}/signature")
    await stage.until(d.PETITION_OFFICE, f"/matters/{matter}", lambda found: found["state"] == "issued")


async def test_an_accusation_is_for_the_petition_office_and_one_in_the_number_over_all(stage: Stage) -> None:
    matter = await accusation(stage, ConcernedPerson(id=d.person("周文斌")))
    for who in (d.OFFICE, d.DISTRICT_OFFICE, d.SECTION_HEAD, d.LAND_HANDLER, d.LAND_KEY):
        await sees_nothing(stage, who, matter)
    assert (await stage.read(d.OFFICE, "/unsettled"))["number"] == 0
    assert (await stage.read(d.DISTRICT_OFFICE, "/unsettled")) == {"number": 1, "scope": "all", "items": None}
    seen = await stage.read(d.PETITION_OFFICE, f"/matters/{matter}")
    assert seen["words"] == {"text": None, "withheld": "opened-with-a-purpose"}
    assert seen["subject"] is None


async def test_its_words_are_opened_like_an_identity(stage: Stage) -> None:
    matter = await accusation(stage, ConcernedUnit(id=d.unit("国土分局")))
    opened = await stage.send(d.PETITION_OFFICE, f"/matters/{matter}/identity", {"purpose": "登记"})
    assert opened.json() == {
        "petitioners": [{"name": "陈阿婆", "telephone": "13800000000"}],
        "words": "补偿款拖了两年",
    }
    assert [one.purpose for one in stage.opener.opened] == ["登记"]


async def test_it_never_goes_to_the_side_of_the_accused(stage: Stage) -> None:
    matter = await accusation(stage, ConcernedPerson(id=d.person("周文斌")))
    to = {"to": str(d.unit("国土分局")), "reason": "归口"}
    answer = await stage.send(d.PETITION_OFFICE, f"/matters/{matter}/hand-over", to)
    assert (answer.status_code, answer.json()["code"]) == (409, "goes-to-the-accused")


async def test_discipline_inspection_handles_it_as_any_department(stage: Stage) -> None:
    matter = await accusation(stage, ConcernedPerson(id=d.person("周文斌")))
    await to_discipline(stage, matter)
    assert (await stage.read(d.DISCIPLINE_HANDLER, f"/matters/{matter}"))["state"] == "accepted"
    for who in (d.OFFICE, d.DISTRICT_OFFICE, d.LAND_HANDLER, d.LAND_KEY, d.LAND_LEADER):
        await sees_nothing(stage, who, matter)


async def test_the_firewall_goes_before_the_contact_unit_and_the_cadre_who_heard_it(stage: Stage) -> None:
    matter = await accusation(stage, ConcernedUnit(id=d.unit("民政局")))
    await to_discipline(stage, matter)
    for who in (d.CADRE, d.SECTION_HEAD):
        await sees_nothing(stage, who, matter)
    assert (await stage.send(d.CADRE, f"/matters/{matter}/identity", {"purpose": "核对"})).status_code == 404


async def test_the_contact_unit_and_the_village_see_nothing_of_any_accusation_even_once_it_is_answered(
    stage: Stage,
) -> None:
    matter = await accusation(stage, ConcernedPerson(id=d.person("周文斌")))
    await to_discipline(stage, matter)
    for who in (d.SECTION_HEAD, CONTACT_CLERK, CONTACT_LEADER):
        await sees_nothing(stage, who, matter)
    await answered(stage, matter)
    for who in (d.SECTION_HEAD, CONTACT_CLERK, CONTACT_LEADER, d.VILLAGE_CLERK):
        await sees_nothing(stage, who, matter)


async def test_the_copy_of_the_village_is_withheld_and_holds_up_no_strike(stage: Stage) -> None:
    matter = await accusation(stage, ConcernedPerson(id=d.person("周文斌")))
    await to_discipline(stage, matter)
    await answered(stage, matter)
    copies = (await stage.read(d.PETITION_OFFICE, f"/matters/{matter}/copies"))["items"]
    assert [copy["withheld"] for copy in copies] == [None, None, "accusation", None]
    refused = await stage.send(d.DISCIPLINE_CLERK, f"/matters/{matter}/copies/3/service", d.delivery())
    assert (refused.status_code, refused.json()["code"]) == (409, "copy-is-withheld")
    for number in (1, 2, 4):
        await stage.done(d.DISCIPLINE_CLERK, f"/matters/{matter}/copies/{number}/service", d.delivery())
    await stage.done(d.PETITION_OFFICE, f"/matters/{matter}/striking", {"evidence": "三份回证齐全"})


async def test_the_cadre_who_heard_it_of_others_sees_that_it_is_there_but_no_words(stage: Stage) -> None:
    matter = await accusation(stage, ConcernedPerson(id=d.person("周文斌")))
    seen = await stage.read(d.CADRE, f"/matters/{matter}")
    assert seen["words"]["withheld"] == "opened-with-a-purpose"
    opened = await stage.send(d.CADRE, f"/matters/{matter}/identity", {"purpose": "核对"})
    assert opened.json()["words"] == "补偿款拖了两年"


async def test_an_accusation_against_the_petition_office_is_not_there_for_it(stage: Stage) -> None:
    matter = await accusation(stage, ConcernedUnit(id=d.unit("信访局")))
    await sees_nothing(stage, d.PETITION_OFFICE, matter)
