"""Printed sheets, as Chromium writes them in a PDF: which signs stand where. Signs are told apart, not read.

A PDF of Chromium draws a sign by its number in a piece of a font, which may not say what sign it is; but one sign of
one font has one number throughout a PDF. So two lines that look alike are alike here, and no two others are.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
_SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_TOKEN = re.compile(r"<<.*?>>|<[0-9A-Fa-f]*>|\((?:\\.|[^\\)])*\)|[^\s<>()\[\]]+")
_SAME_LINE = 3  # points

Matrix = tuple[float, float, float, float, float, float]
_NOTHING: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Run:
    """Signs that were drawn in one go: where they begin, in points rightwards and downwards, and which they are."""

    x: float
    y: float
    signs: tuple[str, ...]

    @property
    def placed(self) -> tuple[int, tuple[str, ...]]:
        """Where in its line they stand, and which they are."""
        return round(self.x), self.signs


@dataclass(frozen=True)
class Sheet:
    """What is drawn on one sheet."""

    runs: Sequence[Run]

    @property
    def lines(self) -> list[set[tuple[int, tuple[str, ...]]]]:
        """Its lines from top to bottom."""
        found: list[list[Run]] = []
        for run in sorted(self.runs, key=lambda run: run.y):
            if found and run.y - found[-1][0].y < _SAME_LINE:
                found[-1].append(run)
            else:
                found.append([run])
        return [{run.placed for run in line} for line in found]

    def counted(self, length: int) -> int:
        """How many runs are one sign, so many times."""
        return sum(len(run.signs) == length and len(set(run.signs)) == 1 for run in self.runs)


def drawn(pdf: bytes) -> list[Sheet]:
    """The sheets of a PDF, in their order."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    contents = [_CONTENTS.search(one) for one in objects.values() if _SHEET.search(one)]
    return [Sheet([*_Drawing().runs(_stream(objects[int(found[1])]))]) for found in contents if found]


def _stream(of: bytes) -> str:
    found = _STREAM.search(of)
    assert found, of[:200]
    return zlib.decompress(found[1]).decode("latin-1")


class _Drawing:
    """The state of a drawing, as its operators change it."""

    def __init__(self) -> None:
        self.kept: list[Matrix] = []
        self.page = self.text = _NOTHING
        self.font = ""
        self.signs: list[str] = []
        self.begin: Matrix = _NOTHING

    def runs(self, drawn: str) -> Iterator[Run]:
        """All text that is drawn, run by run."""
        said: list[str] = []
        for token in _TOKEN.findall(drawn):
            if not re.fullmatch(r"[A-Za-z*]+", token):
                said.append(token)
                continue
            if token == "ET" and self.signs:
                yield Run(self.begin[4], -self.begin[5], tuple(self.signs))  # PDF counts from the foot
            self.follow(token, said)
            said = []

    def follow(self, operator: str, said: Sequence[str]) -> None:
        """Do what one operator says; those that neither draw text nor move it are passed over."""
        known: dict[str, Callable[..., None]] = {
            "q": lambda: self.kept.append(self.page),
            "Q": self.back,
            "cm": self.move_page,
            "BT": self.begin_text,
            "Tm": self.place_text,
            "Td": self.move_text,
            "Tf": self.choose_font,
            "Tj": self.draw,
        }
        if operator in known:
            known[operator](*said)

    def back(self) -> None:
        """As it was when it was kept last."""
        self.page = self.kept.pop()

    def move_page(self, *by: str) -> None:
        """All that follows is drawn so."""
        self.page = _after(_matrix(by), self.page)

    def begin_text(self) -> None:
        """A run begins."""
        self.text, self.signs = _NOTHING, []

    def place_text(self, *at: str) -> None:
        """Where the next sign stands."""
        self.text = _matrix(at)

    def move_text(self, x: str, y: str) -> None:
        """How far the next sign is from the one before."""
        self.text = _after((1, 0, 0, 1, float(x), float(y)), self.text)

    def choose_font(self, font: str, size: str) -> None:
        """In what the next signs are drawn."""
        self.font = f"{font} {size}"

    def draw(self, signs: str) -> None:
        """Signs, two digits of their numbers at a time."""
        if not self.signs:
            self.begin = _after(self.text, self.page)
        self.signs += [f"{self.font} {pair}" for pair in re.findall("..", signs.strip("<>"))]


def _matrix(said: Sequence[str]) -> Matrix:
    a, b, c, d, e, f = map(float, said)
    return a, b, c, d, e, f


def _after(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    k, m, n, o, p, q = then
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q
