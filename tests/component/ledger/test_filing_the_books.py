"""The four books of a place from the field to the district office: read, frozen, returned, corrected, receipted."""

from typing import Any  # answers are JSON

from services.ledger.main import SERVICE
from shared.eventstore.own import OwnLog
from shared.eventstore.verify import verify
from tests.component.ledger import district as d
from tests.component.ledger import forms
from tests.component.ledger.stage import Stage


async def field_work(stage: Stage) -> dict[str, str]:
    """One of each on 李建国's stay, on 2010-11-29; the ids that were answered."""
    stay = str(d.STAY)
    visit = await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.DISPUTE, forms.REQUEST, forms.ACCUSATION))
    household = {"household": str(stage.household("C01-H1"))}
    pairing = (await stage.done(d.LI, "/pairings", {"stay": stay, "kind": "hardship", **household}))["id"]
    await stage.done(d.LI, f"/pairings/{pairing}/needs", {"need": "盼有一份活计", "rank": 1})
    measure = {"kind": "employment", "what": "联系务工岗位", "amount": "300.00"}
    assert await stage.done(d.LI, f"/pairings/{pairing}/measures", measure, key="measure") == {"number": 1}
    assert await stage.done(d.LI, f"/pairings/{pairing}/measures", measure, key="measure") == {"number": 1}
    await stage.done(d.LI, f"/pairings/{pairing}/measures/1/result", {"result": "已上岗"})
    deed = {"stay": stay, "kind": "water-works", "what": "清淤水渠三百米", "contribution": {"days": 3}}
    await stage.done(d.LI, "/deeds", deed)
    await stage.done(d.LI, "/notes", {"stay": stay, "about": "branch-and-members", "text": "班子团结"})
    forum = {"stay": stay, "kind": "forum", "attendance": {"party": 18, "people": 0}, "minutes": "座谈纪要"}
    await stage.done(d.LI, "/meetings", forum)
    findings = [{"what": "山塘坝体渗水", "field": "work-safety", "level": "high"}]
    screening = (await stage.done(d.LI, "/screenings", {"stay": stay, "findings": findings}))["id"]
    await stage.done(d.LI, "/screenings", {"stay": stay, "findings": []})
    await d.struck(stage, visit["matters"][0]["id"], "2010-12-10 10:00")
    return {"visit": visit["id"], "pairing": pairing, "screening": screening, "dispute": visit["matters"][0]["id"]}


async def filing_of(stage: Stage, period: str, village: str = "C01") -> dict[str, Any]:
    query = {"campaign": str(d.CAMPAIGN), "period": period, "place": str(stage.place(village))}
    (found,) = (await stage.read(d.OFFICE, "/filings", **query))["items"]
    return dict(found)


def contents(books: dict[str, Any]) -> dict[str, list[str]]:
    return {book["name"]: [line["content"] for line in book["lines"]] for book in books["books"]}


async def test_what_was_done_stands_in_the_four_books_of_the_place(stage: Stage) -> None:
    made = await field_work(stage)
    books = await stage.read(d.LI, f"/places/{stage.place('C01')}/books")
    assert contents(books) == {
        "民情账": ["走访第一户，了解冷暖"],
        "帮扶账": ["民生诉求：冬季取暖补助", "就业援助：联系务工岗位", "冬修水利：清淤水渠三百米"],
        "组织账": ["班子团结", "座谈纪要"],
        "稳定账": [
            "土地征用：征地补偿问题",
            "【安全生产·重大】山塘坝体渗水",
            "未发现突出问题和不稳定因素",
            "土地征用：征地补偿问题",
        ],
    }
    assert books["books"][0]["columns"] == ["序号", "日期", "对象", "内容", "办理人", "结果", "来源"]
    request, measure, deed = books["books"][1]["lines"]
    assert (request["object"], request["result"]) == ("柳塘村1组1号", "当场办结；本月二十五日前发放")
    assert (measure["result"], deed["result"]) == ("资金300.00元；已上岗", "出工3天")
    found, _, _, resolved = books["books"][3]["lines"]
    assert (found["object"], found["handler"], found["number"]) == ("柳塘村", "李建国", 1)
    assert (resolved["result"], resolved["source"]["service"]) == ("支持", "casework")
    assert found["reference"] == resolved["reference"]
    rows = {str(row.event_id): row.stream for row in await stage.ports.log.read(stage.tenant, 0, 500)}
    assert rows[found["source"]["event"]] == f"visit/{made['visit']}"
    assert set(found["source"]) == {"service", "event"}  # a position would tell of what is hidden
    empty = await stage.read(d.WANG, f"/places/{stage.place('C02')}/books")
    assert [book["empty"] for book in empty["books"]] == ["本月无"] * 4


