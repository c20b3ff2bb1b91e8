"""Every no of the ledger is said in both languages, with the figures it is raised with."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import services.ledger
from shared.web.sentences import catalogue

HOME = Path(services.ledger.__file__).parent
NOES = {"Refused", "NotFound", "fault"}


def raised() -> Iterator[tuple[str, frozenset[str]]]:
    """Each code of the source, with the names of its details."""
    for file in sorted(HOME.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in NOES:
                texts = (str(one.value) for one in node.args if isinstance(one, ast.Constant))
                code = next((text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)+", text)), None)
                if code:
                    yield code, frozenset(word.arg for word in node.keywords if word.arg)


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


CODES = sorted(set(raised()), key=str)


def test_the_source_is_searched() -> None:
    codes = {code for code, _ in CODES}
    assert {"field-too-late", "accusation-has-no-subject", "import-not-a-group", "not-found"} <= codes


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


def test_no_sentence_of_the_ledger_is_left_over() -> None:
    said = (Path(services.ledger.__file__).parents[2] / "shared/web/sentences/ledger.json").read_text("utf-8")
    codes = {code for code, _ in CODES}
    for name in re.findall(r'^  "([a-z-]+)"', said, re.MULTILINE):
        assert name.removesuffix("-fix") in codes
