"""Whether a text is longer than six lines: by its line breaks, and by what a line holds at a desk and on a phone."""

import unicodedata
from math import ceil
from typing import Literal

Fold = Literal["", "phone", "everywhere"]

_LINES, _PHONE = 6, 17.0
_NARROW = 0.55
"""How wide a sign is beside a Chinese one, if it is none."""


def folds(text: str, line: int) -> Fold:
    """Where a text is folded, `line` being how many Chinese signs a line holds at a desk."""
    if lines(text, line) > _LINES:
        return "everywhere"
    return "phone" if lines(text, _PHONE) > _LINES else ""


def lines(text: str, line: float) -> int:
    """How many lines a text takes; one that is empty takes its line."""
    return sum(max(1, ceil(_width(paragraph) / line)) for paragraph in text.splitlines())


def _width(text: str) -> float:
    return sum(_NARROW if unicodedata.east_asian_width(sign) in ("Na", "N", "H") else 1 for sign in text)