async def test_a_filing_from_draft_to_receipt_through_a_return(stage: Stage) -> None:
    made = await field_work(stage)
    filing = await filing_of(stage, "2010-12")
    path = f"/filings/{filing['id']}"
    assert (filing["state"], filing["due"], filing["section"]["name"]) == ("opened", "2010-12-31", "社会救助科")

    await stage.move_clock("2010-12-31 16:00")
    assert await stage.refused(d.OFFICE, f"{path}/submission") == (409, "filing-not-drafted")
    assert await stage.refused(d.OTHER_HEAD, f"{path}/draft") == (404, "not-found")
    await stage.done(d.HEAD, f"{path}/draft")
    await stage.done(d.OFFICE, f"{path}/submission")
    first = await stage.read(d.DISTRICT, f"{path}/versions/1")
    assert first["lines"] == {"sentiment": 1, "assistance": 3, "organisation": 2, "stability": 4}
    assert (first["verified"], first["filing"]["late"]) == (True, False)

    stage.at("2011-01-04 09:00")
    await stage.done(d.DISTRICT, f"{path}/return", {"reason": "隐患没有写明处置情况"})
    new = [{"what": "山塘坝体渗水，已设警示", "field": "work-safety", "level": "high"}]
    await stage.done(d.LI, f"/screenings/{made['screening']}/correction", {"findings": new, "reason": "补正"})
    await stage.done(d.HEAD, f"{path}/draft")
    await stage.at("2011-01-05 16:00").done(d.OFFICE, f"{path}/submission")
    await stage.done(d.DISTRICT, f"{path}/receipt")
    await stage.quiet()

    shown = await stage.read(d.DISTRICT, path)
    assert (shown["state"], shown["filed"], shown["late"], shown["number"]) == (
        "receipted",
        2,
        False,
        "示备〔2011〕1号",
    )
    assert shown["versions"][0]["reason"]["text"] == "隐患没有写明处置情况"
    second = await stage.read(d.OFFICE, f"{path}/versions/2")
    assert second["lines"] == first["lines"]
    assert second["digest"] != first["digest"]
    (changed,) = (await stage.read(d.DISTRICT, f"{path}/versions/2/difference"))["changed"]
    assert changed["before"]["content"] == "【安全生产·重大】山塘坝体渗水"
    assert changed["after"]["content"] == "【安全生产·重大】山塘坝体渗水，已设警示"
    assert changed["after"]["struck"] == ["【安全生产·重大】山塘坝体渗水"]
    said = [fact for fact in await stage.facts() if fact["data"].get("filing") == filing["id"]]
    assert [fact["type"].split(".")[2] for fact in said] == [
        "filing-submitted",
        "filing-returned",
        "filing-submitted",
        "filing-receipted",
    ]
    assert (said[-1]["data"]["number"], said[-1]["data"]["version"]) == ("示备〔2011〕1号", 2)


async def test_what_is_corrected_after_a_filing_is_told_beside_it(stage: Stage) -> None:
    made = await field_work(stage)
    path = f"/filings/{(await filing_of(stage, '2010-12'))['id']}"
    assert (await stage.get(d.OFFICE, f"{path}/versions/1/since")).status_code == 404
    await stage.done(d.HEAD, f"{path}/draft")
    await stage.done(d.OFFICE, f"{path}/submission")
    assert (await stage.read(d.OFFICE, f"{path}/versions/1/since"))["changed"] == []
    new = [{"what": "山塘坝体渗水，已设警示", "field": "work-safety", "level": "high"}]
    await stage.done(d.LI, f"/screenings/{made['screening']}/correction", {"findings": new, "reason": "补正"})
    (changed,) = (await stage.read(d.OFFICE, f"{path}/versions/1/since"))["changed"]
    assert changed["before"]["content"] == "【安全生产·重大】山塘坝体渗水"
    assert changed["after"]["content"] == "【安全生产·重大】山塘坝体渗水，已设警示"
    (told,) = (await stage.read(d.DISTRICT, f"{path}/versions/1/since"))["changed"]
    assert told["before"]["content"] == "【安全生产·重大】山塘坝体渗水"
    assert "已设警示" not in str(told)
    assert (await stage.get(d.OTHER_HEAD, f"{path}/versions/1/since")).status_code == 404


async def test_whose_turn_it_is_is_told_to_them_alone(stage: Stage) -> None:
    path = f"/filings/{(await filing_of(stage, '2010-12'))['id']}"
    people = (d.LI, d.HEAD, d.OFFICE, d.DISTRICT)

    async def turns() -> list[list[str]]:
        return [(await stage.read(who, path))["acts"] for who in people]

    assert await turns() == [[], ["draft"], [], []]
    await stage.done(d.HEAD, f"{path}/draft")
    assert await turns() == [[], [], ["submission"], []]
    await stage.done(d.OFFICE, f"{path}/submission")
    assert await turns() == [[], [], [], ["receipt", "return"]]
    await stage.done(d.DISTRICT, f"{path}/return", {"reason": "补正"})
    assert await turns() == [[], ["draft"], [], []]


