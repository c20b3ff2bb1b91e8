"""What is kept of an accusation: no plain word anywhere, and its sealed words where it was raised alone."""

import pytest

from deploy.minqing.services import SERVICES
from tests.e2e.keeping import everything_kept, readable
from tests.e2e.looking import Databases
from tests.e2e.neighbours import ACCUSATIONS, Anjing
from tests.e2e.played import Played


@pytest.fixture(scope="module")
def kept(campaign: Played, accused: Anjing) -> dict[str, bytes]:
    """All that is kept now."""
    return everything_kept(campaign.minqing)


@pytest.fixture(scope="module")
def read(kept: dict[str, bytes]) -> dict[str, bytes]:
    """The same, however it is written."""
    return {where: readable(text) for where, text in kept.items()}


@pytest.mark.parametrize("words", [*ACCUSATIONS.values(), "安靖纪委查明收款", "安靖纪委不予立案", "核查线索的人"])
def test_no_plain_word_of_it_is_anywhere(read: dict[str, bytes], words: str) -> None:
    assert [where for where, text in read.items() if words.encode() in text] == []


def test_what_is_kept_would_show_a_plain_word(read: dict[str, bytes]) -> None:
    assert [where for where, text in read.items() if "安靖纪委".encode() in text] != []


@pytest.mark.parametrize("name", ACCUSATIONS)
def test_its_sealed_words_are_in_what_was_raised_alone(campaign: Played, accused: Anjing, name: str) -> None:
    databases = Databases(campaign.minqing)
    value = databases.sealed_words(accused.matters[name])

    found = {(service, *place) for service in SERVICES for place in databases.with_text(service, value)}

    assert found == {
        ("ledger", "log.events", "matter-raised.v1"),
        ("casework", "heard_v1.heard", ""),
    }


@pytest.mark.parametrize("name", ACCUSATIONS)
def test_the_bell_rang_its_sealed_words_once_and_no_process_logged_them(
    campaign: Played, kept: dict[str, bytes], accused: Anjing, name: str
) -> None:
    value = Databases(campaign.minqing).sealed_words(accused.matters[name]).encode()

    assert kept["bell"].count(value) == 1
    assert [where for where, text in kept.items() if where.endswith(".log") and value in text] == []


def test_no_delivery_carries_its_words(campaign: Played, accused: Anjing) -> None:
    databases = Databases(campaign.minqing)
    values = [databases.sealed_words(accused.matters[name]) for name in ACCUSATIONS]

    for who, subscription in accused.subscriptions.items():
        answer = accused.person(who).get(f"/subscriptions/{subscription}/events?limit=500")
        assert [value for value in values if value in answer.text] == []
