"""Every no of scheduling is said in both languages, with the figures it is raised with."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import services.scheduling
from shared.web.sentences import catalogue

HOME = Path(services.scheduling.__file__).parent
NOES = {"Refused", "NotFound", "_nobody", "fault"}


def raised() -> Iterator[tuple[str, frozenset[str]]]:
    """Each code of the source, with the names of its details."""
    for file in sorted(HOME.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in NOES:
                code = next(
                    (one.value for one in node.args if isinstance(one, ast.Constant) and "-" in str(one.value)), None
                )
                given = {word.arg for word in node.keywords if word.arg}
                if code:
                    yield str(code), frozenset(given | ({"people"} if _called(node.func) == "_nobody" else set()))


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


CODES = sorted(set(raised()))


def test_the_source_is_searched() -> None:
    codes = {code for code, _ in CODES}
    assert {"cadre-missing", "stay-over", "import-not-a-post", "not-found"} <= codes


@pytest.mark.parametrize(("code", "details"), CODES, ids=[code for code, _ in CODES])
def test_every_code_has_a_sentence_in_both_languages_and_no_blank_stays_empty(
    code: str, details: frozenset[str]
) -> None:
    wanted = [code, f"{code}-fix"] if code.startswith("import-") else [code]
    for name in wanted:
        said = catalogue()[name]
        assert set(said) == {"zh", "en"}
        for sentence in said.values():
            assert set(re.findall(r"{(\w+)}", sentence)) <= details | {"column"}
