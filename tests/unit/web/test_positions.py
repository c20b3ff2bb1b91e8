"""Whoever writes reads what they wrote: the word that says how far."""

import pytest

from shared.web.positions import position_header, sent_position
from shared.web.problems import WebError


def test_a_word_is_read_by_the_service_that_gave_it() -> None:
    assert sent_position(position_header("ledger", 42), "ledger") == 42


def test_words_of_other_services_are_passed_over_and_the_newest_counts() -> None:
    words = ", ".join([position_header("casework", 99), position_header("ledger", 7), position_header("ledger", 9)])

    assert sent_position(words, "ledger") == 9
    assert sent_position(words, "notify") == 0
    assert sent_position("", "ledger") == 0


@pytest.mark.parametrize("word", ["!", "bGVkZ2Vy", "bGVkZ2VyOng"])
def test_a_word_that_is_none_of_ours_is_refused(word: str) -> None:
    with pytest.raises(WebError):
        sent_position(word, "ledger")
