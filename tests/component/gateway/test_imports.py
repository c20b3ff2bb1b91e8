"""Imports from CSV: accounts here, all else by the owner of the rows; with one error nothing is written."""

from shared.ids import Tenant, imported
from tests.component.gateway.stage import DISTRICT, PASSWORD, Stage, problem_of

UNITS = "code,name,kind,parent\nMZ,民政局,department,\nMZ-S1,办公室,section,MZ\n".encode()
HEADER = "login,person,unit,password,grants\n"
ACCOUNTS = (
    HEADER
    + f"li,P1,GT,{PASSWORD},handler@GT\n"
    + f'wang,P2,MZ-S1,{PASSWORD},"cadre@MZ-S1#place=C03; section-head@MZ-S1"\n'
    + "zhao,,,,auditor\n"
).encode()


def _id(kind: str, code: str) -> str:
    return str(imported(Tenant(DISTRICT), kind, code))


async def test_rows_are_given_to_the_service_that_owns_them_in_the_askers_name(stage: Stage) -> None:
    report = (await stage.ask("admin", "POST", "/imports/units", UNITS)).json()

    assert (report["rows"], report["new"], report["written"], report["errors"]) == (2, 2, True, [])
    (asked,) = stage.services["scheduling"].asked
    assert asked["rows"][1] == {"code": "MZ-S1", "name": "办公室", "kind": "section", "parent": "MZ"}
    assert asked["dry_run"] is False
    assert asked["claims"]["grants"][0]["role"] == "administrator"


async def test_a_dry_run_is_one_at_the_owner_too(stage: Stage) -> None:
    report = (await stage.ask("admin", "POST", "/imports/households?dry_run=true", _households())).json()
    assert (report["dry_run"], report["written"]) == (True, False)
    assert stage.services["ledger"].asked[0]["dry_run"] is True


def _households() -> bytes:
    return b"code,place,number,head,telephone,address,difficulty\nC1-1,C1-G1,1,x,y,z,no\n"


async def test_an_error_that_the_owner_finds_is_told_with_its_row_and_nothing_is_written(stage: Stage) -> None:
    error = {"row": 3, "column": "parent", "problem": "there is no MZ", "fix": "name it first"}
    stage.services["scheduling"].import_errors = [error]

    answer = await stage.ask("admin", "POST", "/imports/units", UNITS)

    assert problem_of(answer) == (422, "import-has-errors")
    assert answer.json()["errors"] == [error]


async def test_a_row_of_the_wrong_length_is_told_beside_what_the_owner_finds(stage: Stage) -> None:
    stage.services["scheduling"].import_errors = [{"row": 2, "column": "kind", "problem": "p", "fix": "f"}]

    answer = await stage.ask("admin", "POST", "/imports/units", UNITS + "MZ-S2,救助科\n".encode())

    assert problem_of(answer) == (422, "import-has-errors")
    assert [error["row"] for error in answer.json()["errors"]] == [2, 4]
    assert stage.services["scheduling"].asked[0]["dry_run"] is True


async def test_what_cannot_be_read_is_said_in_a_sentence(stage: Stage) -> None:
    unreadable = {
        b"": "file-empty",
        "code,name,kind,parent\n局,".encode("gb18030"): "file-not-utf8",
        b"PK\x03\x04\x00\x00": "file-not-a-sheet",
        b'code,name,kind,parent\n"MZ,x,y,z\n': "file-not-csv",
        b"code;name;kind;parent\nMZ;x;y;\n": "file-columns",
        b"code,name,kind\n": "file-columns",
    }
    for file, code in unreadable.items():
        assert problem_of(await stage.ask("admin", "POST", "/imports/units", file)) == (422, code)


async def test_a_byte_order_mark_and_empty_lines_at_the_end_do_no_harm(stage: Stage) -> None:
    report = (await stage.ask("admin", "POST", "/imports/units", b"\xef\xbb\xbf" + UNITS + b",,,\n\n")).json()
    assert report["rows"] == 2


async def test_an_unknown_kind_is_no_import(stage: Stage) -> None:
    assert problem_of(await stage.ask("admin", "POST", "/imports/matters", UNITS))[0] == 422


async def test_nobody_but_the_administrator_imports(stage: Stage) -> None:
    await stage.account("li", "activity-office")
    assert problem_of(await stage.ask("li", "POST", "/imports/accounts", ACCOUNTS)) == (403, "forbidden")