async def test_each_filing_holds_what_came_since_the_one_before_it(stage: Stage) -> None:
    await field_work(stage)
    december, january = [await filing_of(stage, period) for period in ("2010-12", "2011-01")]
    await stage.move_clock("2010-12-31 16:00")
    for filing in (december, january):
        await stage.done(d.HEAD, f"/filings/{filing['id']}/draft")
    refused = await stage.refused(d.OFFICE, f"/filings/{january['id']}/submission")
    assert refused == (409, "earlier-filing-waits")
    await stage.done(d.OFFICE, f"/filings/{december['id']}/submission")
    await d.next_stay_starts(stage)
    met = {"callers": [{"household": str(stage.household("C01-H2"))}], "diary": "走访第二户"}
    await stage.at("2011-01-10 09:00").done(d.ZHAO, "/visits", forms.a_visit(stage, stay=str(d.NEXT_STAY), **met))
    unfiled = await stage.read(d.OFFICE, f"/places/{stage.place('C01')}/books", unfiled="true")
    assert contents(unfiled)["民情账"] == ["走访第二户"]
    await stage.at("2011-01-31 16:00").done(d.OFFICE, f"/filings/{january['id']}/submission")
    second = await stage.read(d.OFFICE, f"/filings/{january['id']}/versions/1")
    assert contents(second) == {"民情账": ["走访第二户"], "帮扶账": [], "组织账": [], "稳定账": []}
    assert [book["empty"] for book in second["books"]] == [None, "本月无", "本月无", "本月无"]


async def test_what_was_not_filed_on_its_day_is_told_overdue_once_and_then_marked_late(stage: Stage) -> None:
    filing = await filing_of(stage, "2010-12", "C02")
    path = f"/filings/{filing['id']}"
    await stage.move_clock("2010-12-31 23:59")
    assert not [fact for fact in await stage.facts() if fact["type"].endswith("overdue.v1")]
    for moment in ("2011-01-01 00:00", "2011-01-02 00:00"):
        await stage.move_clock(moment)
    listed = {flag: (await stage.read(d.OFFICE, "/filings", overdue=flag))["items"] for flag in ("true", "false")}
    assert {one["period"] for one in listed["true"]} == {"2010-12"}
    assert filing["id"] in {one["id"] for one in listed["true"]}
    assert {one["period"] for one in listed["false"]} == {"2011-01"}
    told = [fact for fact in await stage.facts() if fact["type"].endswith("overdue.v1")]
    assert {fact["data"]["place"] for fact in told} == {str(stage.place(code)) for code in d.VILLAGES}
    assert len(told) == 2
    await stage.done(d.OTHER_HEAD, f"{path}/draft")
    await stage.done(d.OFFICE, f"{path}/submission")
    await stage.done(d.DISTRICT, f"{path}/receipt")
    await stage.quiet()
    shown = await stage.read(d.DISTRICT, path)
    assert (shown["late"], shown["overdue"], shown["number"]) == (True, True, "示备〔2011〕1号")


async def test_the_campaign_in_figures(stage: Stage) -> None:
    await field_work(stage)
    path = f"/campaigns/{d.CAMPAIGN}"
    figures = await stage.read(d.OFFICE, f"{path}/field-figures")
    assert (figures["scope"], figures["visits"], figures["visits_by_mode"]["household"]) == ("all", 1, 1)
    assert (figures["households"], figures["households_met"], figures["households_at_home"]) == (4, 1, 1)
    assert (figures["pairings"], figures["cadres_without_pairing"]) == (1, 1)
    assert (figures["deeds"], figures["forums"], figures["evaluations"], figures["screenings"]) == (1, 1, 0, 2)
    assert (figures["matters_by_kind"], figures["settled"]) == ({"dispute": 1, "livelihood": 1}, 1)
    assert (figures["filings"], figures["versions"], figures["receipts"]) == (0, 0, 0)
    own = await stage.read(d.LI, f"{path}/field-figures")
    assert (own["scope"], own["households"], own["matters_by_kind"]["accusation"]) == ("yours", 2, 1)
    coverage = await stage.read(d.DISTRICT, f"{path}/coverage")
    assert [(one["place"]["name"], one["households"], one["met"]) for one in coverage["places"]] == [
        ("柳塘村", 2, 1),
        ("桃源村", 2, 0),
    ]
    assert (await stage.get(d.OTHER_OFFICE, f"{path}/coverage")).status_code == 404


async def test_every_read_model_is_what_the_log_says(stage: Stage) -> None:
    made = await field_work(stage)
    correction = {"diary": "走访第一户，老人怕冷", "reason": "补充"}
    await stage.done(d.LI, f"/visits/{made['visit']}/correction", correction)
    filing = await filing_of(stage, "2010-12")
    await stage.move_clock("2010-12-31 16:00")
    await stage.done(d.HEAD, f"/filings/{filing['id']}/draft")
    await stage.done(d.OFFICE, f"/filings/{filing['id']}/submission")
    await stage.quiet()
    own = [one for one in SERVICE.followers.read_models() if one.source == "ledger"]
    source = OwnLog(stage.ports.log)
    verdicts = [await verify(stage.ports.database, source, one, stage.tenant) for one in own]
    assert {one.projection for one in verdicts} >= {"visits", "books", "filings", "pairings", "records", "households"}
    assert [one for one in verdicts if not one.equal] == []
    assert all(one.rows for one in verdicts if one.projection not in ("openings", "due"))
