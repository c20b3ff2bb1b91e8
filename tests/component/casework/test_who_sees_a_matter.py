"""A matter exists for those of the table of rights, and for nobody else (G13)."""

import pytest

from shared.ids import MatterId
from shared.roles import Role
from shared.testing.people import Official
from tests.component.casework import district as d
from tests.component.casework.stage import Stage, official

EVERY_PATH = (
    "",
    "/limits",
    "/limits/planned",
    "/limits/conclude",
    "/reply",
    "/copies/1",
    "/copies/2",
    "/copies/3",
    "/copies/4",
)


async def test_for_a_stranger_there_is_no_such_matter_by_any_path(stage: Stage) -> None:
    matter = await d.issued(stage)
    strangers = (d.TRADE_CLERK, d.TRADE_KEY, d.TRADE_HANDLER, d.OTHER_VILLAGE_CLERK, d.PETITION_OFFICE)
    for stranger in strangers:
        for path in (*EVERY_PATH, "/copies"):
            assert (await stage.get(stranger, f"/matters/{matter}{path}")).status_code == 404, (stranger.name, path)
        assert (await stage.read(stranger, "/matters"))["items"] == []
        assert (await stage.read(stranger, "/unsettled")) == {"number": 0, "scope": "yours", "items": []}
        figures = await stage.read(stranger, f"/campaigns/{d.CAMPAIGN}/case-figures")
        assert (figures["raised"], figures["by_department"], figures["hand_overs"]) == (0, [], 0)


async def test_for_a_stranger_there_is_nothing_to_do_either(stage: Stage) -> None:
    matter = await d.accepted(stage)
    path = f"/matters/{matter}"
    finding = {"outcome": "supported", "facts": "x", "opinion": "y"}
    tries = (
        (d.TRADE_CLERK, "/acceptance", {"handler": str(d.person("经贸经办"))}),
        (d.TRADE_CLERK, "/return", {"reason": "x"}),
        (d.TRADE_HANDLER, "/result", finding),
        (d.TRADE_KEY, "/result", finding),
        (d.TRADE_CLERK, "/copies/1/service", d.delivery()),
        (d.PETITION_OFFICE, "/hand-over", {"to": str(d.unit("经贸局")), "reason": "x"}),
        (d.PETITION_OFFICE, "/striking", {"evidence": "x"}),
        (d.TRADE_CLERK, "/identity", {"purpose": "handling"}),
    )
    for who, tail, body in tries:
        answer = await stage.send(who, path + tail, body)
        assert answer.status_code == 404, (tail, answer.text)
        assert answer.json()["code"] == "not-found"


INSIDE = (d.LAND_CLERK, d.LAND_KEY, d.LAND_LEADER, d.LAND_HANDLER, d.OFFICE)


@pytest.mark.parametrize("who", INSIDE, ids=lambda who: who.name)
async def test_its_department_and_its_office_see_all_of_it(stage: Stage, who: Official) -> None:
    matter = await d.issued(stage)
    seen = await stage.read(who, f"/matters/{matter}")
    assert seen["words"]["text"] == "补偿款拖了两年"
    assert len(seen["thread"]) == 6
    copies = await stage.read(who, f"/matters/{matter}/copies")
    assert [copy["number"] for copy in copies["items"]] == [1, 2, 3, 4]


async def test_the_contact_unit_sees_state_and_facts_but_no_words(stage: Stage) -> None:
    matter = await d.issued(stage)
    seen = await stage.read(d.SECTION_HEAD, f"/matters/{matter}")
    assert seen["state"] == "issued"
    assert seen["words"] == {"text": None, "withheld": "not-for-you"}
    assert not seen["may_open_identity"]
    assert (await stage.read(d.SECTION_HEAD, f"/matters/{matter}/reply"))["facts"]["text"] == "经核实属实"
    copies = await stage.read(d.SECTION_HEAD, f"/matters/{matter}/copies")
    assert [copy["number"] for copy in copies["items"]] == [2]
    assert (await stage.send(d.SECTION_HEAD, f"/matters/{matter}/identity", {"purpose": "x"})).status_code == 403


async def test_the_village_sees_its_own_copy_once_there_is_one(stage: Stage) -> None:
    matter = await d.accepted(stage)
    assert (await stage.get(d.VILLAGE_CLERK, f"/matters/{matter}")).status_code == 404
    other = await d.issued(stage, "other")
    copies = await stage.read(d.VILLAGE_CLERK, f"/matters/{other}/copies")
    assert [(copy["number"], copy["to"]["name"], copy["details"]) for copy in copies["items"]] == [(3, "柳塘村", None)]
    copy = await stage.read(d.VILLAGE_CLERK, f"/matters/{other}/copies/3")
    assert copy["label"] == "第3份共4份"
    assert (copy["facts"], copy["subject"], copy["party"]) == (None, None, None)
    assert copy["opinion"]["text"] == "限期补发到位"
    for n in (1, 2, 4):
        assert (await stage.get(d.VILLAGE_CLERK, f"/matters/{other}/copies/{n}")).status_code == 404
    seen = await stage.read(d.VILLAGE_CLERK, f"/matters/{other}")
    assert (seen["unit"], seen["handler"], seen["limit"], seen["thread"]) == (None, None, None, [])
    assert (seen["state"], seen["number"]) == (None, None)


