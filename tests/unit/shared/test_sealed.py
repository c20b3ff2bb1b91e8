"""Sealed values are as the formats say, and open only with the right key for the right district and subject."""

from uuid import UUID, uuid5

import pytest
from cryptography.exceptions import InvalidTag

from shared.sealed import Sealed, SubjectKey, close, unclose

SUBJECT = UUID("7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10")
KEY = bytes(range(32))
OWNED = SubjectKey("ledger", SUBJECT, 1, KEY)
GOLDEN = "AAECAwQFBgcICQoLZedquyFdSzlmDzL8P6cs9EZm9bf8ts4x"


def test_the_golden_vector() -> None:
    sealed = close("shifan", OWNED, "张三", bytes(range(12)))

    assert sealed.sealed.value == GOLDEN
    assert sealed.model_dump_json() == (
        '{"sealed":{"owner":"ledger","subject":"7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10","key":1,"value":"'
        + GOLDEN
        + '"}}'
    )
    assert unclose("shifan", sealed, KEY) == "张三"


def test_the_same_value_sealed_twice_looks_different() -> None:
    assert close("shifan", OWNED, "张三") != close("shifan", OWNED, "张三")


def test_a_sealed_value_opens_in_its_own_district_alone() -> None:
    sealed = close("shifan", OWNED, "张三")

    with pytest.raises(InvalidTag):
        unclose("anjing", sealed, KEY)


def test_a_sealed_value_cannot_be_moved_to_another_subject() -> None:
    seal = close("shifan", OWNED, "张三").sealed
    moved = Sealed(sealed=seal.model_copy(update={"subject": uuid5(SUBJECT, "another")}))

    with pytest.raises(InvalidTag):
        unclose("shifan", moved, KEY)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(InvalidTag):
        unclose("shifan", close("shifan", OWNED, "张三"), bytes(32))
