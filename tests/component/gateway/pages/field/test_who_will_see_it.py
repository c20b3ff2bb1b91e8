"""An act on a stay says beforehand who will learn of it, to whoever may do it."""

import pytest

from tests.component.gateway.pages.field.test_a_stay import FORMS, PAGE, done, visit, words
from tests.component.gateway.pages.field.village import OTHER, SECTION, ledger_of, of
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.stage import Stage

SEEN = "科室负责人和活动办公室会看到。"
RECORDS = ("/visits", "/screenings", "/pairings")


@pytest.fixture
def recorded(village: Stage) -> Stage:
    """A visit, a screening and a pairing of the cadre's, noted late."""
    finding = {"what": words("隐患2处"), "field": None, "level": None}
    household = {"id": of("household"), "code": "H", "number": 8, "group": "第3组"}
    ledger = ledger_of(village)
    ledger.visits = [visit() | {"late": True}]
    ledger.lists["screenings"] = [done("screenings", findings=[finding], struck=[])]
    ledger.lists["pairings"] = [done("pairings", household=household, kind="hardship", needs=[], measures=[])]
    return village


def page_of(record: str) -> str:
    return f"{record}/{of('visit' if record == '/visits' else record[1:])}"


@pytest.mark.parametrize("below", FORMS)
async def test_what_is_noted_on_a_stay(cadre: Reader, below: str) -> None:
    text = (await cadre.open(PAGE + below)).text
    assert SEEN in text[text.index(f'action="{PAGE}{below}"') : text.index("btn btn-primary act")]


@pytest.mark.parametrize("record", RECORDS)
async def test_what_is_corrected_or_added(recorded: Stage, cadre: Reader, record: str) -> None:
    assert SEEN in (await cadre.open(page_of(record))).text


@pytest.mark.parametrize("record", RECORDS)
async def test_who_only_reads_is_told_nothing_of_the_kind(recorded: Stage, record: str) -> None:
    head = await Reader.of(recorded, "head", "section-head", OTHER, unit=str(SECTION))
    text = (await head.open(page_of(record))).text
    assert "第3组" in text or "隐患2处" in text
    assert SEEN not in text


async def test_what_was_noted_late_is_marked_by_sign_and_word(recorded: Stage, cadre: Reader) -> None:
    text = (await cadre.open(page_of("/visits"))).text
    assert '<span class="mark quiet"><span aria-hidden="true">–</span> 补记</span>' in text