FIELDS = {
    1: {"reference", "subject", "handler", "facts", "opinion"},
    2: {"reference", "subject", "facts", "opinion"},
    3: {"reference", "opinion"},
    4: {"reference", "subject", "facts", "opinion"},
}
"""What stands on each copy besides the letter: for the office, the contact unit, the village, the party (R120)."""


async def test_each_copy_shows_its_readers_fields_whoever_reads_it(stage: Stage) -> None:
    matter = await d.issued(stage)
    seen = await stage.read(d.OFFICE, f"/matters/{matter}")
    whole = {"handler": "周文斌", "facts": "经核实属实", "opinion": "限期补发到位"}
    whole |= {name: seen[name] for name in ("reference", "subject")}
    assert None not in whole.values()

    for who, number in (*((d.OFFICE, n) for n in FIELDS), (d.SECTION_HEAD, 2), (d.VILLAGE_CLERK, 3)):
        copy = await stage.read(who, f"/matters/{matter}/copies/{number}")
        shown = {name: copy[name]["text"] if isinstance(copy[name], dict) else copy[name] for name in whole}
        assert shown == {name: told if name in FIELDS[number] else None for name, told in whole.items()}, who.name
        assert copy["party"] is None


async def test_who_may_say_what_became_of_a_copy_is_told_so_until_it_has_its_outcome(stage: Stage) -> None:
    matter = await d.issued(stage)
    path = f"/matters/{matter}/copies"

    async def servable(who: Official) -> list[int]:
        return [copy["number"] for copy in (await stage.read(who, path))["items"] if copy["may_serve"]]

    for who in (d.LAND_CLERK, d.LAND_KEY, d.LAND_HANDLER):
        assert await servable(who) == [1, 2, 3, 4], who.name
    for who in (d.LAND_LEADER, d.OFFICE, d.SECTION_HEAD, d.VILLAGE_CLERK):
        assert await servable(who) == [], who.name
    await stage.done(d.LAND_CLERK, path + "/1/service", d.delivery())
    await stage.done(d.LAND_CLERK, path + "/2/service", d.delivery(result="returned", reason="地址不详"))
    assert await servable(d.LAND_CLERK) == [2, 3, 4]


@pytest.mark.parametrize("who", [d.CADRE, d.VILLAGE_CLERK], ids=lambda who: who.name)
async def test_who_sees_no_state_learns_it_by_no_filter_and_no_count_either(stage: Stage, who: Official) -> None:
    matter = await d.issued(stage)
    (line,) = (await stage.read(who, "/matters"))["items"]
    assert (line["id"], line["state"], line["number"]) == (str(matter), None, None)
    assert (await stage.read(who, "/matters", state="issued"))["items"] == []
    assert (await stage.read(who, "/unsettled"))["items"] == []
    await struck(stage, matter)
    figures = await stage.read(who, f"/campaigns/{d.CAMPAIGN}/case-figures")
    assert (figures["raised"], figures["by_kind"]) == (1, {"dispute": 1})
    assert {figures[name] for name in ("open", "replies", "unanswered", "hand_overs", "copies_issued")} == {0}
    assert figures["last_struck"] is None


@pytest.mark.parametrize("who", [d.OFFICE, d.DISTRICT_OFFICE, d.SECTION_HEAD, d.LAND_CLERK], ids=lambda who: who.name)
async def test_who_sees_the_state_counts_it(stage: Stage, who: Official) -> None:
    matter = await d.issued(stage)
    await d.heard(stage, "other")
    await stage.until(d.OFFICE, "/matters", lambda page: len(page["items"]) == 2)
    await struck(stage, matter)
    assert (await stage.read(who, f"/matters/{matter}"))["number"]
    (line,) = (await stage.read(who, "/matters", state="struck"))["items"]
    assert (line["id"], line["state"]) == (str(matter), "struck")
    figures = await stage.read(who, f"/campaigns/{d.CAMPAIGN}/case-figures")
    other = 1 if who in (d.OFFICE, d.DISTRICT_OFFICE) else 0  # nobody else sees one that is not handed over
    assert (figures["raised"], figures["open"], figures["unanswered"]) == (1 + other, other, other)
    assert (figures["replies"], figures["last_struck"]) == (1, "2010-11-30")


