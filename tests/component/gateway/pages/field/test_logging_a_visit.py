"""走访登记: typed over several pages without a script, nothing lost, an accusation's words sealed, saved once."""

from typing import Any  # what was sent is JSON

import pytest

from tests.component.gateway.frame.trying import aged
from tests.component.gateway.pages.field.village import CADRE, OTHER, STAY, ledger_of, of, scheduling_of, stay
from tests.component.gateway.pages.field.visiting import FORM, WORDS, accuse, met, sent
from tests.component.gateway.pages.reader import Reader, form_in
from tests.component.gateway.stage import Stage


async def test_the_form_says_where_and_in_which_night_one_is_and_when(cadre: Reader) -> None:
    await cadre.open(FORM)
    _, fields = form_in(cadre.text)
    assert "第 7 夜" in cadre.text
    assert "今天还没有走访。" in cadre.text
    assert (fields["date"], fields["time"], fields.get("mode")) == ("2010-11-30", "11:00", None)


async def test_a_visit_with_a_matter_settled_on_the_spot_is_saved(village: Stage, cadre: Reader) -> None:
    await met(cadre)
    assert "第3组 8 户" in cadre.text
    await cadre.press("matter/0")
    await cadre.press(kind="livelihood")
    await cadre.press(subject="水渠堵塞", words="水渠堵了三天", settled="yes", answer="已组织清淤")
    await cadre.press()
    assert sent(village) == {
        "stay": str(STAY),
        "mode": "household",
        "at": "2010-11-30T11:00:00+08:00",
        "callers": [{"household": of(f"household 8 of {of('group 3')}")}],
        "diary": "老人想修水渠",
        "matters": [
            {
                "kind": "livelihood",
                "words": "水渠堵了三天",
                "caller": 0,
                "subject": "水渠堵塞",
                "answer": "已组织清淤",
            }
        ],
    }
    assert "已保存：走访 1 次，事项 1 件。" in cadre.text


async def test_what_was_typed_stands_after_every_page_of_the_form(cadre: Reader) -> None:
    await met(cadre)
    await cadre.press("matter/0", date="2010-11-29", time="10:45")
    await cadre.press("back")
    _, fields = form_in(cadre.text)
    assert (fields["date"], fields["time"]) == ("2010-11-29", "10:45")
    assert (fields["mode"], fields["diary"]) == ("household", "老人想修水渠")
    assert "第3组 8 户" in cadre.text


async def test_a_form_that_is_sent_twice_counts_once(village: Stage, cadre: Reader) -> None:
    await met(cadre)
    before = cadre.page
    await cadre.press()
    cadre.page = before
    await cadre.press()
    assert sent(village)["diary"] == "老人想修水渠"
    assert "已保存：走访 1 次，事项 0 件。" in cadre.text


async def test_a_refusal_leaves_the_form_filled_in(village: Stage, cadre: Reader) -> None:
    ledger = ledger_of(village)
    ledger.refusal = {"code": "evening-visit-by-day", "status": 409, "detail": "入户夜访应在 18 时以后。"}
    await met(cadre)
    await accuse(cadre)
    await cadre.press()
    assert "入户夜访应在 18 时以后。" in cadre.text
    assert "内容已封存" in cadre.text
    assert WORDS not in cadre.text
    ledger.refusal = None
    await cadre.press()
    assert len(sent(village)["matters"]) == 1


async def test_only_a_reception_has_several_callers(village: Stage, cadre: Reader) -> None:
    await met(cadre)
    await cadre.press("caller/1")
    assert "只有挂牌接访可以有几位来访人" in cadre.text
    await cadre.press("caller/1", mode="reception")
    await cadre.press(who="elsewhere", name="王秀兰", telephone="13800000000")
    assert "不是本村住户" in cadre.text
    assert "王秀兰" not in cadre.text
    await cadre.press()
    household = {"household": of(f"household 8 of {of('group 3')}")}
    assert sent(village)["callers"] == [household, {"name": "王秀兰", "telephone": "13800000000"}]


async def test_with_several_callers_a_matter_says_who_told_it(village: Stage, cadre: Reader) -> None:
    await met(cadre)
    await cadre.press("caller/1", mode="reception")
    await cadre.press(who="elsewhere")
    await cadre.press("matter/0")
    await cadre.press(kind="enquiry")
    await cadre.press(subject="医保", words="问医保", settled="yes", answer="已解释")
    assert "请选择是谁说的。" in cadre.text
    await cadre.press(caller="1")
    await cadre.press("drop-caller/0")
    await cadre.press()
    assert [(one["caller"], one["words"]) for one in sent(village)["matters"]] == [(0, "问医保")]


