"""From an empty installation to the first logged visit, by the commands of README's section alone."""

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from deploy.minqing import place
from deploy.minqing.process import ROOT
from deploy.minqing.supervise import Minqing, running

SECTION = (ROOT / "README.md").read_text("utf-8").split("\n## The first day\n")[1].split("\n## ")[0]
START, OPEN, IMPORT, PLAN, VISIT = re.findall(r"^```\n(.*?)^```$", SECTION, re.DOTALL | re.MULTILINE)
PASSWORD = re.findall(r"^export MINQING_PASSWORD='(.*)'$", IMPORT, re.MULTILINE)[0]
AS_ONE_TERMINAL = "set -a\n[ ! -e state ] || . ./state\n{commands}\nexport -p > state\n"
"""What a block sets, the next one finds."""
PATIENCE = 300


class Form(HTMLParser):
    """The fields of a page, with what stands in them as it comes: what is ticked, what is chosen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "input" and name and (told.get("type") not in ("checkbox", "radio", "file") or "checked" in told):
            self.fields[name] = value
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.fields or "selected" in told):
            self.fields[self._select] = value


@dataclass
class Day:
    """Where somebody follows README: a folder with the repository's documents, and a Minqing that was just started."""

    folder: Path
    minqing: Minqing

    def says(self, commands: str) -> subprocess.CompletedProcess[str]:
        """What a block of commands says, once all of them went well."""
        done = self.tries(commands)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def tries(self, commands: str) -> subprocess.CompletedProcess[str]:
        """What they say, however it goes."""
        programs = os.pathsep.join((str(Path(sys.executable).parent), os.defpath))
        environment = {"PATH": programs, "LANG": "C.UTF-8", "COLUMNS": "200", "MINQING_GATEWAY": self.minqing.url}
        script = ["sh", "-euc", AS_ONE_TERMINAL.format(commands=commands)]
        return subprocess.run(
            script, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def chooses_a_password(self, link: str) -> None:
        """Open a link in a browser, and use it."""
        assert link.startswith(f"{self.minqing.url}/link/")
        with httpx.Client(headers={"Origin": self.minqing.url}) as browser:
            form = Form(browser.get(link).raise_for_status().text)
            answer = browser.post(link, data={**form.fields, "password": PASSWORD})
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/login"), answer.text

    def links(self) -> dict[str, str]:
        """The sheet of links, by name."""
        with (self.folder / "links.csv").open(encoding="utf-8-sig", newline="") as sheet:
            return {line["姓名 name"]: line["一次性链接 one-time link"] for line in csv.DictReader(sheet)}


@contextmanager
def begun(folder: Path) -> Iterator[Day]:
    """A new installation, where nothing is said yet."""
    (folder / "docs").symlink_to(ROOT / "docs")
    minqing = Minqing(folder / ".minqing", place.free_port())
    with running(minqing, keep=False):
        yield Day(folder, minqing)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    with begun(tmp_path_factory.mktemp("first-day")) as day:
        yield day


def test_the_commands_of_readme_lead_from_nothing_to_the_first_visit(day: Day) -> None:
    assert START.splitlines()[-1] == "minqing run"  # what the fixture does

    day.chooses_a_password(day.says(OPEN).stdout.strip())

    imported = day.says(IMPORT)
    kinds = re.findall(r"^(\w+): (\d+) rows, of which (\d+) are new", imported.stdout, re.MULTILINE)
    assert [kind for kind, _, _ in kinds] == ["units", "people", "places", "accounts", "households"]
    assert all(rows == new != "0" for _, rows, new in kinds)
    assert "3 accounts have neither a password nor a one-time link" in imported.stdout

    for name in ("李建国", "王秀英"):
        day.chooses_a_password(day.links()[name])
    day.says(PLAN)
    logged = day.says(VISIT).stdout

    (visit,) = re.findall(r"^[0-9a-f-]{36}$", logged, re.MULTILINE)
    shown = day.says(f"minqing ask GET /visits/{visit} --as shifan/wangxiuying").stdout
    assert "走访第1户，了解冷暖，听取意见。" in shown
    assert re.search(r'"reference": "[0-9A-Z]{5}-[0-9A-Z]{5}"', logged)


def test_the_operator_has_no_say_once_the_district_is_administered(day: Day) -> None:
    refused = day.tries("minqing admin invite shifan somebody")
    sentence = "minqing: The district has an administrator already: that administrator keeps its accounts.\n"
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", sentence)


def test_a_link_leads_to_where_people_find_the_gateway(day: Day) -> None:
    day.says("minqing district create lianhu 莲湖区")
    link = day.says("minqing admin invite lianhu admin --seen-at https://minqing.example:8443").stdout
    assert link.startswith("http://minqing.example:8443/link/")  # by the scheme that this gateway was asked by


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("district create shifan 示范区", "The district shifan is open already."),
        ("district create Shifan 示范区", "These fields are not as asked for: tenant."),
        ("admin invite nowhere admin", "There is no such thing, or it is not for you."),
        ("district create x y --data nowhere", "There is no operator.password in nowhere/secrets"),
        ("links --as shifan/admin", "links.csv is there already"),
        ("links --as shifan/wangxiuying --out mine.csv", "Your roles do not allow this."),
        ("ask GET /visits --as shifan/nobody", "District, account or password is wrong."),
        ("ask POST /visits '{' --as shifan/wangxiuying", "The body is not JSON"),
        ("ask GET /me --as shifan/admin --print items.0", "The answer has no items.0."),
    ],
)
def test_what_cannot_be_done_is_one_line(day: Day, command: str, sentence: str) -> None:
    refused = day.tries(f"minqing {command}")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"minqing: {sentence}")
    assert refused.stderr.count("\n") == 1
    assert not (day.folder / "mine.csv").exists()


def test_the_sheet_of_links_is_for_nobody_elses_eyes(day: Day) -> None:
    assert (day.folder / "links.csv").stat().st_mode & 0o077 == 0


def test_no_link_is_in_a_log(day: Day) -> None:
    logs = "\n".join(file.read_text(errors="replace") for file in (day.folder / ".minqing" / "log").iterdir())
    assert logs
    for link in day.links().values():
        assert link.rpartition(".")[2] not in logs
