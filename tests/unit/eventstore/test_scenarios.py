"""The words of unit tests: given, when, then."""

import pytest

from shared.errors import NotFound, Refused
from shared.testing import given
from shared.testing.counter import NOTES, Close, Closed, Note, Noted

STREAM = "case/7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10"
NOTE = Note(STREAM, "已联系当事人")
NOTED = Noted(note="已联系当事人")


def test_what_follows_is_compared_whole() -> None:
    given(NOTES).when(NOTE).then(NOTED)
    with pytest.raises(AssertionError, match="not what follows"):
        given(NOTES).when(NOTE).then(NOTED, NOTED)


def test_nothing_follows_when_it_was_already_so() -> None:
    given(NOTES, NOTED, Closed()).when(Close(STREAM)).then()


def test_the_stream_goes_on_with_what_followed() -> None:
    given(NOTES).when(NOTE).then(NOTED).when(Close(STREAM)).then(Closed()).when(NOTE).then_raises(Refused)


def test_a_refusal_is_asked_for_by_word_code_and_rule() -> None:
    given(NOTES, NOTED, Closed()).when(NOTE).then_raises(Refused, "closed", "R1")
    with pytest.raises(AssertionError, match="'closed' was said"):
        given(NOTES, NOTED, Closed()).when(NOTE).then_raises(Refused, "open")
    with pytest.raises(NotFound):
        given(NOTES).when(Close(STREAM)).then_raises(Refused)


def test_what_is_not_refused_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="nothing was refused"):
        given(NOTES).when(NOTE).then_raises(Refused)
