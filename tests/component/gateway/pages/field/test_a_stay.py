"""住村: its steps, and what is written down on it; by its cadre alone, unless for the cadre."""

from typing import Any  # bodies are JSON
from uuid import UUID

import pytest

from tests.component.gateway.pages.field.village import OTHER, SECTION, STAY, ledger_of, of, scheduling_of, stay
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.stage import Stage

PAGE = f"/stays/{STAY}"
FORMS = ("/pairings", "/screenings", "/records/deeds", "/records/meetings", "/records/notes")


def sent(village: Stage) -> tuple[str, Any]:
    (only,) = ledger_of(village).sent.values()
    return only


def done(name: str, **more: Any) -> dict[str, Any]:
    """A record of the cadre's, as the ledger tells it."""
    told = {"id": of(name), "stay": str(STAY), "at": "2010-11-28T12:00:00+08:00", "late": False}
    return told | {"place": stay()["place"], "cadre": stay()["person"]} | more


def words(text: str) -> dict[str, str]:
    return {"text": text, "state": "open"}


async def test_a_stay_is_started_by_its_cadre(village: Stage, cadre: Reader) -> None:
    scheduling_of(village).stay = stay(state="planned", started_at=None, nights=0)
    await cadre.open(PAGE)
    assert "科室负责人和活动办公室会看到。" in cadre.text
    await cadre.press()
    assert scheduling_of(village).steps == [("start", None)]
    assert "已登记进村，住村开始。" in cadre.text


async def test_before_the_batch_there_is_nothing_to_press(village: Stage, cadre: Reader) -> None:
    scheduling_of(village).stay = stay(state="planned", started_at=None, batch_begins="2010-12-22")
    await cadre.open(PAGE)
    assert "本批次 2010-12-22 才开始。" in cadre.text
    assert "登记进村" not in cadre.text


async def test_nobody_leaves_without_a_reason(village: Stage, cadre: Reader) -> None:
    await cadre.open(PAGE)
    assert f'data-live="/live?of={PAGE}" data-stale="stale"' in cadre.text
    await cadre.press(action=f"{PAGE}/interruption")
    assert "请写明离开的原因" in cadre.text
    assert scheduling_of(village).steps == []
    await cadre.press(action=f"{PAGE}/interruption", reason="单位急事")
    assert scheduling_of(village).steps == [("interruption", {"reason": "单位急事"})]


async def test_ending_too_early_says_so_beforehand(village: Stage, cadre: Reader) -> None:
    await cadre.open(PAGE)
    assert "现在结束只住了 6 夜，不足 10 夜。" in cadre.text
    await cadre.press(action=f"{PAGE}/end")
    assert scheduling_of(village).steps == [("end", None)]


async def test_an_interrupted_stay_is_resumed(village: Stage, cadre: Reader) -> None:
    scheduling_of(village).stay = stay(state="interrupted")
    await cadre.open(PAGE)
    await cadre.press()
    assert scheduling_of(village).steps == [("resumption", None)]


@pytest.mark.parametrize(
    ("role", "unit", "keeps"),
    [("section-head", SECTION, True), ("section-head", UUID(int=7), False), ("district-office", None, False)],
)
async def test_the_section_head_keeps_a_stay_for_the_cadre(
    village: Stage, role: str, unit: UUID | None, keeps: bool
) -> None:
    other = await Reader.of(village, "other", role, OTHER, **({"unit": str(unit)} if unit else {}))
    await other.open(PAGE)
    assert ("临时离开" in other.text) == keeps
    assert "登记走访" not in other.text


@pytest.mark.parametrize("below", FORMS)
async def test_what_is_noted_on_a_stay_is_its_cadres_alone(village: Stage, below: str) -> None:
    head = await Reader.of(village, "head", "section-head", OTHER, unit=str(SECTION))
    await head.open(PAGE + below)
    assert f'action="{PAGE}{below}"' not in head.text
    office = await Reader.of(village, "office", "district-office", OTHER)
    await office.open(PAGE + below)
    assert office.page is not None
    assert office.page.status_code == 404


async def test_nothing_found_is_a_result(village: Stage, cadre: Reader) -> None:
    await cadre.open(PAGE + "/screenings")
    await cadre.press()
    assert "请选择有没有发现问题。" in cadre.text
    await cadre.press(found="no")
    assert sent(village) == (
        "/screenings",
        {"stay": str(STAY), "at": "2010-11-30T11:00:00+08:00", "findings": []},
    )


async def test_one_more_finding_keeps_what_was_typed(village: Stage, cadre: Reader) -> None:
    await cadre.open(PAGE + "/screenings")
    await cadre.press(found="yes", more="yes", **{"findings.0.what": "山塘渗水", "findings.0.level": "high"})
    assert ledger_of(village).sent == {}
    await cadre.press(**{"findings.1.what": "电线老化"})
    assert sent(village)[1]["findings"] == [{"what": "山塘渗水", "level": "high"}, {"what": "电线老化"}]


