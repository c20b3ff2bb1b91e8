"""Casework says what it has destroyed of its own words, once, and nothing where it had written nothing."""

from dataclasses import replace
from uuid import UUID

from services.casework.commands.erasure import EraseWords
from services.casework.decider.erasure import ERASURE
from services.casework.events.erasure import WordsErased
from shared.erasure import Dropped
from shared.testing.names import beijing, named
from shared.testing.scenario import given
from tests.unit.casework import cast

CASE = Dropped(service="casework", kind="case", record=cast.MATTER, key=1)
ERASE = EraseWords(
    subject=UUID(int=7),
    ground="other-law",
    document="示信〔2011〕3号",
    by="account:operator",
    dropped=(CASE,),
    at=beijing("2011-01-20 09:00"),
)
ERASED = WordsErased(**vars(ERASE))


def test_it_is_recorded_of_which_matters_and_a_second_time_of_none() -> None:
    given(ERASURE).when(ERASE).then(ERASED).when(ERASE).then()


def test_where_nothing_was_written_nothing_is_said() -> None:
    given(ERASURE).when(replace(ERASE, dropped=())).then()


def test_what_was_written_since_is_named_alone() -> None:
    later = Dropped(service="casework", kind="case", record=named("another matter"), key=1)
    given(ERASURE, ERASED).when(replace(ERASE, dropped=(CASE, later))).then(
        ERASED.model_copy(update={"dropped": (later,)})
    )
