"""The budgets that no linter counts: lines of a file, lines of a function (ruff has the others)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
FILE_LINES, FUNCTION_LINES = 250, 20
REASON = "# long: "  # on the first line of what is longer, with the reason
CODE = sorted(file for part in ("services", "shared", "deploy") for file in (ROOT / part).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LEAVES = re.compile(r"^from typing import .*\b(Any|cast)\b|# type: ignore\[|# noqa: ")
REASONED = re.compile(r"import [^#]+  # \S|# type: ignore\[[\w, -]+\] +# \S|# noqa: [A-Z]+\d+ +\S")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_file_is_longer_than_its_budget() -> None:
    lengths = {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8").splitlines() for file in CODE + TESTS}
    assert [name for name, lines in lengths.items() if len(lines) > FILE_LINES and REASON not in lines[0]] == []


def test_no_function_is_longer_than_its_budget() -> None:
    assert [where for file in CODE if file.parent.name != "versions" for where in too_long(file)] == []


def test_whoever_leaves_the_types_or_the_rules_gives_a_reason_on_the_line() -> None:
    lines = [
        (f"{file.relative_to(ROOT)}:{number}", line)
        for file in CODE + TESTS
        if file != Path(__file__)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
    ]
    assert [where for where, line in lines if LEAVES.search(line) and not REASONED.search(line)] == []


def too_long(file: Path) -> Iterator[str]:
    """Functions whose body, without the docstring, has more lines than it may."""
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function) and length(node) > FUNCTION_LINES and REASON not in lines[node.lineno - 1]:
            yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name} has {length(node)} lines"


def length(node: Function) -> int:
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0
