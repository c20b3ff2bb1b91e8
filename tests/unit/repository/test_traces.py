"""docs/traces.md and the code name the same spans, attributes and settings."""

import re
from pathlib import Path

from shared.collector import NAMES
from shared.settings import TracesSettings

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "traces.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| (server|client|internal|producer|consumer) \|[^|]*\|([^|]*)\|", PAGE, re.MULTILINE)
SAID = re.compile(r'(?:tracing\.span|_FOLLOWING\.recorder)\(\s*(f?"[^"]+"|method)')
KINDS = re.compile(r'"(server|client|internal|producer|consumer)",?\s')


def as_on_the_page(said: str) -> str:
    """A span's name in the code with its blanks emptied."""
    return re.sub(r"\{[^}]*\}", "{}", said.removeprefix("f").strip('"'))


def test_the_page_and_the_code_name_the_same_spans() -> None:
    files = [file for part in ("services", "shared") for file in (ROOT / part).rglob("*.py")]
    found = {said for file in files for said in SAID.findall(file.read_text(encoding="utf-8"))}
    assert {as_on_the_page(said) for said in found} - {"method"} == {as_on_the_page(row[0]) for row in ROWS} - {"{} {}"}
    assert "{method} {route}" in {name for name, _, _ in ROWS}


def test_whatever_a_span_may_tell_is_on_the_page() -> None:
    told = {name for _, _, attributes in ROWS for name in re.findall(r"`([\w.]+)`", attributes)} | {"error.type"}
    assert told == set(NAMES.values())


def test_each_setting_is_on_the_page() -> None:
    told = re.findall(r"^\| `(OTEL_\w+)` \|", PAGE, re.MULTILINE)
    assert told == [f"OTEL_{name.upper()}" for name in TracesSettings.model_fields]
