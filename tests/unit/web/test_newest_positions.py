"""Of the words for positions, the newest of each service."""

from shared.web.positions import newest, position_header, sent_position


def word(service: str, position: int) -> str:
    return position_header(service, position)


def test_of_each_service_the_highest_position_is_kept() -> None:
    kept = newest(",".join((word("ledger", 7), word("casework", 3), word("ledger", 9), word("ledger", 8))))
    assert sent_position(kept, "ledger") == 9
    assert sent_position(kept, "casework") == 3
    assert len(kept.split(",")) == 2


def test_what_is_none_of_ours_is_left_out() -> None:
    assert newest("here, ,%%%") == ""
