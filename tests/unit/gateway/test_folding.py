"""A text folds after six lines: at a desk, where a line holds 40 signs, and on a phone, where it holds 17."""

import pytest

from services.gateway.pages.folding import folds


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("民" * 102, ""),
        ("民" * 103, "phone"),
        ("民" * 240, "phone"),
        ("民" * 241, "everywhere"),
        ("民\n" * 6, ""),
        ("民\n" * 7, "everywhere"),
        ("民" * 60 + "\n" + "民" * 60 + "\n民\n民", "phone"),
        ("民" * 41 + "\n" + "民" * 41 + "\n" + "民" * 41 + "\n民", "everywhere"),
        ("a" * 185, ""),
        ("a" * 187, "phone"),
        ("", ""),
    ],
)
def test_where_a_text_folds(text: str, where: str) -> None:
    assert folds(text, 40) == where


def test_a_line_of_a_book_is_shorter() -> None:
    assert folds("民" * 169, 28) == "everywhere"