async def test_a_file_that_writes_says_which_request_it_is(stage: Stage) -> None:
    for kind, file in (("units", UNITS), ("accounts", ACCOUNTS)):
        answer = await stage.ask("admin", "POST", f"/imports/{kind}", file, Idempotency_Key="")
        assert problem_of(answer) == (400, "idempotency-key-missing")


async def test_imported_accounts_log_in_with_their_grants(stage: Stage) -> None:
    report = (await stage.ask("admin", "POST", "/imports/accounts", ACCOUNTS)).json()
    await stage.log_in("wang")

    me = (await stage.ask("wang", "GET", "/me")).json()

    assert (report["rows"], report["new"], report["same"], report["changed"]) == (3, 3, 0, 0)
    assert (me["account"], me["person"], me["unit"]) == (
        _id("account", "wang"),
        _id("person", "P2"),
        _id("unit", "MZ-S1"),
    )
    assert {(grant["role"], grant["unit"], grant["place"]) for grant in me["grants"]} == {
        ("cadre", _id("unit", "MZ-S1"), _id("place", "C03")),
        ("section-head", _id("unit", "MZ-S1"), None),
    }
    assert problem_of(await stage.log_in("zhao")) == (401, "login-failed")  # no password yet


async def test_a_dry_run_of_accounts_writes_nothing(stage: Stage) -> None:
    report = (await stage.ask("admin", "POST", "/imports/accounts?dry_run=true", ACCOUNTS)).json()
    assert (report["new"], report["written"]) == (3, False)
    assert len((await stage.ask("admin", "GET", "/accounts")).json()["items"]) == 1


async def test_the_same_file_again_changes_nothing(stage: Stage) -> None:
    first = (await stage.ask("admin", "POST", "/imports/accounts", ACCOUNTS, key="k")).json()
    same_request = (await stage.ask("admin", "POST", "/imports/accounts", ACCOUNTS, key="k")).json()
    grants = (await stage.ask("admin", "GET", "/grants")).json()

    new_request = (await stage.ask("admin", "POST", "/imports/accounts", ACCOUNTS)).json()

    assert same_request == first
    assert (new_request["new"], new_request["same"], new_request["changed"]) == (0, 3, 0)
    assert (await stage.ask("admin", "GET", "/grants")).json() == grants


async def test_a_changed_row_gives_and_withdraws_what_differs_and_leaves_the_password(stage: Stage) -> None:
    await stage.ask("admin", "POST", "/imports/accounts", ACCOUNTS)
    changed = (HEADER + "li,P1,GT,another password of no use,leader@GT\n").encode()

    report = (await stage.ask("admin", "POST", "/imports/accounts", changed)).json()
    await stage.log_in("li")

    assert (report["changed"], report["same"]) == (1, 0)
    assert [grant["role"] for grant in (await stage.ask("li", "GET", "/me")).json()["grants"]] == ["leader"]


async def test_every_error_of_a_file_of_accounts_is_told_and_none_of_it_written(stage: Stage) -> None:
    await stage.account("taken")
    rows = (
        "taken,,,,",  # made by hand, so another account
        "ok,,,,",
        "ok,,,,",
        "with space,,,,",
        "short,,,1234567,",
        "grants,,,,emperor@GT",
        "key,,,,department-key@GT",
        "place,,,,cadre@GT#place=",
    )
    file = (HEADER + "".join(f"{row}\n" for row in rows)).encode()

    answer = await stage.ask("admin", "POST", "/imports/accounts", file)

    assert problem_of(answer) == (422, "import-has-errors")
    errors = answer.json()["errors"]
    assert [(error["row"], error["column"]) for error in errors] == [
        (2, "login"),
        (4, "login"),
        (5, "login"),
        (6, "password"),
        (7, "grants"),
        (8, "grants"),
        (9, "grants"),
    ]
    assert all(error["problem"] and error["fix"] and "…" not in error["problem"] + error["fix"] for error in errors)
    assert len((await stage.ask("admin", "GET", "/accounts")).json()["items"]) == 2


async def test_nobody_grants_to_oneself_by_a_file(stage: Stage) -> None:
    await stage.ask("admin", "POST", "/imports/accounts", (HEADER + f"boss,P9,,{PASSWORD},administrator\n").encode())
    await stage.log_in("boss")

    answer = await stage.ask("boss", "POST", "/imports/accounts", (HEADER + "boss,P9,,,leader@GT\n").encode())
    same = await stage.ask("boss", "POST", "/imports/accounts", (HEADER + "boss,P9,,,administrator\n").encode())

    assert answer.json()["errors"][0]["column"] == "grants"
    assert same.json()["same"] == 1
