"""G10, by comparing: of two districts alike but for accusations, whoever must not know of them is shown the same.

So neither a word nor an id, a reference, a count, a number with a gap, a cursor, a version or a moment tells of one,
from its hearing over hand-over, return, limit, reminder and ladder to its answer and its end. One number is left: a
receipt's seal tells the two offices that exchange it how long the ledger's log was (docs/decisions/0015).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any  # events are JSON

import httpx
import pytest

from tests.e2e import cast_of_insiders as cast
from tests.e2e.comparing import answers_of, in_common_words, names_in, ordered, shown
from tests.e2e.days_of_insiders import Pair
from tests.e2e.insiders import Insiders
from tests.e2e.walking import Route, reading_routes

KEPT_FROM = {
    "gt-4": "accused",
    "key of gt": "key of the accused handler's department",
    "rs-3": "clerk of an accused department",
    "mz-2": "head of the section whose cadre heard it",
    "mz-3": "accused, in charge of that section",
    "mz-4": "activity office",
    "mz-5": "clerk of the contact unit",
    "cw1-1": "clerk of an accused village committee, in whose village it was heard",
    "qhd-1": "district office",
    "sj-1": "accused auditor",
    "admin": "administrator, who keeps the subscriptions",
}
EXCHANGE_THE_RECEIPT = {"mz-4", "qhd-1"}
_OF_THE_SANDBOX = "/sandbox/quiet"  # where its logs end, for whoever drives it
_THE_NUMBER = "/unsettled"


@pytest.fixture(scope="module")
def routes(pair: Pair) -> list[Route]:
    return [route for route in reading_routes(pair.told.door) if not route.streams and route.path != _OF_THE_SANDBOX]


def all_shown(insiders: Insiders, who: str, routes: Sequence[Route]) -> list[str]:
    """Everything that somebody is shown there, in common words."""
    names = names_in(insiders)
    return sorted(shown(insiders, asked, answer, names) for asked, answer in answers_of(insiders, who, routes))


@pytest.mark.parametrize("who", KEPT_FROM)
def test_who_must_not_know_of_it_is_shown_the_same(pair: Pair, routes: list[Route], who: str) -> None:
    with_it, without = ({*all_shown(insiders, who, routes)} for insiders in (pair.told, pair.untold))

    differs = with_it ^ without

    assert len(with_it) > 100
    assert [one for one in differs if f'"asked": "{_THE_NUMBER}"' not in one] == []


@pytest.mark.parametrize("who", KEPT_FROM)
def test_how_long_a_log_was_is_told_on_a_receipt_to_the_two_offices_that_exchange_it_alone(
    pair: Pair, who: str
) -> None:
    with_it, without = (_seal_shown(insiders, who) for insiders in (pair.told, pair.untold))

    if who in EXCHANGE_THE_RECEIPT:
        assert with_it["position"] > without["position"]
    else:
        assert not with_it
        assert not without


def _seal_shown(insiders: Insiders, who: str) -> Mapping[str, Any]:
    """The seal on the one receipt of the district; empty for who is shown none."""
    answer = insiders.person(who).get(f"/filings/{insiders.things['filing MZ']}")
    receipt = answer.json()["receipt"] if answer.is_success else None
    return dict(receipt["seal"]) if receipt else {}


def test_who_handles_it_is_shown_more(pair: Pair, routes: list[Route]) -> None:
    assert all_shown(pair.told, "jw-3", routes) != all_shown(pair.untold, "jw-3", routes)


@pytest.mark.parametrize("who", ["qhd-1", "sj-1"])
def test_each_that_waits_adds_one_to_the_number_over_all_matters(pair: Pair, who: str) -> None:
    with_them, without = (insiders.person(who).does("GET", _THE_NUMBER) for insiders in (pair.told, pair.untold))

    waiting = set(cast.AGAINST) - {"person"}  # which was answered
    assert with_them == {**without, "number": without["number"] + len(waiting)}


@pytest.mark.parametrize("who", ["gt-3", "qhd-1"])
def test_the_same_is_posted_to_their_receivers(pair: Pair, who: str) -> None:
    with_it, without = (_told(one, pair.arrived[f"{one.tenant}-{who}"]) for one in (pair.told, pair.untold))

    assert with_it == without != []


@pytest.mark.parametrize("who", ["gt-3", "key of gt", "rs-3", "mz-5"])
def test_the_same_is_streamed_to_them(pair: Pair, who: str) -> None:
    with_it, without = (_told(insiders, _streamed(insiders, who)) for insiders in (pair.told, pair.untold))

    assert with_it == without != []


def _told(insiders: Insiders, events: Sequence[Mapping[str, Any]]) -> list[str]:
    """Events in common words; their numbers are dense. Which has which, of several services' facts, chance decides."""
    names = names_in(insiders)
    assert sorted(event["sequence"] for event in events) == [f"{n:020d}" for n in range(1, len(events) + 1)]
    unnumbered = (json.dumps(ordered({**event, "sequence": ""}), sort_keys=True) for event in events)
    return sorted(in_common_words(insiders, one, names) for one in unnumbered)


def _streamed(insiders: Insiders, who: str) -> list[Mapping[str, Any]]:
    """What comes by stream: as much as can be fetched."""
    person = insiders.person(who)
    keeper = "gt-3" if who == "key of gt" else who
    path = f"/subscriptions/{insiders.things[f'subscription {keeper}']}"
    most = len(person.does("GET", f"{path}/events?limit=500")["items"])
    headers = {"authorization": f"Bearer {person.token}"}
    with person.door.http.stream("GET", f"{path}/stream", headers=headers) as answer:
        assert answer.status_code == httpx.codes.OK
        events = (line.removeprefix("data: ") for line in answer.iter_lines() if line.startswith("data: "))
        return [json.loads(event) for _, event in zip(range(most), events, strict=False)]


def test_a_command_is_answered_the_same(pair: Pair) -> None:
    answers = [
        insiders.person("gt-3").ask("PUT", insiders.matter("land", "external-ref"), {"external_ref": "land-2"}, "again")
        for insiders in (pair.told, pair.untold)
    ]

    heads = [{**answer.headers, "minqing-position": "", "date": ""} for answer in answers]
    assert heads[0] == heads[1]
    words = [answer.headers["minqing-position"] for answer in answers]
    assert len(words[0]) == len(words[1])
    assert len(set(words)) == len(words)
