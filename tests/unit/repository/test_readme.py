"""README's table of a matter's story: command → file → event → fact → projection."""

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from shared.service import Service

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| `(?P<command>\w+)` \| \[\w+\]\((?P<file>services/(?P<service>\w+)/[\w/]+\.py)\) \| `(?P<event>[\w.-]+)` "
    r"\| (?:`(?P<fact>[\w.-]+)`|–) \| `(?P<keeper>\w+)/(?P<projection>\w+)` \|$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Row:
    command: str
    file: str
    service: str
    event: str
    fact: str | None
    keeper: str
    projection: str

    def __str__(self) -> str:
        return f"{self.service} {self.command} {self.event}"


ROWS = [Row(**match.groupdict()) for match in ROW.finditer(README)]
every_row = pytest.mark.parametrize("row", ROWS, ids=str)


def service(name: str) -> Service:
    described = import_module(f"services.{name}.main").SERVICE
    assert isinstance(described, Service)
    return described


def type_of(said: type) -> str:
    return str(get_args(said.__annotations__["type"])[0])


def test_every_line_of_the_table_is_read() -> None:
    table = README.split("| command | file | event | fact | projection |\n")[1].split("\n\n")[0]
    assert len(ROWS) == len(table.strip().splitlines()) - 1 >= 12


@every_row
def test_the_command_is_in_its_file_and_answered_by_a_decider_that_says_the_event(row: Row) -> None:
    module = import_module(row.file.removesuffix(".py").replace("/", "."))
    command = getattr(module, row.command)
    assert command.__module__ == module.__name__
    decider = next(decider for decider in service(row.service).deciders if command in decider.commands)
    assert row.event in {type_of(event) for event in decider.events}


@every_row
def test_the_fact_is_what_the_service_says_to_others(row: Row) -> None:
    assert row.fact is None or row.fact in {type_of(fact) for fact in service(row.service).says}


@every_row
def test_the_projection_follows_that_event_or_fact(row: Row) -> None:
    kept = {kept.name: kept for kept in service(row.keeper).followers.read_models()}[row.projection]
    understood = {type_of(said) for said in kept.language}
    assert kept.source == row.service
    assert {row.event, row.fact} & understood


def test_every_file_that_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
