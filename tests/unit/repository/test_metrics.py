"""docs/metrics.md and the code name the same figures."""

import re
from pathlib import Path

from tests.metrics_page import EXPLAINED, PAGE

ROOT = Path(__file__).parents[3]
MADE = re.compile(r'\b(Counter|Histogram|GaugeMetricFamily|_gauge)\(\s*"(minqing_\w+)"')
ANY = re.compile(r"^\| `?minqing_", flags=re.MULTILINE)
KINDS = {"Counter": "counter", "Histogram": "histogram", "GaugeMetricFamily": "gauge", "_gauge": "gauge"}


def test_the_page_and_the_code_name_the_same_figures() -> None:
    sources = [
        file.read_text(encoding="utf-8") for part in ("services", "shared") for file in (ROOT / part).rglob("*.py")
    ]
    made = {name: KINDS[made] for source in sources for made, name in MADE.findall(source)}
    told = {name if kind != "counter" else f"{name}_total": kind for name, kind in made.items()}
    assert told == {name: explained.kind for name, explained in EXPLAINED.items()}


def test_every_line_of_the_table_is_read() -> None:
    assert len(EXPLAINED) == len(ANY.findall(PAGE)) > 10
