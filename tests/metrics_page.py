"""The table of figures in docs/metrics.md, as tests read it."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = (Path(__file__).parents[1] / "docs" / "metrics.md").read_text(encoding="utf-8")
_LINE = re.compile(r"^\| `(minqing_\w+)` \| (\w+) \|([^|]*)\|", flags=re.MULTILINE)


@dataclass(frozen=True)
class Explained:
    """A figure as the page explains it."""

    kind: str
    labels: frozenset[str]


EXPLAINED = {
    name: Explained(kind, frozenset(re.findall(r"`(\w+)`", labels))) for name, kind, labels in _LINE.findall(PAGE)
}
