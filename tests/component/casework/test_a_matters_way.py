"""One matter from the visit to its strike-off, as clients of different roles see it."""

from services.casework.projections.offices import OFFICES
from services.casework.projections.register import REGISTER
from services.casework.projections.timers import LIMITS
from shared.eventstore.own import OwnLog
from shared.eventstore.verify import verify
from shared.testing.names import named
from tests.component.casework import district as d
from tests.component.casework.stage import Stage


async def test_a_dispute_from_the_visit_to_its_strike_off(stage: Stage) -> None:
    matter = await d.heard(stage)
    path = f"/matters/{matter}"
    opened = await stage.until(d.OFFICE, path, lambda found: found["state"] == "opened")
    assert opened["next"] == "hand-over"
    assert opened["words"]["text"] == "补偿款拖了两年"
    assert opened["identity"] == "sealed"

    await stage.done(d.OFFICE, path + "/hand-over", {})
    await stage.at("2010-11-30 10:00").done(d.LAND_CLERK, path + "/acceptance", {"handler": str(d.person("周文斌"))})
    accepted = await stage.read(d.LAND_HANDLER, path)
    assert (accepted["limit"], accepted["unit"]["name"], accepted["handler"]["id"]) == (
        "2010-12-15",
        "国土分局",
        str(d.person("周文斌")),
    )

    finding = {"outcome": "supported", "facts": "经核实属实", "opinion": "限期补发到位"}
    await stage.at("2010-12-03 12:00").done(d.LAND_HANDLER, path + "/result", finding)
    await stage.at("2010-12-06 09:00").done(d.LAND_LEADER, path + "/signature")
    await stage.until(d.LAND_CLERK, path, lambda found: found["state"] == "issued")
    reply = await stage.read(d.LAND_CLERK, path + "/reply")
    assert reply["number"] == "示国土复〔2010〕1号"
    assert reply["title"] == "关于柳塘村土地征用事项的答复"
    assert reply["facts"]["text"] == "经核实属实"
    assert reply["signer"]["name"] == "国土副局长"

    stage.at("2010-12-08 09:00")
    for n in (1, 2, 3, 4):
        await stage.done(d.LAND_HANDLER, f"{path}/copies/{n}/service", d.delivery())
    await stage.at("2010-12-09 10:00").done(d.OFFICE, path + "/striking", {"evidence": "四份回证齐全"})
    struck = await stage.read(d.OFFICE, path)
    assert (struck["state"], struck["outcome"]) == ("struck", "supported")
    assert [step["what"] for step in struck["thread"]] == [
        "case-opened",
        "case-handed-over",
        "case-accepted",
        "result-recorded",
        "case-signed",
        "reply-issued",
        *["copy-served"] * 4,
        "case-struck",
    ]
    assert struck["thread"][-1]["words"]["text"] == "四份回证齐全"
    assert struck["thread"][2]["role"] == "clerk"
    copies = await stage.read(d.OFFICE, path + "/copies")
    assert [copy["label"] for copy in copies["items"]] == [f"第{n}份共4份" for n in (1, 2, 3, 4)]
    assert copies["items"][2]["details"] == {"by": "周文斌", "to": "本人", "witness": None, "reason": None}
    assert copies["items"][3]["details"] == {"by": "周文斌", "to": None, "witness": None, "reason": None}


async def test_the_read_models_say_what_the_log_says(stage: Stage) -> None:
    matter = await d.issued(stage)
    await stage.done(d.LAND_KEY, f"/matters/{matter}/copies/4/service", d.delivery())
    await stage.read(d.OFFICE, f"/matters/{matter}")
    for projection in (REGISTER, OFFICES, LIMITS):
        verdict = await verify(stage.ports.database, OwnLog(stage.ports.log), projection, stage.tenant)
        assert verdict.equal, verdict


async def test_what_was_settled_on_the_spot_keeps_its_answer(stage: Stage) -> None:
    answer = await stage.seal(named("matter"), "本月发放到户")
    matter = await d.heard(stage, kind="livelihood", field=None, answer=answer)
    settled = await stage.until(d.OFFICE, f"/matters/{matter}", lambda found: found["state"] == "settled")
    assert settled["answer"]["text"] == "本月发放到户"
    assert settled["next"] is None
    assert (await stage.read(d.OFFICE, "/unsettled"))["number"] == 0


