"""The codec: written types, old shapes upcast in one chain."""

from typing import Any, Literal  # what is stored is JSON

import pytest
from pydantic import ValidationError

from shared.event import Event
from shared.eventstore.codec import Codec, UnknownShape, written_type


class Noted(Event):
    """Today's shape."""

    type: Literal["case-noted.v3"] = "case-noted.v3"
    note: str
    rank: int


class Closed(Event):
    """Another shape of the language."""

    type: Literal["case-closed.v1"] = "case-closed.v1"


def _to_v2(old: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "case-noted.v2", {"note": old["words"]}


def _to_v3(old: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "case-noted.v3", {**old, "rank": 1}


CODEC: Codec[Noted | Closed] = Codec((Noted, Closed), {"case-noted.v1": _to_v2, "case-noted.v2": _to_v3})


def test_a_type_is_what_is_written_by_hand() -> None:
    assert written_type(Noted) == "case-noted.v3"


def test_todays_shape_is_read_as_it_is() -> None:
    assert CODEC.read("case-noted.v3", '{"note":"已联系","rank":2}') == Noted(note="已联系", rank=2)


def test_an_old_shape_goes_through_every_step_of_the_chain() -> None:
    assert CODEC.read("case-noted.v1", '{"words":"已联系"}') == Noted(note="已联系", rank=1)


def test_a_type_of_no_release_is_unknown() -> None:
    with pytest.raises(UnknownShape, match=r"case-noted\.v4"):
        CODEC.read("case-noted.v4", "{}")


def test_text_of_another_shape_is_not_read() -> None:
    with pytest.raises(ValidationError):
        CODEC.read("case-closed.v1", '{"note":"no such member"}')


def test_an_unknown_version_is_told_from_an_unknown_type() -> None:
    assert CODEC.knows("case-noted.v9")
    assert not CODEC.reads("case-noted.v9")
    assert not CODEC.knows("case-moved.v1")
