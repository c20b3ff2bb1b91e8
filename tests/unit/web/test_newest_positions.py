"""Of the words for positions, the last of each service is enough to read what was written."""

from shared.ids import Tenant
from shared.web.positions import Positions, newest

SHIFAN = Tenant("shifan")
LEDGER, CASEWORK = (Positions(name, bytes(32)) for name in ("ledger", "casework"))


def test_of_each_service_the_last_word_is_kept() -> None:
    words = (LEDGER.word(SHIFAN, 7), CASEWORK.word(SHIFAN, 3), LEDGER.word(SHIFAN, 9))
    kept = newest(",".join(words))
    assert LEDGER.sent(SHIFAN, kept) == 9
    assert CASEWORK.sent(SHIFAN, kept) == 3
    assert len(kept.split(",")) == 2


def test_what_is_none_of_ours_is_left_out() -> None:
    assert newest("here, ,%%%") == ""
