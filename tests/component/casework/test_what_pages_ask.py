"""What a page needs before somebody acts: the reply as it would be issued, and as what one sees a matter."""

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
