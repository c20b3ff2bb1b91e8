"""Links for all accounts without a password: a sheet to hand out, shown once."""

import csv
import io

import httpx

from shared.ids import Tenant, imported
from tests.component.gateway.stage import DISTRICT, PASSWORD, Stage, problem_of
from tests.component.gateway.test_one_time_links import NOT_GOOD, look, token_in, use

ACCOUNTS = (
    "login,person,unit,password,grants\n"
    f"has-one,P1,MZ,{PASSWORD},auditor\n"
    "li,P2,MZ,,auditor\nwang,P3,GT,,auditor\nzhao,,,,auditor\n=1+1,P4,GT,,auditor\nclosed,,,,\n"
).encode()


async def imported_accounts(stage: Stage) -> None:
    """Five accounts without a password, one with one, one closed; the directory knows three people."""
    assert (await stage.ask("admin", "POST", "/imports/accounts", ACCOUNTS)).is_success
    closed = imported(Tenant(DISTRICT), "account", "closed")
    await stage.ask("admin", "POST", f"/accounts/{closed}/closing")
    stage.services["scheduling"].people = [
        {"id": str(imported(Tenant(DISTRICT), "person", code)), "code": code, "name": name, "unit": {"name": unit}}
        for code, name, unit in (("P1", "孙丽", "民政局"), ("P2", "李建国", "民政局"), ("P3", "王强", "国土分局"))
    ]


async def links(stage: Stage, key: str = "", **wish: bool) -> dict[str, str]:
    answer = await stage.ask("admin", "POST", "/accounts/links", wish or None, key)
    assert answer.status_code == 201, answer.text
    return {line["login"]: token_in(line["link"]) for line in answer.json()["items"]}


async def test_each_account_without_a_password_gets_one_with_whom_it_is_for(stage: Stage) -> None:
    await imported_accounts(stage)
    items = (await stage.ask("admin", "POST", "/accounts/links")).json()["items"]

    told = [(line["unit"], line["name"], line["login"]) for line in items]
    assert told == [("", "", "=1+1"), ("", "", "zhao"), ("国土分局", "王强", "wang"), ("民政局", "李建国", "li")]
    for line in items:
        assert (await use(stage, token_in(line["link"]))).status_code == 204
    assert (await stage.log_in("wang", password="a password of one's own")).status_code == 201


async def test_as_a_sheet_it_is_what_a_spreadsheet_reads_and_computes_nothing(stage: Stage) -> None:
    await imported_accounts(stage)
    answer = await stage.ask("admin", "POST", "/accounts/links", Accept="text/csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert (answer.headers["cache-control"], "links.csv" in answer.headers["content-disposition"]) == ("no-store", True)
    header, *rows = table_in(answer)
    assert header == ["单位 unit", "姓名 name", "账号 account", "一次性链接 one-time link", "有效期至 good until"]
    assert rows[0][:3] == ["", "", "'=1+1"]
    assert (await look(stage, token_in(rows[-1][3]))).json()["login"] == "li"


def table_in(answer: httpx.Response) -> list[list[str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_who_has_a_good_link_keeps_it_unless_all_are_renewed(stage: Stage) -> None:
    await imported_accounts(stage)
    first = await links(stage)
    await use(stage, first["li"])
    assert await links(stage) == {}
    assert (await look(stage, first["wang"])).status_code == 200

    renewed = await links(stage, renewed=True)

    assert renewed.keys() == {"=1+1", "wang", "zhao"}
    assert problem_of(await look(stage, first["wang"])) == NOT_GOOD
    assert (await look(stage, renewed["wang"])).status_code == 200


async def test_the_same_request_sent_again_shows_the_same_links(stage: Stage) -> None:
    await imported_accounts(stage)
    assert await links(stage, "k") == await links(stage, "k") != {}


async def test_while_nobody_can_say_who_is_who_no_link_is_made(stage: Stage) -> None:
    await imported_accounts(stage)
    await stage.processes["scheduling"].stop()
    assert problem_of(await stage.ask("admin", "POST", "/accounts/links", key="k")) == (503, "service-away")
    await stage.processes["scheduling"].start()
    assert len(await links(stage, "k")) == 4


async def test_another_districts_accounts_get_none(stage: Stage) -> None:
    await imported_accounts(stage)
    await stage.open_district("luanchuan", "other")
    answer = await stage.ask("other", "POST", "/accounts/links")
    assert answer.json() == {"items": []}
