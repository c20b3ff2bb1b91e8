"""docs/pictures: few and small, each shown by a document, and none but those that `make pictures` takes."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PICTURES = sorted((ROOT / "docs" / "pictures").iterdir())
MOST, MOST_BYTES, ALL_BYTES = 24, 150_000, 2_000_000
TAKEN = (ROOT / "tests" / "e2e" / "pages" / "test_pictures.py").read_text("utf-8")


def shown_by(document: Path) -> set[Path]:
    """The pictures that a document shows."""
    found = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", document.read_text("utf-8"))
    return {(document.parent / path).resolve() for path in found}


def test_each_is_shown_by_a_document_and_each_that_is_shown_is_there() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    assert set().union(*map(shown_by, documents)) == set(PICTURES)


def test_each_is_taken_by_the_one_target() -> None:
    names = re.findall(r'readers\.shown\(.*, "([\w-]+)"\)', TAKEN)
    assert sorted(names) == sorted(picture.name.rpartition("-")[0] for picture in PICTURES)


def test_they_are_few_and_small() -> None:
    assert len(PICTURES) <= MOST
    assert {picture.name: size for picture in PICTURES if (size := picture.stat().st_size) > MOST_BYTES} == {}
    assert sum(picture.stat().st_size for picture in PICTURES) <= ALL_BYTES
