"""Whoever writes reads what they wrote: the word that says how far, and tells nothing else."""

import pytest

from shared.ids import Tenant
from shared.web.positions import Positions
from shared.web.problems import WebError

SHIFAN, ANJING = Tenant("shifan"), Tenant("anjing")
LEDGER, CASEWORK, NOTIFY = (Positions(name, bytes(32)) for name in ("ledger", "casework", "notify"))


def test_a_word_is_read_by_the_service_that_gave_it() -> None:
    assert LEDGER.sent(SHIFAN, LEDGER.word(SHIFAN, 42)) == 42


def test_words_of_other_services_are_passed_over_and_the_newest_counts() -> None:
    words = ", ".join([CASEWORK.word(SHIFAN, 99), LEDGER.word(SHIFAN, 7), LEDGER.word(SHIFAN, 9)])

    assert LEDGER.sent(SHIFAN, words) == 9
    assert NOTIFY.sent(SHIFAN, words) == 0
    assert LEDGER.sent(SHIFAN, "") == 0


def test_a_word_does_not_tell_how_much_was_written() -> None:
    first, second = LEDGER.word(SHIFAN, 7), LEDGER.word(SHIFAN, 7)

    assert first != second
    assert len(first) == len(LEDGER.word(SHIFAN, 7_000_000_000))


def test_a_word_is_of_its_district_service_and_key() -> None:
    word = LEDGER.word(SHIFAN, 7)

    for reader, tenant in ((LEDGER, ANJING), (Positions("ledger", bytes(31) + b"1"), SHIFAN)):
        with pytest.raises(WebError):
            reader.sent(tenant, word)
    with pytest.raises(WebError):
        CASEWORK.sent(SHIFAN, word.replace("ledger", "casework"))


@pytest.mark.parametrize("word", ["!", "ledger", "ledger.", "ledger.bGVkZ2Vy", "ledger.42", "bGVkZ2VyOjQy.!"])
def test_a_word_that_is_none_of_ours_is_refused(word: str) -> None:
    with pytest.raises(WebError):
        LEDGER.sent(SHIFAN, word)
