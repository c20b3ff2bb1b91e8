import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
RULE = re.compile(r"\bR(\d{1,3})(a?)(?:–R?(\d{1,3}))?\b")
CODE = ("services", "shared", "deploy")


def rules_in(text: str) -> Iterator[str]:
    for first, letter, last in RULE.findall(text):
        if last:
            yield from (str(number) for number in range(int(first), int(last) + 1))
        else:
            yield first + letter


def test_every_rule_that_the_code_names_is_in_the_glossary() -> None:
    listed = {rule for line in rows("The rules that the code names") for rule in rules_in(line.split("|")[1])}
    files = [file for part in CODE for kind in ("*.py", "*.md") for file in (ROOT / part).rglob(kind)]
    named = {(rule, file.name) for file in files for rule in rules_in(file.read_text(encoding="utf-8"))}
    assert {(rule, where) for rule, where in named if rule not in listed} == set()


def test_every_rule_that_a_term_names_is_listed_below() -> None:
    listed = {rule for line in rows("The rules that the code names") for rule in rules_in(line.split("|")[1])}
    named = {rule for line in rows("The work") for rule in rules_in(line.split("|")[4])}
    assert named - listed == set()


def test_no_term_is_explained_twice() -> None:
    terms = [line.split("|")[1].strip() for line in (*rows("The work"), *rows("The machinery"))]
    assert len(terms) == len(set(terms)) > 90


def rows(title: str) -> list[str]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    part = text.split(f"## {title}\n")[1].split("\n## ")[0]
    return [line for line in part.splitlines() if line.startswith("| ") and not line.startswith("| term")]
