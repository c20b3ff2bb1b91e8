"""What a page needs before somebody acts: the reply as it would be issued, and as what one sees a matter."""

from shared.testing.people import Official
from tests.component.casework import district as d
from tests.component.casework.stage import Stage

FINDING = {"outcome": "supported", "facts": "经核实属实", "opinion": "限期补发到位"}


async def test_the_draft_is_the_letter_that_is_then_issued(stage: Stage) -> None:
    matter = await d.accepted(stage)
    path = f"/matters/{matter}"
    await stage.done(d.LAND_HANDLER, path + "/result", FINDING)
    draft = await stage.read(d.LAND_LEADER, path + "/draft")
    await stage.done(d.LAND_LEADER, path + "/signature")
    await stage.until(d.LAND_CLERK, path, lambda found: found["state"] == "issued")
    reply = await stage.read(d.LAND_LEADER, path + "/reply")
    assert draft == {name: reply[name] for name in draft}
    assert draft["facts"] == {"text": "经核实属实", "withheld": None}


async def test_the_draft_is_for_those_inside_alone(stage: Stage) -> None:
    matter = await d.accepted(stage)
    await stage.done(d.LAND_HANDLER, f"/matters/{matter}/result", FINDING)
    for reader in (d.LAND_HANDLER, d.LAND_CLERK, d.LAND_HEAD, d.OFFICE):
        assert (await stage.get(reader, f"/matters/{matter}/draft")).status_code == 200
    for other in (d.SECTION_HEAD, d.DISTRICT_OFFICE, d.CADRE, d.VILLAGE_CLERK, d.TRADE_CLERK):
        assert (await stage.get(other, f"/matters/{matter}/draft")).status_code == 404


async def test_there_is_no_draft_before_the_result_nor_after_the_signature(stage: Stage) -> None:
    matter = await d.accepted(stage)
    assert (await stage.get(d.LAND_LEADER, f"/matters/{matter}/draft")).status_code == 404
    await stage.done(d.LAND_HANDLER, f"/matters/{matter}/result", FINDING)
    await stage.done(d.LAND_LEADER, f"/matters/{matter}/signature")
    assert (await stage.get(d.LAND_LEADER, f"/matters/{matter}/draft")).status_code == 404


async def test_a_matter_says_as_what_it_is_seen(stage: Stage) -> None:
    matter = await d.accepted(stage)
    seen = {
        d.OFFICE: ["office"],
        d.LAND_CLERK: ["department", "signing"],
        d.LAND_HANDLER: ["handler"],
        d.SECTION_HEAD: ["contact"],
        d.CADRE: ["hearer"],
        d.DISTRICT_OFFICE: ["district"],
    }
    for reader, told in seen.items():
        assert (await stage.read(reader, f"/matters/{matter}"))["seen_as"] == told


async def duties(stage: Stage, *readers: Official) -> list[list[str]]:
    """What waits for each of them."""
    return [[turn["duty"] for turn in (await stage.read(one, "/turns"))["items"]] for one in readers]


ALL = (d.OFFICE, d.LAND_CLERK, d.LAND_HANDLER, d.LAND_LEADER, d.DISTRICT_OFFICE)
OTHERS = (d.CADRE, d.SECTION_HEAD, d.VILLAGE_CLERK, d.TRADE_CLERK, d.TRADE_HANDLER, d.PETITION_OFFICE)


