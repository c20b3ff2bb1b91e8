"""台账备案 before a browser without scripts: whose turn it is acts, on the version that was read."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any  # answers are JSON
from uuid import UUID

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from shared.roles import MAY, Role
from shared.testing.databases import MakeDatabase
from shared.web.asking import action
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.stage import Stage, staged
from tests.component.gateway.upstream import Upstream

FILING, PLACE, SOMEBODY = UUID(int=0xF1), UUID(int=0x91AC), UUID(int=7)
PATH = f"/filings/{FILING}"
ACTS = {"draft": "起草完毕", "submission": "报送备案", "receipt": "出具回执", "return": "退回补正"}


def line(content: str, **changed: Any) -> dict[str, Any]:
    """A line of the stability book."""
    told = {
        "number": 1,
        "date": "2010-11-28",
        "object": "柳塘村",
        "content": content,
        "handler": "李建国",
        "result": "已登记",
        "source": {"service": "ledger", "event": str(UUID(int=1))},
        "kind": "screening",
        "record": str(UUID(int=2)),
        "reference": None,
        "struck": [],
        "withheld": False,
    }
    return told | changed


@dataclass
class Ledger(Upstream):
    """One filing; `done` is what was asked of it, under which If-Match."""

    name: str = "ledger"
    told: dict[str, Any] = field(default_factory=dict)
    changed: list[dict[str, Any]] = field(default_factory=list)
    done: list[tuple[str, str, Any]] = field(default_factory=list)
    refusal: dict[str, Any] | None = None

    def _public(self, app: FastAPI) -> None:
        app.get("/api/v1/filings", **action("book.read"))(self._list)
        app.get("/api/v1/filings/{filing}", **action("book.read"))(self._one)
        app.get("/api/v1/filings/{filing}/versions/{n}", **action("book.read"))(self._version)
        app.get("/api/v1/filings/{filing}/versions/{n}/since", **action("book.read"))(self._since)
        app.get("/api/v1/places/{place}/books", **action("book.read"))(self._version)
        for step in ACTS:
            app.post(f"/api/v1/filings/{{filing}}/{step}", status_code=204, **action("book.read"))(self._step)

    def filing(self, **changed: Any) -> None:
        """How the filing stands."""
        self.told = {
            "id": str(FILING),
            "campaign": str(UUID(int=3)),
            "place": str(PLACE),
            "place_name": "柳塘村",
            "section": {"id": str(UUID(int=4)), "name": "社会救助科"},
            "period": "2010-12",
            "due": "2010-12-31",
            "state": "opened",
            "filed": 0,
            "late": None,
            "overdue": False,
            "number": None,
            "receipted_at": None,
            "versions": [],
            "receipt": None,
            "acts": [],
        } | changed

    async def _list(self) -> dict[str, Any]:
        return {"items": [self.told], "next": None}

    async def _one(self) -> Response:
        return JSONResponse(self.told, headers={"ETag": '"5"'})

    async def _version(self) -> dict[str, Any]:
        books: list[dict[str, Any]] = [
            {"book": name, "lines": []} for name in ("sentiment", "assistance", "organisation")
        ]
        stability = {"book": "stability", "lines": [line("隐患2处")]}
        return {"books": [*books, stability], "filed_at": AT, "digest": "9f3c02ab" * 8, "verified": True}

    async def _since(self) -> dict[str, Any]:
        return {"changed": self.changed}

    async def _step(self, request: Request) -> Response:
        if self.refusal:
            return JSONResponse(self.refusal, self.refusal["status"], media_type="application/problem+json")
        body = await request.json() if await request.body() else None
        self.done.append((request.url.path.rpartition("/")[2], request.headers.get("if-match", ""), body))
        return Response(status_code=204)


AT = "2010-12-31T16:00:00+08:00"


@dataclass
class Scheduling(Upstream):
    """One campaign."""

    name: str = "scheduling"

    def _public(self, app: FastAPI) -> None:
        app.get("/api/v1/campaigns", **action("campaign.read"))(self._campaigns)

    async def _campaigns(self) -> dict[str, Any]:
        return {"items": [{"filings": [{"period": "2010-12", "due": "2010-12-31"}]}], "next": None}


@pytest.fixture
async def ledger(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[tuple[Stage, Ledger]]:
    """The gateway before one filing."""
    ledger = Ledger()
    ledger.filing()
    async with staged(tmp_path, await make_database("gateway"), [Scheduling(), ledger]) as stage:
        await stage.open_district(sandbox=True, now="2010-12-07T09:00:00+08:00")
        yield stage, ledger


Desk = tuple[Stage, Ledger]


@pytest.mark.parametrize("step", ACTS)
async def test_only_whose_turn_it_is_gets_the_button_and_acts_on_what_was_read(ledger: Desk, step: str) -> None:
    stage, filing = ledger
    filing.filing(state="submitted", filed=1, versions=[version()], acts=[step])
    reader = await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)
    await reader.open(PATH)
    assert {one for one in ACTS if f"{PATH}/{one}" in reader.text} == {step}
    await reader.press(action=f"{PATH}/{step}", reason="请补正")
    body = {"reason": "请补正"} if step == "return" else None
    assert filing.done == [(step, '"5"', body)]


def version() -> dict[str, Any]:
    """Version 1, as the list of versions has it."""
    return {"version": 1, "filed_at": AT, "returned_at": None, "receipted_at": None, "reason": None}


async def test_nothing_is_returned_without_a_reason(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(state="submitted", filed=1, versions=[version()], acts=["receipt", "return"])
    reader = await (await Reader.of(stage, "li", Role.DISTRICT_OFFICE, SOMEBODY)).open(PATH)
    await reader.press(action=f"{PATH}/return")
    assert "请写明退回理由" in reader.text
    assert filing.done == []


async def test_what_another_has_changed_meanwhile_is_said(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(acts=["draft"])
    reader = await (await Reader.of(stage, "li", Role.SECTION_HEAD, SOMEBODY)).open(PATH)
    filing.refusal = {"status": 412, "code": "version-conflict", "detail": "别人刚刚改过。"}
    await reader.press(action=f"{PATH}/draft")
    assert "别人刚刚改过。" in reader.text


async def test_a_corrected_line_shows_both_wordings(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(state="receipted", filed=1, versions=[version()], number="示备〔2011〕1号")
    filing.changed = [{"before": line("隐患2处"), "after": line("隐患1处")}]
    reader = await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)
    await reader.open(PATH + "?book=corrected")
    assert "<del>隐患2处</del>" in reader.text
    assert "<ins>隐患1处</ins>" in reader.text
    assert "与现在相比：更正 1 行" in reader.text
    assert "本月无" in (await reader.open(PATH)).text


async def test_an_earlier_version_was_returned_and_the_receipt_is_that_of_the_last(ledger: Desk) -> None:
    stage, filing = ledger
    later = version() | {"version": 2, "receipted_at": AT}
    filing.filing(state="receipted", filed=2, versions=[version(), later], number="示备〔2011〕1号")
    reader = await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)
    head = (await reader.open(PATH + "?version=1")).text.partition("</h1>")[0]
    assert "退回补正" in head
    assert "示备〔2011〕1号" not in head
    assert "示备〔2011〕1号" in (await reader.open(PATH)).text.partition("</h1>")[0]


async def test_a_line_has_an_address_of_its_own_in_its_book_alone(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(state="receipted", filed=1, versions=[version()], number="示备〔2011〕1号")
    filing.changed = [{"before": line("隐患2处"), "after": line("隐患1处")}]
    reader = await (await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)).open(PATH + "?book=stability")
    assert reader.text.count('id="line-1"') == 1
    assert 'id="line-1"' not in (await reader.open(PATH + "?book=corrected")).text


async def test_a_correction_whose_words_are_withheld_is_told_all_the_same(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(state="submitted", filed=1, versions=[version()])
    filing.changed = [{"before": line("（不在您的阅读范围）"), "after": line("隐患2处")}]
    reader = await Reader.of(stage, "li", Role.DISTRICT_OFFICE, SOMEBODY)
    await reader.open(PATH + "?book=corrected")
    assert "更正 1 行" in reader.text


SEAL: dict[str, Any] = {
    "position": 4711,
    "hash": "0f630047e29a844e417beec8ccc32f9da1601269bec736acbe915c1d8bddbe58",
    "time": "2011-01-05T08:00:01.000002Z",
    "key": "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
    "text": '{"format":"minqing-seal/1","position":4711}',
}
OFFICES = {"by": {"id": "1", "name": "区活动办公室"}, "to": {"id": "2", "name": "民政局活动办公室"}}


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


OTHERS = sorted(set(Role) - MAY["book.read"] - {Role.OPERATOR, Role.DEPARTMENT_KEY})


@pytest.mark.parametrize("role", OTHERS)
async def test_for_who_reads_no_books_there_is_no_such_page(ledger: Desk, role: Role) -> None:
    reader = await Reader.of(ledger[0], "li", role, SOMEBODY)
    for path in ("/filings", PATH, PATH + "/paper"):
        await reader.open(path)
        assert reader.page is not None
        assert reader.page.status_code == 404
        assert "柳塘村" not in reader.text
        assert 'href="/filings"' not in reader.text
