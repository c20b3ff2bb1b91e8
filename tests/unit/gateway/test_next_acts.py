"""What a reader may do next with a matter: the buttons that a page offers."""

from typing import Any  # a matter is JSON of the API

import pytest

from services.gateway.pages.matters.next_acts import (
    ACCEPT,
    HAND_OVER,
    SIGN,
    Reader,
    all_served,
    next_acts,
    settled_by,
    still_to_come,
)
from shared.roles import Role

ZHOU, WANG, ZHANG = "zhou", "wang", "zhang"


def reader(*roles: Role, person: str = ZHANG) -> Reader:
    return Reader(frozenset(roles), person)


def matter(state: str, *seen_as: str, **more: Any) -> dict[str, Any]:
    about: dict[str, Any] = {"kind": "dispute", "campaign": None, "handler": None, "thread": []}
    return {"state": state, "seen_as": list(seen_as), **about, **more}


def copy(result: str | None = None, withheld: str | None = None) -> dict[str, Any]:
    return {"reader": "party", "copies": 1, "result": result, "withheld": withheld}


def paths(who: Reader, what: dict[str, Any], *copies: dict[str, Any]) -> list[str]:
    return [act.path for act in next_acts(who, what, copies)]


OFFICE, CLERK, HANDLER, LEADER = (
    reader(role) for role in (Role.ACTIVITY_OFFICE, Role.CLERK, Role.HANDLER, Role.LEADER)
)


@pytest.mark.parametrize("state", ["opened", "returned"])
def test_the_office_hands_over_what_nobody_has(state: str) -> None:
    assert paths(OFFICE, matter(state, "office")) == ["hand-over"]


def test_a_clerk_accepts_what_was_handed_to_the_department() -> None:
    assert paths(CLERK, matter("handed-over", "department")) == ["acceptance"]
    assert paths(LEADER, matter("handed-over", "department")) == []


def test_the_named_handler_records_the_result() -> None:
    assert paths(HANDLER, matter("accepted", "handler")) == ["result"]
    assert paths(CLERK, matter("accepted", "department", "signing")) == []


def test_a_leader_signs_unless_they_handled_it() -> None:
    waits = matter("result-recorded", "department", "signing", handler={"id": ZHOU})
    assert paths(LEADER, waits) == ["signature"]
    assert paths(reader(Role.LEADER, person=ZHOU), waits) == []
    assert paths(CLERK, waits) == []


def test_handler_and_clerk_serve_the_copies_that_wait() -> None:
    issued = matter("issued", "handler", handler={"id": ZHANG})
    assert paths(HANDLER, issued, copy(), copy("served")) == ["copies"]
    assert paths(CLERK, matter("issued", "department", "signing"), copy()) == ["copies"]
    assert paths(HANDLER, issued, copy("served"), copy(withheld="concerned")) == []


def test_the_office_strikes_off_once_every_copy_has_its_outcome() -> None:
    issued = matter("issued", "office")
    assert paths(OFFICE, issued, copy("served"), copy("refused"), copy(withheld="accusation")) == ["striking"]
    assert paths(OFFICE, issued, copy("served"), copy()) == []


def test_who_signed_or_handled_it_does_not_strike_it_off() -> None:
    signed = [{"what": "case-signed", "by": {"id": WANG}}]
    issued = matter("issued", "office", handler={"id": ZHOU}, thread=signed)
    assert paths(reader(Role.PETITION_OFFICE), issued, copy("served")) == ["striking"]
    assert paths(reader(Role.PETITION_OFFICE, person=WANG), issued, copy("served")) == []
    assert paths(reader(Role.PETITION_OFFICE, person=ZHOU), issued, copy("served")) == []


@pytest.mark.parametrize("seen_as", ["contact", "district", "hearer", "village"])
def test_who_only_looks_on_does_nothing(seen_as: str) -> None:
    everything = Reader(frozenset(Role), ZHANG)
    for state in ("opened", "handed-over", "accepted", "result-recorded", "issued", None):
        assert next_acts(everything, {**matter("", seen_as), "state": state}, [copy("served")]) == []


def test_who_has_done_it_meanwhile_is_the_newest_who_did() -> None:
    steps = [{"what": "case-returned"}, {"what": "case-handed-over"}, {"what": "case-accepted", "by": {"name": "孙丽"}}]
    found = settled_by(ACCEPT, matter("accepted", thread=steps))
    assert found == steps[2]
    assert settled_by(HAND_OVER, matter("accepted", thread=steps)) == steps[1]
    assert settled_by(SIGN, matter("accepted", thread=steps)) is None


def test_what_is_still_to_come_begins_with_what_is_waited_for() -> None:
    assert still_to_come(matter("handed-over"), []) == ["受理", "办理结果", "签发", "四份送达", "销号"]
    assert still_to_come(matter("issued"), [copy()]) == ["四份送达", "销号"]
    assert still_to_come(matter("issued"), [copy("served")]) == ["销号"]
    assert still_to_come(matter("issued", campaign="c"), [copy("served")]) == ["销号", "入账"]
    assert still_to_come(matter("struck", campaign="c"), [copy("served")]) == []
    assert still_to_come({**matter(""), "state": None}, []) == []


def test_who_sees_one_copy_of_four_does_not_know_that_all_were_served() -> None:
    own = {**copy("served"), "copies": 4}
    assert not all_served([own])
    assert all_served([own] * 4)
    assert not all_served([])
    assert still_to_come(matter("issued"), [own]) == ["四份送达", "销号"]