async def test_a_matter_waits_for_one_desk_after_another(stage: Stage) -> None:
    matter = await d.heard(stage)
    path = f"/matters/{matter}"
    await stage.until(d.OFFICE, path, lambda _: True)
    assert await duties(stage, *ALL) == [["hand-over"], [], [], [], []]
    await stage.done(d.OFFICE, path + "/hand-over", {})
    assert await duties(stage, *ALL) == [[], ["acceptance"], [], [], []]
    await stage.done(d.LAND_CLERK, path + "/acceptance", {"handler": str(d.person("周文斌"))})
    assert await duties(stage, *ALL) == [[], [], ["result"], [], []]
    await stage.done(d.LAND_HANDLER, path + "/result", FINDING)
    assert await duties(stage, *ALL) == [[], [], [], ["signature"], []]
    await stage.done(d.LAND_LEADER, path + "/signature")
    await stage.until(d.LAND_CLERK, path, lambda found: found["state"] == "issued")
    assert await duties(stage, *ALL) == [[], ["service"], ["service"], [], []]
    for n in (1, 2, 3, 4):
        await stage.done(d.LAND_CLERK, f"{path}/copies/{n}/service", d.delivery())
    assert await duties(stage, *ALL) == [["striking"], [], [], [], []]
    await stage.done(d.OFFICE, path + "/striking", {"evidence": "四份回证齐全"})
    assert await duties(stage, *ALL, *OTHERS) == [[]] * (len(ALL) + len(OTHERS))


async def test_it_never_waits_for_who_only_sees_it(stage: Stage) -> None:
    await d.heard(stage, "another")
    await d.accepted(stage)
    assert await duties(stage, *OTHERS) == [[]] * len(OTHERS)


async def test_an_accusation_waits_for_the_petition_office_alone(stage: Stage) -> None:
    matter = await d.heard(stage, kind="accusation", subject=None, concerns=(), confidentiality="accusation")
    await stage.until(d.PETITION_OFFICE, f"/matters/{matter}", lambda _: True)
    assert await duties(stage, d.PETITION_OFFICE, d.OFFICE, d.DISTRICT_OFFICE) == [["hand-over"], [], []]


async def test_what_leaves_least_time_comes_first(stage: Stage) -> None:
    for name, day in (("later", "2010-12-01 09:00"), ("sooner", "2010-11-30 09:00")):
        await d.accepted(stage.at(day), name)
    first, second = (await stage.read(d.LAND_HANDLER, "/turns"))["items"]
    assert first["limit"] < second["limit"]


async def test_the_register_counts_what_the_asker_may_see(stage: Stage) -> None:
    await d.accepted(stage)
    await d.heard(stage, "another", field="employment")
    await stage.until(d.OFFICE, "/matters", lambda found: len(found["items"]) == 2)
    counted = {"counted": "true"}
    assert (await stage.read(d.OFFICE, "/matters", **counted, limit="1"))["total"] == 2
    assert (await stage.read(d.OFFICE, "/matters", **counted, state="accepted"))["total"] == 1
    assert (await stage.read(d.LAND_CLERK, "/matters", **counted))["total"] == 1
    assert (await stage.read(d.CADRE, "/matters", **counted, state="accepted"))["total"] == 0
    assert (await stage.read(d.OFFICE, "/matters"))["total"] is None


async def test_what_was_done_last_is_the_newest_step_though_the_clock_stands_still(stage: Stage) -> None:
    one, another = [await d.accepted(stage, name) for name in ("one", "another")]
    for matter in (one, another, one):
        await stage.done(d.LAND_HANDLER, f"/matters/{matter}/result", FINDING)
        await stage.done(d.LAND_LEADER, f"/matters/{matter}/sending-back", {"reason": "请补充事实"})
        steps = (await stage.read(d.OFFICE, "/latest-steps"))["items"]
        assert [step["what"] for step in steps[:2]] == ["result-sent-back", "result-recorded"]
        assert {step["matter"] for step in steps[:2]} == {str(matter)}


async def test_matters_that_wait_to_be_struck_off_are_found_by_who_sees_their_state(stage: Stage) -> None:
    waiting, being_served = await d.issued(stage), await d.issued(stage, "another")
    for n in (1, 2, 3, 4):
        await stage.done(d.LAND_CLERK, f"/matters/{waiting}/copies/{n}/service", d.delivery())

    async def found(who: Official, served: str) -> list[str]:
        page = await stage.read(who, "/matters", state="issued", served=served)
        return [one["id"] for one in page["items"]]

    assert await found(d.OFFICE, "true") == [str(waiting)]
    assert await found(d.OFFICE, "false") == [str(being_served)]
    assert await found(d.CADRE, "true") == await found(d.CADRE, "false") == []
