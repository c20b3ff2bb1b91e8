"""A visit over HTTP: one form, sealed on its way in, told to the others, shown to each by what they may read."""

from uuid import UUID

from shared.calendar import BEIJING
from shared.ids import reference
from tests.component.ledger import district as d
from tests.component.ledger import forms
from tests.component.ledger.stage import Stage


async def test_a_visit_with_two_matters_is_one_act_and_three_facts(stage: Stage) -> None:
    logged = await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.DISPUTE, forms.REQUEST))
    assert [one["reference"] for one in logged["matters"]] == [reference(UUID(one["id"])) for one in logged["matters"]]
    facts = [fact for fact in await stage.facts() if fact["data"].get("visit") == logged["id"]]
    assert [fact["type"].split(".")[2] for fact in facts] == ["visit-logged", "matter-raised", "matter-raised"]
    assert facts[0]["data"]["households"] == [str(stage.household("C01-H1"))]
    assert facts[1]["data"]["petitioners"][0]["household"] == str(stage.household("C01-H1"))
    assert facts[1]["data"]["subject"] == "征地补偿问题"
    assert facts[2]["data"]["answer"]["sealed"]["subject"] == logged["matters"][1]["id"]
    said = str(facts)
    assert not any(word in said for word in ("李秀英", "1380013", "补偿款", "取暖补助落实", "本月二十五日"))


async def test_the_same_form_sent_twice_is_one_visit(stage: Stage) -> None:
    body = forms.a_visit(stage, forms.DISPUTE)
    first, second = [await stage.done(d.LI, "/visits", body, key="visit-1") for _ in range(2)]
    assert first == second
    assert len((await stage.read(d.LI, "/visits"))["items"]) == 1
    answer = await stage.send(d.LI, "/visits", forms.a_visit(stage), key="visit-1")
    assert (answer.status_code, answer.json()["code"]) == (422, "key-used-for-another-body")


async def test_its_cadre_reads_the_visit_as_it_was_written(stage: Stage) -> None:
    logged = await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.DISPUTE, forms.REQUEST))
    visit = await stage.read(d.LI, f"/visits/{logged['id']}")
    assert visit["diary"] == {"text": "走访第一户，了解冷暖", "state": "open"}
    assert (visit["cadre"]["name"], visit["place"]["name"], visit["late"]) == ("李建国", "柳塘村", False)
    assert visit["households"] == [
        {"id": str(stage.household("C01-H1")), "code": "C01-H1", "number": 1, "group": "柳塘村1组"}
    ]
    by_kind = {matter["kind"]: matter for matter in visit["matters"]}
    assert by_kind["dispute"]["words"]["text"] == "补偿款拖了两年没有发"
    assert by_kind["livelihood"]["answer"]["text"] == "本月二十五日前发放"
    assert visit["identities"] == "withheld"
    assert "李秀英" not in str(visit)


async def test_a_reception_has_several_callers_some_of_no_household(stage: Stage) -> None:
    callers = [
        {"household": str(stage.household("C01-H1"))},
        {"name": "过路人王二", "telephone": "13900001111"},
        {},
    ]
    matters = [{**forms.DISPUTE, "caller": 1}]
    logged = await stage.done(d.LI, "/visits", forms.a_visit(stage, *matters, mode="reception", callers=callers))
    visit = await stage.read(d.LI, f"/visits/{logged['id']}")
    assert (len(visit["households"]), visit["others"]) == (1, 2)
    (raised,) = [fact for fact in await stage.facts() if fact["type"].endswith("matter-raised.v1")]
    petitioner = raised["data"]["petitioners"][0]
    assert petitioner["household"] is None
    assert petitioner["name"]["sealed"]["subject"] == petitioner["subject"] != logged["id"]
    assert await stage.refused(d.LI, "/visits", forms.a_visit(stage, callers=callers[:2])) == (
        409,
        "several-only-in-a-reception",
    )


