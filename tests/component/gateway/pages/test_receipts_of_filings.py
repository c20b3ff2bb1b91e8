"""备案回执: the seal that a receipt bears, for the two offices that exchange it, and the sheet that is printed."""

from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any  # answers are JSON

import pytest

from shared.roles import Role
from shared.testing.databases import MakeDatabase
from tests.component.gateway.pages.filing_desk import AT, PATH, SOMEBODY, Desk, desk_in, version
from tests.component.gateway.pages.reader import Reader

SEAL: dict[str, Any] = {
    "position": 4711,
    "hash": "0f630047e29a844e417beec8ccc32f9da1601269bec736acbe915c1d8bddbe58",
    "time": "2011-01-05T08:00:01.000002Z",
    "key": "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
    "text": '{"format":"minqing-seal/1","position":4711}',
}
OFFICES = {"by": {"id": "1", "name": "区活动办公室"}, "to": {"id": "2", "name": "民政局活动办公室"}}


@pytest.fixture
async def ledger(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Desk]:
    """The gateway before one filing."""
    async with desk_in(tmp_path, await make_database("gateway")) as desk:
        yield desk


def on_file(number: str | None = "示备〔2011〕1号", seal: dict[str, Any] | None = SEAL) -> dict[str, Any]:
    """A filing with its receipt, as an office that exchanges it is told."""
    receipt = {**OFFICES, "number": number, "version": 1, "at": AT, "seal": seal}
    versions = [version() | {"receipted_at": AT, "digest": "9f3c02ab" * 8}]
    return {"state": "receipted", "filed": 1, "versions": versions, "number": number, "receipt": receipt}


async def test_a_receipts_seal_is_shown_to_be_compared_by_eye_and_to_be_copied(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(**on_file())
    reader = await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)
    for path in (PATH, PATH + "/paper"):
        page = unescape((await reader.open(path)).text)
        for said in ("4711", "0f63 0047 e29a 844e … 8bdd be58", SEAL["key"], SEAL["text"]):
            assert said in page, path
    assert f'href="{PATH}/paper"' in (await reader.open(PATH)).text
    assert "区活动办公室" in (await reader.open(PATH + "/paper")).text


@pytest.mark.parametrize("number", [None, "示备〔2011〕1号"])
async def test_a_receipt_is_not_printed_before_it_has_its_number_and_its_seal(ledger: Desk, number: str | None) -> None:
    stage, filing = ledger
    filing.filing(**on_file(number, None))
    reader = await (await Reader.of(stage, "li", Role.DISTRICT_OFFICE, SOMEBODY)).open(PATH)
    assert "正在封签" in reader.text
    assert f"{PATH}/paper" not in reader.text
    page = (await reader.open(PATH + "/paper")).text
    assert "正在编号、封签" in page
    assert "data-prints" not in page
    assert "<article" not in page


async def test_who_does_not_exchange_the_receipt_has_no_such_sheet(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(**on_file() | {"receipt": None})
    reader = await (await Reader.of(stage, "li", Role.SECTION_HEAD, SOMEBODY)).open(PATH)
    assert "封签" not in reader.text
    page = (await reader.open(PATH + "/paper")).page
    assert page is not None
    assert page.status_code == 404
