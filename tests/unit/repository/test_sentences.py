"""Every "no" and every message of the services has its sentence in both languages, with the blanks that are filled."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from services.gateway.api.sheets import COLUMNS
from services.notify.commands.subscription import Fault
from services.notify.projections import inbox
from shared.roles import Role
from shared.web.sentences import catalogue

ROOT = Path(__file__).parents[3]
SERVICES = ("scheduling", "ledger", "casework", "notify")
NOES = {"Refused": (), "NotFound": (), "Busy": (), "fault": ("column",), "_nobody": ("people",)}
"""What says no, with the details that it adds to those it is called with."""
CODE = re.compile(r"[a-z]+(-[a-z]+)+")
TARGETS = {f"target-{fault}" for fault in get_args(Fault)}
MESSAGES = {
    f"inbox-{shape.model_fields['type'].default.partition('.')[2].removesuffix('.v1')}"
    for projection in inbox.INBOXES
    for shape in projection.language
}


def noes_of(service: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each sentence that the service's source asks for, with the details that it gives."""
    for file in sorted((ROOT / "services" / service).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (by := _called(node.func)) in NOES:
                details = frozenset([*NOES[by], *(word.arg for word in node.keywords if word.arg)])
                yield from ((name, details) for code in _codes(node) for name in _names(code))


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes(call: ast.Call) -> list[str]:
    texts = [str(one.value) for one in call.args if isinstance(one, ast.Constant)]
    return [text for text in texts if CODE.fullmatch(text)][:1]


def _names(code: str) -> list[str]:
    return [code, f"{code}-fix"] if code.startswith("import-") else [code]


def blanks_of(sentence: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(sentence) if name}


ASKED_FOR = sorted({(service, *no) for service in SERVICES for no in noes_of(service)}, key=str)


def test_the_source_is_searched() -> None:
    assert {("scheduling", "cadre-missing"), ("ledger", "field-too-late"), ("casework", "not-a-handling-unit")} <= {
        (service, name) for service, name, _ in ASKED_FOR
    }


@pytest.mark.parametrize(("service", "name", "details"), ASKED_FOR, ids=[f"{one[0]} {one[1]}" for one in ASKED_FOR])
def test_every_no_has_a_sentence_in_both_languages_and_no_blank_stays_empty(
    service: str, name: str, details: frozenset[str]
) -> None:
    said = catalogue()[name]
    assert said.keys() == {"zh", "en"}
    assert blanks_of(said["zh"]) == blanks_of(said["en"]) <= details


@pytest.mark.parametrize("name", sorted(TARGETS | MESSAGES))
def test_every_fault_of_an_address_and_every_message_has_a_sentence_in_both_languages(name: str) -> None:
    said = catalogue()[name]
    assert said.keys() == {"zh", "en"}
    assert blanks_of(said["zh"]) == blanks_of(said["en"])


def test_no_message_has_a_blank_for_a_name() -> None:
    blanks = set().union(*(blanks_of(catalogue()[name]["zh"]) for name in MESSAGES))
    assert blanks == {"place", "reference", "limit", "level", "nights", "missing", "period", "due"}


def test_every_column_of_an_imported_file_has_a_name() -> None:
    columns = {column for kind in COLUMNS.values() for column in kind}
    assert {name for name in catalogue() if name.startswith("column-")} == {f"column-{column}" for column in columns}
    assert all(catalogue()[f"column-{column}"].keys() == {"zh", "en"} for column in columns)


def test_every_role_has_a_name_for_who_may_not() -> None:
    assert {name for name in catalogue() if name.startswith("role:")} == {f"role:{role}" for role in Role}


@pytest.mark.parametrize("service", SERVICES)
def test_no_sentence_of_a_service_is_left_over(service: str) -> None:
    text = (ROOT / "shared" / "web" / "sentences" / f"{service}.json").read_text(encoding="utf-8")
    asked_for = {name for of, name, _ in ASKED_FOR if of == service}
    assert json.loads(text).keys() - asked_for == (TARGETS | MESSAGES if service == "notify" else set())