async def test_a_returned_matter_goes_to_another_department(stage: Stage) -> None:
    matter = await d.heard(stage, field="employment")
    path = f"/matters/{matter}"
    await stage.until(d.OFFICE, path, lambda _: True)
    to = {"to": str(d.unit("国土分局")), "reason": "涉及土地"}
    await stage.done(d.OFFICE, path + "/hand-over", to)
    await stage.done(d.LAND_CLERK, path + "/return", {"reason": "不属本局职责"})
    assert (await stage.get(d.LAND_CLERK, path)).status_code == 404
    returned = await stage.read(d.OFFICE, path)
    assert returned["state"] == "returned"
    assert returned["thread"][-1]["words"]["text"] == "不属本局职责"

    await stage.done(d.OFFICE, path + "/hand-over")
    await stage.at("2010-12-02 10:00").done(d.TRADE_CLERK, path + "/acceptance", {"handler": str(d.person("经贸经办"))})
    assert (await stage.read(d.TRADE_CLERK, path))["limit"] == "2010-12-17"
    figures = await stage.read(d.OFFICE, f"/campaigns/{d.CAMPAIGN}/case-figures")
    assert (figures["hand_overs"], figures["returned"], figures["accepted"]) == (2, 1, 1)
    assert [(one["unit"]["name"], one["cases"]) for one in figures["by_department"]] == [("经贸局", 1)]


async def test_the_ladder_is_climbed_on_the_districts_clock_while_there_is_no_result(stage: Stage) -> None:
    matter = await d.accepted(stage)
    await stage.move_clock("2010-12-21 12:00")
    path = f"/matters/{matter}"
    late = await stage.until(d.LAND_LEADER, path, lambda found: found["told"] == 2)
    told = [(step["what"], step["at"]) for step in late["thread"][3:]]
    assert told == [
        ("limit-reminded", "2010-12-10T01:00:00Z"),
        ("case-escalated", "2010-12-16T01:00:00Z"),
        ("case-escalated", "2010-12-20T01:00:00Z"),
    ]
    assert late["overdue"]
    assert [one["id"] for one in (await stage.read(d.LAND_KEY, "/matters", overdue="true"))["items"]] == [str(matter)]
    finding = {"outcome": "explained", "facts": "经核实", "opinion": "依规不予补发"}
    await stage.done(d.LAND_HANDLER, path + "/result", finding)
    await stage.move_clock("2010-12-30 12:00")
    assert (await stage.read(d.LAND_LEADER, path))["told"] == 2
    figures = await stage.read(d.OFFICE, f"/campaigns/{d.CAMPAIGN}/case-figures")
    assert (figures["reminders"], figures["escalations"]) == (1, 2)


async def test_replies_of_a_department_are_numbered_without_a_gap(stage: Stage) -> None:
    matters = [await d.issued(stage, name) for name in ("one", "two", "three")]
    numbers = [(await stage.read(d.LAND_CLERK, f"/matters/{matter}/reply"))["number"] for matter in matters]
    assert sorted(numbers) == [f"示国土复〔2010〕{n}号" for n in (1, 2, 3)]


async def test_a_result_sent_back_is_found_again(stage: Stage) -> None:
    matter = await d.accepted(stage)
    path = f"/matters/{matter}"
    finding = {"outcome": "supported", "facts": "经核实", "opinion": "补发"}
    await stage.done(d.LAND_HANDLER, path + "/result", finding)
    await stage.done(d.LAND_HEAD, path + "/sending-back", {"reason": "缺少依据"})
    back = await stage.read(d.LAND_HANDLER, path)
    assert (back["state"], back["next"]) == ("accepted", "result")
    await stage.done(d.LAND_HANDLER, path + "/result", finding)
    await stage.done(d.LAND_HEAD, path + "/signature")
    await stage.until(d.LAND_CLERK, path, lambda found: found["state"] == "issued")


async def test_a_department_finds_a_matter_by_its_own_number(stage: Stage) -> None:
    matter = await d.accepted(stage)
    await stage.done(d.LAND_KEY, f"/matters/{matter}/external-ref", {"external_ref": "GT-2010-7"}, method="PUT")
    found = await stage.read(d.LAND_KEY, "/matters", external_ref="GT-2010-7")
    assert [one["id"] for one in found["items"]] == [str(matter)]
    assert (await stage.read(d.SECTION_HEAD, "/matters", external_ref="GT-2010-7"))["items"] == []