async def struck(stage: Stage, matter: MatterId) -> None:
    for number in (1, 2, 3, 4):
        await stage.done(d.LAND_CLERK, f"/matters/{matter}/copies/{number}/service", d.delivery())
    await stage.done(d.OFFICE, f"/matters/{matter}/striking", {"evidence": "四份回证齐全"})


async def test_the_cadre_who_heard_it_sees_the_words_and_the_outcome(stage: Stage) -> None:
    matter = await d.accepted(stage)
    before = await stage.read(d.CADRE, f"/matters/{matter}")
    assert before["words"]["text"] == "补偿款拖了两年"
    assert (before["outcome"], before["unit"], before["thread"]) == (None, None, [])
    assert (before["state"], before["number"]) == (None, None)
    issued = await d.issued(stage, "other")
    assert (await stage.read(d.CADRE, f"/matters/{issued}"))["outcome"] == "supported"
    assert (await stage.get(d.CADRE, f"/matters/{issued}/reply")).status_code == 404


async def test_the_district_office_sees_state_and_the_whole_number_without_a_list(stage: Stage) -> None:
    matter = await d.accepted(stage)
    seen = await stage.read(d.DISTRICT_OFFICE, f"/matters/{matter}")
    assert (seen["state"], seen["unit"]["name"]) == ("accepted", "国土分局")
    assert seen["words"]["withheld"] == "not-for-you"
    for who in (d.DISTRICT_OFFICE, d.AUDITOR):
        assert await stage.read(who, "/unsettled") == {"number": 1, "scope": "all", "items": None}
    theirs = await stage.read(d.LAND_CLERK, "/unsettled")
    assert (theirs["number"], theirs["scope"], [one["id"] for one in theirs["items"]]) == (1, "yours", [str(matter)])
    assert (await stage.get(d.AUDITOR, f"/matters/{matter}")).status_code == 403


async def test_whoever_is_there_for_one_place_reads_the_number_of_that_place_and_no_other(stage: Stage) -> None:
    matter = await d.accepted(stage)
    here = official("区办", Role.DISTRICT_OFFICE, "区活动办公室", d.VILLAGE)
    theirs = await stage.read(here, "/unsettled")
    assert (theirs["number"], theirs["scope"], [one["id"] for one in theirs["items"]]) == (1, "yours", [str(matter)])
    for role, unit in ((Role.DISTRICT_OFFICE, "区活动办公室"), (Role.AUDITOR, "审计局")):
        elsewhere = official("别处", role, unit, d.OTHER_VILLAGE)
        assert await stage.read(elsewhere, "/unsettled") == {"number": 0, "scope": "yours", "items": []}


async def test_a_reply_in_a_drawer_is_no_answer(stage: Stage) -> None:
    matter = await d.issued(stage)
    assert (await stage.read(d.DISTRICT_OFFICE, "/unsettled"))["number"] == 1
    await stage.done(d.LAND_KEY, f"/matters/{matter}/copies/4/service", d.delivery())
    assert (await stage.read(d.DISTRICT_OFFICE, "/unsettled"))["number"] == 0


async def test_until_acceptance_the_department_it_was_handed_to_sees_it(stage: Stage) -> None:
    matter = await d.heard(stage)
    await stage.until(d.OFFICE, f"/matters/{matter}", lambda _: True)
    assert (await stage.get(d.LAND_CLERK, f"/matters/{matter}")).status_code == 404
    await stage.done(d.OFFICE, f"/matters/{matter}/hand-over")
    assert (await stage.read(d.LAND_KEY, f"/matters/{matter}"))["state"] == "handed-over"
    assert (await stage.get(d.LAND_HANDLER, f"/matters/{matter}")).status_code == 404


async def test_the_register_is_filtered_and_read_page_by_page(stage: Stage) -> None:
    for n in range(5):
        await d.heard(stage, f"m{n}", field="employment" if n == 0 else "land-requisition")
    await stage.until(d.OFFICE, "/matters", lambda page: len(page["items"]) == 5)
    first = await stage.read(d.OFFICE, "/matters", limit=2)
    second = await stage.read(d.OFFICE, "/matters", limit=2, after=first["next"])
    third = await stage.read(d.OFFICE, "/matters", limit=2, after=second["next"])
    assert third["next"] is None
    ids = [one["id"] for page in (first, second, third) for one in page["items"]]
    assert len(set(ids)) == 5
    (one,) = (await stage.read(d.OFFICE, "/matters", field="employment", state="opened", place=str(d.VILLAGE)))["items"]
    assert one["id"] == str(d.matter_named("m0"))
    (same,) = (await stage.read(d.OFFICE, "/matters", reference=one["reference"]))["items"]
    assert same == one
    assert (await stage.read(d.OFFICE, "/matters", place=str(d.OTHER_VILLAGE)))["items"] == []
    assert (await stage.get(d.OFFICE, "/matters", after="nonsense")).status_code == 422
    assert (await stage.get(d.OFFICE, "/matters", unknown="x")).status_code == 422
