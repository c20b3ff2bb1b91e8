"""Every promise of docs/guarantees.md names tests that there are."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
PROMISES = {part.split()[0]: part for part in PAGE.split("\n## ")[1:] if re.match(r"G\d+ ", part)}
NOT_YET = re.findall(r"^\| (G\d+) ", PAGE, flags=re.MULTILINE)
NAMED = re.compile(r"^- `(tests/[\w/]+\.py)(?:::(\w+))?`$", flags=re.MULTILINE)


def test_each_promise_is_there_once() -> None:
    assert sorted([*PROMISES, *NOT_YET]) == sorted(f"G{n}" for n in range(1, 14))


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_has_tests(promise: str) -> None:
    named = NAMED.findall(PROMISES[promise])
    lines = [line for line in PROMISES[promise].splitlines() if line.startswith("- ")]
    assert named
    assert len(named) == len(lines), "a line that is no test"
    for file, name in named:
        tests = _tests_of(ROOT / file)
        assert tests, f"{file} holds no tests"
        assert not name or name in tests, f"{file} has no {name}"


def _tests_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name for node in functions if node.name.startswith("test_")}
