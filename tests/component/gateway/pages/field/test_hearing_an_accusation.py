"""检举控告 on the visit's form: its words are sealed, stand in no page but their own, and are lost nowhere."""

import pytest

from tests.component.gateway.pages.field.village import of
from tests.component.gateway.pages.field.visiting import WORDS, accuse, met, sent
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.stage import Stage


async def test_an_accusation_says_whom_it_is_against_and_that_it_is_sealed(village: Stage, cadre: Reader) -> None:
    await met(cadre)
    await cadre.press("matter/0")
    await cadre.press(kind="accusation")
    assert "这些内容单独封存，不进日记、台账和户档，保存后本页不再显示；被反映人及其单位看不到。" in cadre.text
    assert 'name="subject"' not in cadre.text
    await cadre.press("people", unit=of("gt"), words=WORDS)
    await cadre.press(person=of("zhao"))
    await cadre.press()
    (matter,) = sent(village)["matters"]
    concerned = [{"type": "person", "id": of("zhao")}]
    assert matter == {"kind": "accusation", "words": WORDS, "caller": 0, "concerns": concerned}


async def test_an_accusations_words_stand_in_no_page_but_their_own(cadre: Reader) -> None:
    await met(cadre)
    await accuse(cadre)
    for turn, said in (("", "内容已封存"), ("matter/0", "上次填的已经封存"), ("back", "内容已封存")):
        if turn:
            await cadre.press(turn)
        assert said in cadre.text
        assert WORDS not in cadre.text
        assert "赵明" not in cadre.text
        assert of("zhao") not in cadre.text


@pytest.mark.parametrize("away", ["scheduling", "ledger"])
async def test_while_a_service_is_away_an_accusation_stands_in_no_source_and_is_lost_nowhere(
    village: Stage, cadre: Reader, away: str
) -> None:
    await met(cadre)
    await cadre.press("matter/0")
    await cadre.press(kind="accusation")
    await cadre.press("people", unit=of("gt"), words=WORDS)
    await village.processes[away].stop()
    for _ in range(2):
        await cadre.press(**({"person": of("zhao"), "words": WORDS} if 'name="person"' in cadre.text else {}))
        assert "您的内容还没有保存。" in cadre.text
        for secret in (WORDS, "赵明", of("zhao"), of("gt"), "老人想修水渠", "accusation"):
            assert secret not in cadre.text
    await village.processes[away].start()
    await cadre.press()
    assert "内容已封存" in cadre.text
    await cadre.press()
    (matter,) = sent(village)["matters"]
    assert (matter["words"], matter["concerns"]) == (WORDS, [{"type": "person", "id": of("zhao")}])


async def test_an_accusation_left_as_it_was_is_still_sent(village: Stage, cadre: Reader) -> None:
    await met(cadre)
    await accuse(cadre)
    await cadre.press("matter/0")
    await cadre.press("back")
    await cadre.press()
    assert [one["words"] for one in sent(village)["matters"]] == [WORDS]


async def test_an_accusation_without_anybody_it_is_against_stays_open(cadre: Reader) -> None:
    await met(cadre)
    await cadre.press("matter/0")
    await cadre.press(kind="accusation")
    await cadre.press(words=WORDS)
    assert "请选择反映的是谁" in cadre.text
