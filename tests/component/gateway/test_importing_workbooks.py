"""Imports from XLSX: the same rows, the same report; and what an import tells besides."""

from tests.component.gateway.stage import PASSWORD, Stage, problem_of
from tests.workbooks import workbook

UNITS = ("code", "name", "kind", "parent")
ACCOUNTS = ("login", "person", "unit", "password", "grants")


async def test_a_workbooks_rows_are_given_to_their_owner_as_those_of_a_csv_file(stage: Stage) -> None:
    rows = (UNITS, ("MZ", "民政局", "department", None), ("12", "办公室", "section", "MZ"))
    csv = "".join(",".join(cell or "" for cell in row) + "\n" for row in rows).encode()
    as_numbers = workbook(*rows[:2], (12, "办公室", "section", "MZ"))

    reports = [(await stage.ask("admin", "POST", "/imports/units", file)).json() for file in (csv, as_numbers)]

    asked = stage.services["scheduling"].asked
    assert asked[0]["rows"] == asked[1]["rows"]
    assert reports[0] == reports[1]
    assert reports[0]["written"]


async def test_a_formula_is_told_once_with_its_row_and_nothing_is_written(stage: Stage) -> None:
    follows = {"row": 3, "column": "name", "problem": "name is empty", "fix": "fill it in"}
    other = {"row": 2, "column": "kind", "problem": "p", "fix": "f"}
    stage.services["scheduling"].import_errors = [follows, other]
    file = workbook(UNITS, ("MZ", "民政局", "bureau", None), ("MZ-S1", '="办公"&"室"', "section", "MZ"))

    answer = await stage.ask("admin", "POST", "/imports/units", file)

    assert problem_of(answer) == (422, "import-has-errors")
    errors = answer.json()["errors"]
    assert [(error["row"], error["column"]) for error in errors] == [(2, "kind"), (3, "name")]
    assert "formula" in errors[1]["problem"]
    assert stage.services["scheduling"].asked[0]["dry_run"] is True


async def test_accounts_come_from_a_workbook_too(stage: Stage) -> None:
    file = workbook(ACCOUNTS, ("li", "P1", "GT", PASSWORD, "handler@GT"), (1001, None, None, None, "auditor"))
    report = (await stage.ask("admin", "POST", "/imports/accounts", file)).json()
    assert (report["new"], report["errors"]) == (2, [])
    assert (await stage.log_in("li")).status_code == 201
    logins = [one["login"] for one in (await stage.ask("admin", "GET", "/accounts")).json()["items"]]
    assert logins == ["1001", "admin", "li"]


async def test_what_is_neither_is_said_in_the_readers_language(stage: Stage) -> None:
    answer = await stage.ask("admin", "POST", "/imports/units", bytes(64), Accept_Language="zh-CN")
    assert problem_of(answer) == (422, "file-not-a-sheet")
    assert answer.json()["detail"] == "文件不是 CSV 或 XLSX，请另存后再选。"


async def test_who_imports_is_told_up_to_where_it_was_written(stage: Stage) -> None:
    file = workbook(UNITS, ("MZ", "民政局", "department", None))
    dry = await stage.ask("admin", "POST", "/imports/units?dry_run=true", file)
    done = await stage.ask("admin", "POST", "/imports/units", file)
    assert "minqing-position" not in dry.headers
    assert done.headers["minqing-position"] == "written-up-to-here"


async def test_a_report_of_accounts_or_people_says_how_many_wait_for_a_link(stage: Stage) -> None:
    people = b"code,name,unit,party_member,posts\nP1,x,GT,yes,\n"
    accounts = workbook(ACCOUNTS, ("li", "P1", "GT", PASSWORD, None), *((f"{n}", *[None] * 4) for n in range(3)))

    dry = (await stage.ask("admin", "POST", "/imports/accounts?dry_run=true", accounts)).json()
    done = (await stage.ask("admin", "POST", "/imports/accounts", accounts, key="k")).json()
    await stage.ask("admin", "POST", "/accounts/links")
    again = (await stage.ask("admin", "POST", "/imports/accounts", accounts, key="k")).json()
    of_people = (await stage.ask("admin", "POST", "/imports/people", people)).json()

    assert (dry["waiting_for_links"], done["waiting_for_links"]) == (0, 3)
    assert (again["waiting_for_links"], of_people["waiting_for_links"]) == (0, 0)
