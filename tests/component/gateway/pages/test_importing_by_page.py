"""导入 before a browser without scripts: what is tried is what is imported, and nothing of it stands in the page."""

import secrets
from uuid import UUID

import pytest

from services.gateway.pages.carried import MOST_TEXT, Carried, Carrier
from shared.roles import Role
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.stage import Stage

UNITS = "code,name,kind,parent\nMZ,民政局,department,\n".encode()
SOMEBODY = UUID(int=7)


async def administrator(stage: Stage) -> Reader:
    return await Reader.of(stage, "zhang", Role.ADMINISTRATOR, SOMEBODY)


async def tried(reader: Reader, file: bytes = UNITS, kind: str = "units") -> Reader:
    """The report of a file."""
    await reader.open("/imports")
    ticket = reader.text.split('name="ticket" value="')[1].split('"')[0]
    form = {"ticket": ticket, "kind": kind}
    reader.page = await reader.http.post("/imports", data=form, files={"file": ("单位.csv", file)})
    return reader


async def test_the_very_file_that_was_tried_is_imported(stage: Stage) -> None:
    reader = await tried(await administrator(stage))
    assert "1 行：新增 1 已有 0 更改 0" in reader.text
    assert "试导入没有写入任何内容。" in reader.text
    assert "民政局" not in reader.text
    await reader.press(action="/imports/written")
    assert "已导入 1 行：新增 1 已有 0 更改 0。" in reader.text
    asked = stage.services["scheduling"].asked
    assert [one["dry_run"] for one in asked] == [True, False]
    assert asked[0]["rows"] == asked[1]["rows"]


async def test_a_large_file_travels_as_well_also_while_a_service_is_away(stage: Stage) -> None:
    rows = (f"{secrets.token_hex(32)},{secrets.token_hex(300)},department,\n" for _ in range(2000))
    reader = await tried(await administrator(stage), UNITS + "".join(rows).encode())
    assert MOST_TEXT / 2 < len(reader.text) < MOST_TEXT
    await stage.processes["scheduling"].stop()
    await reader.press(action="/imports/written")
    assert len(reader.text) > MOST_TEXT
    await stage.processes["scheduling"].start()
    await reader.press()
    assert "已导入 2001 行：新增 2001 已有 0 更改 0。" in reader.text


async def test_errors_are_told_by_row_and_nothing_can_be_imported(stage: Stage) -> None:
    error = {"row": 17, "column": "head", "problem": "空", "fix": "填写姓名"}
    stage.services["scheduling"].import_errors = [error]
    reader = await tried(await administrator(stage))
    for said in ("17", "户主（head）", "空", "填写姓名", '1 行：有误 <a href="#errors">1 处</a>'):
        assert said in reader.text
    assert "/imports/written" not in reader.text


async def test_errors_that_came_up_since_are_told_and_nothing_is_written(stage: Stage) -> None:
    reader = await tried(await administrator(stage))
    stage.services["scheduling"].import_errors = [{"row": 2, "column": "code", "problem": "重复", "fix": "改编号"}]
    await reader.press(action="/imports/written")
    assert "重复" in reader.text
    assert "没有导入任何内容" in reader.text


async def test_what_is_missing_is_said(stage: Stage) -> None:
    reader = await (await administrator(stage)).open("/imports")
    await reader.press(action="/imports", kind="units")
    assert "请选择文件（CSV 或 XLSX）。" in reader.text
    assert "文件不是 CSV 或 XLSX，请另存后再选。" in (await tried(reader, b"\xff\xd8\x00\x10")).text


async def test_a_file_travels_for_its_own_account_alone(stage: Stage) -> None:
    carrier = Carrier(stage.gate.master)
    sealed = carrier.close(Carried("shifan/somebody else", "units", "单位.csv", UNITS))
    assert carrier.open(sealed, "shifan/somebody else") is not None
    reader = await tried(await administrator(stage))
    await reader.press(action="/imports/written", carried=sealed)
    assert "请选择文件（CSV 或 XLSX）。" in reader.text
    assert [one["dry_run"] for one in stage.services["scheduling"].asked] == [True]


async def test_while_a_service_is_away_the_file_travels_sealed(stage: Stage) -> None:
    reader = await administrator(stage)
    await stage.processes["scheduling"].stop()
    await tried(reader)
    assert "您的内容还没有保存。" in reader.text
    await stage.processes["scheduling"].start()
    await reader.press()
    assert "1 行：新增 1 已有 0 更改 0" in reader.text
    await stage.processes["scheduling"].stop()
    await reader.press(action="/imports/written")
    assert "您的内容还没有保存。" in reader.text
    assert "民政局" not in reader.text
    await stage.processes["scheduling"].start()
    await reader.press()
    assert "已导入 1 行：新增 1 已有 0 更改 0。" in reader.text


OTHERS = sorted(set(Role) - {Role.ADMINISTRATOR, Role.OPERATOR, Role.DEPARTMENT_KEY})


@pytest.mark.parametrize("role", OTHERS)
async def test_for_every_other_role_there_is_no_such_page(stage: Stage, role: Role) -> None:
    reader = await Reader.of(stage, "li", role, SOMEBODY)
    await reader.open("/imports")
    assert reader.page is not None
    assert reader.page.status_code == 404
    assert "一次性链接" not in reader.text
    assert 'href="/imports"' not in reader.text
