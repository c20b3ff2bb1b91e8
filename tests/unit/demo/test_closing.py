"""What the demo says last: who may log in, and what to look at first."""

import csv
import json
import re
from pathlib import Path

import pytest
from rich.console import Console

from deploy.demo.cast import cast_of, password_of
from deploy.demo.closing import LOG_INS, LOOK_FIRST, say
from deploy.demo.setting import ADMINISTRATOR
from deploy.demo.story import OFFICE
from tests.unit.demo.installations import installation

WANTED = {"cadre", "handler", "leader", "activity office", "district office"}


def test_whoever_is_named_has_an_account_in_the_smallest_campaign_too() -> None:
    accounts = csv.DictReader(cast_of(7, 9).files["accounts"].splitlines())
    assert set(LOG_INS.values()) <= {one["login"] for one in accounts} | {ADMINISTRATOR}


def test_whoever_is_to_look_at_something_is_told_how_to_log_in() -> None:
    assert {role for role, _, _ in LOOK_FIRST} <= {*LOG_INS, "operator"}


def said(tmp_path: Path) -> str:
    console = Console(width=80)
    with console.capture() as captured:
        say(console, installation(tmp_path / "data", "http://127.0.0.1:8080"))
    return captured.get()


def test_it_says_where_the_console_and_the_documentation_are(tmp_path: Path) -> None:
    lines = said(tmp_path).splitlines()
    assert "Everything is up. The console: http://127.0.0.1:8080/" in lines
    assert any("documentation: http://127.0.0.1:8080/api/v1/docs." in line for line in lines)
    assert lines[-1] == "Ctrl-C stops everything."


@pytest.mark.parametrize("role", sorted({*WANTED, *LOG_INS}))
def test_it_says_how_each_role_logs_in(role: str, tmp_path: Path) -> None:
    (line,) = (line for line in said(tmp_path).splitlines() if line.startswith(f"  {role:16} district "))
    login = LOG_INS[role]
    assert line.endswith(f"district shifan, account {login}, password {password_of(login)}")


def test_it_says_how_the_operator_logs_in_to_no_district(tmp_path: Path) -> None:
    (line,) = (line for line in said(tmp_path).splitlines() if line.startswith("  operator "))
    assert line.endswith("account operator, password the operator's")


def test_it_gives_three_requests_to_try_each_on_lines_of_its_own(tmp_path: Path) -> None:
    text = said(tmp_path)
    asked = re.findall(r"curl -s '?(\S+?)'? -H", text)
    assert asked == [f"http://127.0.0.1:8080/api/v1/{path}" for path in ("sessions", "unsettled", "matters?limit=3")]

    body = json.loads(re.findall(r"-d '(\{.*\})'", text)[0])
    assert body == {"district": "shifan", "account": OFFICE, "password": password_of(OFFICE)}