async def test_a_screening_is_worded_anew_and_the_old_wording_stays_struck(village: Stage, cadre: Reader) -> None:
    was, now = [{"what": words(text), "field": None, "level": None} for text in ("隐患2处", "隐患1处")]
    ledger_of(village).lists["screenings"] = [done("screening", findings=[now], struck=[[was]])]
    await cadre.open(f"/screenings/{of('screening')}")
    struck, added = cadre.text.index("<del>"), cadre.text.index("<ins>")
    assert struck < cadre.text.index("隐患2处") < added < cadre.text.index("隐患1处")
    await cadre.press(reason="复核", **{"findings.0.what": "隐患已除"})
    body = {"findings": [{"what": "隐患已除"}], "reason": "复核"}
    assert sent(village) == (f"/screenings/{of('screening')}/correction", body)


async def test_a_pairing_goes_from_the_household_to_the_result(village: Stage, cadre: Reader) -> None:
    await cadre.open(PAGE + "/pairings")
    await cadre.press(kind="hardship", group=of("group 3"), number="8")
    household = of(f"household 8 of {of('group 3')}")
    assert sent(village) == ("/pairings", {"stay": str(STAY), "household": household, "kind": "hardship"})
    pairing, ref = of("pairing"), {"id": household, "code": "H", "number": 8, "group": "第3组"}
    taken = {
        "number": 1,
        "kind": "employment",
        "amount": None,
        "what": words("务工"),
        "at": "2010-11-28T12:00:00+08:00",
    }
    told = {"household": ref, "kind": "hardship", "needs": [{"rank": 1, "need": words("活计")}]}
    measures = [taken | {"result": None, "result_at": None}]
    ledger_of(village).lists["pairings"] = [done("pairing", **told, measures=measures)]
    ledger_of(village).sent.clear()
    await cadre.open(PAGE + "/pairings")
    for section in ("needs", "measures"):
        assert f'<a href="/pairings/{pairing}#{section}">1</a>' in cadre.text
    assert "还缺结果" in cadre.text
    await cadre.open(f"/pairings/{pairing}")
    assert "就业援助" in cadre.text
    assert all(f'id="{section}"' in cadre.text for section in ("needs", "measures"))
    await cadre.press(action=f"/pairings/{pairing}/measures/1/result", **{"result-1": "已上岗"})
    assert sent(village) == (f"/pairings/{pairing}/measures/1/result", {"result": "已上岗"})


@pytest.mark.parametrize(
    ("name", "typed", "body"),
    [
        (
            "deeds",
            {"kind": "water-works", "what": "清淤", "money": "500"},
            {"kind": "water-works", "what": "清淤", "contribution": {"money": 500, "days": None}},
        ),
        (
            "meetings",
            {"kind": "forum", "party": "18", "minutes": "座谈"},
            {"kind": "forum", "attendance": {"party": 18, "people": 0}, "minutes": "座谈", "opinions": None},
        ),
        ("notes", {"text": "团结"}, {"about": "branch-and-members", "text": "团结"}),
    ],
)
async def test_what_is_done_once_is_written_down(
    village: Stage, cadre: Reader, name: str, typed: dict[str, str], body: dict[str, Any]
) -> None:
    await cadre.open(f"{PAGE}/records/{name}")
    await cadre.press(**typed)
    told = {"stay": str(STAY), "at": "2010-11-30T11:00:00+08:00"}
    assert sent(village) == (f"/{name}", told | body)


def visit(**more: Any) -> dict[str, Any]:
    """A visit of the cadre's with one accusation heard."""
    matter = {"id": of("matter"), "reference": "FW62M-D0D1S", "kind": "accusation", "field": None, "subject": None}
    heard = matter | {"confidentiality": "accusation", "settled": False, "words": words("收钱"), "answer": None}
    met = {"id": of("household"), "code": "H", "number": 8, "group": "第3组"}
    told = {"mode": "household", "households": [met], "others": 0, "diary": words("修渠"), "matters": [heard]}
    return done("visit", **told, struck=[words("修路")], **more)


async def test_a_visit_shows_its_diary_and_of_an_accusation_only_that_it_is_sealed(
    village: Stage, cadre: Reader
) -> None:
    ledger_of(village).visits = [visit()]
    await cadre.open(f"/visits/{of('visit')}")
    assert f'data-live="/live?of=/visits/{of("visit")}" data-stale="stale"' in cadre.text
    assert cadre.text.index("修路") < cadre.text.index("<ins>") < cadre.text.index("修渠")
    assert "内容已封存" in cadre.text
    assert "收钱" not in cadre.text
    await cadre.press(diary="修水渠", reason="写漏了")
    assert sent(village) == (f"/visits/{of('visit')}/correction", {"diary": "修水渠", "reason": "写漏了"})


async def test_only_its_cadre_corrects_a_visit(village: Stage) -> None:
    ledger_of(village).visits = [visit()]
    head = await Reader.of(village, "head", "section-head", OTHER, unit=str(SECTION))
    await head.open(f"/visits/{of('visit')}")
    assert "修渠" in head.text
    assert "更正民情日记" not in head.text


async def test_who_may_not_read_the_diary_sees_the_visit_without_it(village: Stage) -> None:
    withheld = {"text": None, "state": "withheld"}
    ledger_of(village).visits = [visit() | {"diary": withheld, "struck": [withheld], "matters": []}]
    office = await (await Reader.of(village, "office", "district-office", OTHER)).open(f"/visits/{of('visit')}")
    for shown in ("2010-11-28 12:00", "逐户走访", "第3组 8 户", "李建国"):
        assert shown in office.text
    for hidden in ("民情日记", "听到的事项", "更正", "不在您的权限内", "<del>"):
        assert hidden not in office.text