async def test_a_subject_that_names_who_was_met_is_refused(stage: Stage) -> None:
    for subject in ("李秀英家的补偿", "李 秀英补偿"):
        refused = await stage.refused(d.LI, "/visits", forms.a_visit(stage, {**forms.DISPUTE, "subject": subject}))
        assert refused == (409, "subject-names-somebody")
    callers = [{"name": "王小二"}]
    body = forms.a_visit(stage, {**forms.DISPUTE, "subject": "王小二上访"}, mode="reception", callers=callers)
    assert await stage.refused(d.LI, "/visits", body) == (409, "subject-names-somebody")
    assert (
        await stage.send(d.LI, "/visits", forms.a_visit(stage, {**forms.DISPUTE, "subject": "电话13800138001"}))
    ).status_code == 422


async def test_only_the_cadre_of_the_stay_logs_on_it(stage: Stage) -> None:
    assert await stage.refused(d.WANG, "/visits", forms.a_visit(stage)) == (404, "not-found")
    assert await stage.refused(d.OFFICE, "/visits", forms.a_visit(stage)) == (403, "forbidden")
    elsewhere = forms.a_visit(stage, callers=[{"household": str(stage.household("C02-H1"))}])
    assert await stage.refused(d.LI, "/visits", elsewhere) == (409, "household-elsewhere")
    not_begun = forms.a_visit(stage, stay=str(d.NEXT_STAY))
    assert await stage.refused(d.ZHAO, "/visits", not_begun) == (409, "field-stay-not-started")


async def test_seven_days_after_the_stay_a_visit_is_late_and_then_refused(stage: Stage) -> None:
    await stage.move_clock("2010-12-06 09:00")
    await d.stay_ends(stage)
    body = forms.a_visit(stage, at="2010-12-05T10:00:00+08:00")
    logged = await stage.at("2010-12-13 23:00").done(d.LI, "/visits", body)
    assert (await stage.read(d.LI, f"/visits/{logged['id']}"))["late"] is True
    refused = await stage.at("2010-12-14 00:00").refused(d.LI, "/visits", body)
    assert refused == (409, "field-too-late")


async def test_a_diary_line_is_corrected_and_its_old_wording_stays_struck(stage: Stage) -> None:
    logged = await stage.done(d.LI, "/visits", forms.a_visit(stage))
    path = f"/visits/{logged['id']}"
    for diary in ("走访第一户，老人怕冷", "走访第一户，老人怕冷，已记下"):
        await stage.at("2011-02-01 09:00").done(d.LI, f"{path}/correction", {"diary": diary, "reason": "补充"})
    visit = await stage.read(d.LI, path)
    assert visit["diary"]["text"] == "走访第一户，老人怕冷，已记下"
    assert [one["text"] for one in visit["struck"]] == ["走访第一户，了解冷暖", "走访第一户，老人怕冷"]
    books = await stage.read(d.OFFICE, f"/places/{stage.place('C01')}/books")
    ((line,), *others) = [book["lines"] for book in books["books"]]
    assert (line["content"], len(line["struck"]), others) == ("走访第一户，老人怕冷，已记下", 2, [[], [], []])
    refused = await stage.refused(d.WANG, f"{path}/correction", {"diary": "别的", "reason": "别的"})
    assert refused == (404, "not-found")


async def test_visits_are_listed_page_by_page_newest_first(stage: Stage) -> None:
    for hour in (10, 11, 12):
        at = stage.now.astimezone(BEIJING).replace(hour=hour)
        stage.now = at
        await stage.done(d.LI, "/visits", forms.a_visit(stage, diary=f"{hour}时走访"))
    first = await stage.read(d.LI, "/visits", limit=2, place=str(stage.place("C01")))
    second = await stage.read(d.LI, "/visits", limit=2, after=first["next"])
    diaries = [one["diary"]["text"] for one in (*first["items"], *second["items"])]
    assert diaries == ["12时走访", "11时走访", "10时走访"]
    assert second["next"] is None
    met = await stage.read(d.LI, "/visits", household=str(stage.household("C01-H2")))
    assert met["items"] == []


async def test_nothing_plain_reaches_the_log(stage: Stage) -> None:
    await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.DISPUTE, forms.REQUEST, forms.ACCUSATION))
    rows = await stage.rows()
    text = "".join(row.data + (row.fact_data or "") + row.meta for row in rows)
    assert "征地补偿问题" in text
    for word in ("李秀英", "陈志强", "1380013", "走访第一户", "补偿款", "盼望", "二十五日", "私分", "村1组"):
        assert word not in text