async def test_what_is_missing_is_said_and_nothing_is_sent(village: Stage, cadre: Reader) -> None:
    await cadre.open(FORM)
    await cadre.press(time="")
    for sentence in ("请填写时间。", "请选择走访方式。", "请填写走访了谁", "请填写民情日记。"):
        assert sentence in cadre.text
    assert ledger_of(village).sent == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"subject": "水" * 31, "words": "堵", "settled": "no"}, "最多 30 字，现有 31 字。"),
        ({"subject": "水渠3处", "words": "堵", "settled": "no"}, "标题不写数字"),
        ({"subject": "水渠", "words": "", "settled": "no"}, "请填写内容。"),
        ({"subject": "水渠", "words": "堵", "settled": ""}, "请选择当场解决了没有。"),
        ({"subject": "水渠", "words": "堵", "settled": "yes"}, "请填写怎样答复的。"),
        ({"subject": "水渠", "words": "堵", "settled": "no", "field": ""}, "请选择矛盾纠纷的领域。"),
    ],
)
async def test_a_matter_that_lacks_something_stays_open(cadre: Reader, typed: dict[str, str], said: str) -> None:
    await met(cadre)
    await cadre.press("matter/0")
    await cadre.press(kind="dispute")
    await cadre.press(**({"field": "employment"} | typed))
    assert said in cadre.text
    _, fields = form_in(cadre.text)
    assert fields["subject"] == typed["subject"]


async def test_an_unknown_household_is_said(cadre: Reader) -> None:
    await met(cadre, "41")
    assert "这个组没有第 41 户，请核对户号。" in cadre.text


async def test_after_the_stay_one_is_told_that_it_is_late(village: Stage, cadre: Reader) -> None:
    scheduling_of(village).stay = stay(state="ended", ended_at="2010-11-27T08:00:00+08:00", nights=3)
    await cadre.open(FORM)
    assert "住村已结束 3 天，将标注“补记”。" in cadre.text
    scheduling_of(village).stay = stay(state="ended", ended_at="2010-11-22T08:00:00+08:00", nights=3)
    await cadre.open(FORM)
    assert "不能再补记" in cadre.text
    assert "保存走访" not in cadre.text


async def test_before_the_stay_there_is_no_form(village: Stage, cadre: Reader) -> None:
    scheduling_of(village).stay = stay(state="planned", started_at=None, nights=0)
    await cadre.open(FORM)
    assert "住村还没有开始" in cadre.text
    assert "保存走访" not in cadre.text


@pytest.mark.parametrize(("role", "person"), [("section-head", OTHER), ("activity-office", OTHER), ("auditor", CADRE)])
async def test_nobody_else_has_the_page(village: Stage, role: str, person: Any) -> None:
    other = await Reader.of(village, "other", role, person)
    for path in (FORM, f"/stays/{of('no stay')}/visits"):
        await other.open(path)
        assert other.page is not None
        assert other.page.status_code == 404
        assert "没有这一页，或不在您的权限内。" in other.text


async def test_what_was_typed_more_than_an_hour_ago_is_gone_and_the_form_is_empty(
    village: Stage, cadre: Reader
) -> None:
    await met(cadre)
    await village.processes["ledger"].stop()
    await cadre.press()
    await village.processes["ledger"].start()
    path, fields = form_in(cadre.text)
    cadre.page = await cadre.http.post(path, data=fields | {"draft": aged(village, fields["draft"], 3601)})
    assert "填好的内容最多保留一小时，现已删除。请重新填写。" in cadre.text
    assert form_in(cadre.text)[1]["diary"] == ""
    assert ledger_of(village).sent == {}


async def test_what_one_has_typed_is_not_for_another(village: Stage, cadre: Reader) -> None:
    await met(cadre)
    await accuse(cadre)
    _, fields = form_in(cadre.text)
    other = await Reader.of(village, "wang", "cadre", CADRE)
    await other.open(FORM)
    await other.press(kept=fields["kept"])
    assert other.page is not None
    assert other.page.status_code == 404
