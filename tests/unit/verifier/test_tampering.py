"""Whatever is done to an export, at whatever place, is found; what no chain can show, a seal shows."""

import io
import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from deploy.minqing.verifier import Broken, Seal, verify
from tests.exports import NAMES, Line, an_event, chained, cut, hash_at, later, line_of, verified, withheld

FEW = settings(max_examples=30)
NUMBERS = some.integers(-(2**63), 2**63 - 1)
TEXTS = some.text(some.characters(exclude_categories=["Cs"]), max_size=12)
IDS = some.uuids().map(str)
HASHES = some.binary(min_size=32, max_size=32).map(bytes.hex)
FACTS = some.none() | some.fixed_dictionaries({"type": TEXTS.filter(bool), "data": TEXTS})
MEMBERS = {
    "stream": TEXTS,
    "version": NUMBERS,
    "type": TEXTS,
    "eventid": IDS,
    "commandid": IDS,
    "actor": TEXTS,
    "occurred": NUMBERS,
    "recorded": NUMBERS,
    "data": TEXTS,
    "meta": TEXTS,
    "fact": FACTS,
}
OTHERS = {
    **MEMBERS,
    "format": some.just("minqing-log/2"),
    "service": some.just("ledger"),
    "store": IDS,
    "tenant": some.just("luanchuan"),
    "from": NUMBERS,
    "previoushash": HASHES,
    "position": NUMBERS,
    "digest": HASHES,
    "hash": HASHES,
    "head": some.fixed_dictionaries({"position": NUMBERS, "hash": HASHES}),
}
EVENTS = some.lists(some.fixed_dictionaries(MEMBERS), min_size=2, max_size=6)


@some.composite
def exports(draw: some.DrawFn) -> list[str]:
    """A whole export, some of its events withheld."""
    lines = chained(draw(EVENTS))
    hidden = draw(some.sets(some.integers(1, len(lines) - 2)))
    return [withheld(line) if number in hidden else line for number, line in enumerate(lines)]


def places(lines: list[str]) -> some.SearchStrategy[int]:
    """The numbers of the lines that show events."""
    return some.integers(1, len(lines) - 2)


def seal_at(lines: list[str], position: int) -> Seal:
    """What a seal of this log at a position says."""
    time = "2010-12-01T01:02:03.000004Z"
    return Seal(**NAMES, position=position, hash=hash_at(lines, position), time=time, key=bytes(32))


@given(exports())
def test_what_was_not_touched_verifies(lines: list[str]) -> None:
    log = verified(lines)
    assert (log.first, log.position, log.hash) == (1, len(lines) - 2, json.loads(lines[-1])["head"]["hash"])
    assert log.withheld == sum("digest" in json.loads(line) for line in lines)


@given(some.data(), exports())
def test_any_member_of_any_line_changed_is_found(data: some.DataObject, lines: list[str]) -> None:
    number = data.draw(some.integers(0, len(lines) - 1))
    said = json.loads(lines[number])
    name = data.draw(some.sampled_from(sorted(said)))
    said[name] = data.draw(OTHERS[name].filter(lambda other: other != said[name]))
    with pytest.raises(Broken):
        verified([*lines[:number], line_of(said), *lines[number + 1 :]])


@given(some.data(), exports())
def test_any_byte_changed_is_found_where_it_changes_what_is_said(data: some.DataObject, lines: list[str]) -> None:
    whole = bytearray("".join(lines).encode())
    whole[data.draw(some.integers(0, len(whole) - 1))] = data.draw(some.integers(0, 255))
    try:
        verify(io.BytesIO(whole))
    except Broken:
        return
    assert [json.loads(line) for line in whole.split(b"\n") if line] == [json.loads(line) for line in lines]


@FEW
@given(some.data(), exports())
def test_an_event_removed_is_found(data: some.DataObject, lines: list[str]) -> None:
    del lines[data.draw(places(lines))]
    with pytest.raises(Broken):
        verified(lines)


@FEW
@given(some.data(), exports())
def test_an_event_removed_is_found_even_if_those_after_it_are_renumbered(
    data: some.DataObject, lines: list[str]
) -> None:
    gone = data.draw(places(lines))
    events = [json.loads(line) for line in lines[1:-1] if line is not lines[gone]]
    assume(gone <= len(events))
    said = [{**event, "position": position} for position, event in enumerate(events, 1)]
    head = {"head": {"position": len(said), "hash": said[-1]["hash"]}}
    with pytest.raises(Broken):
        verified([lines[0], *map(line_of, said), line_of(head)])


@FEW
@given(some.data(), exports(), exports())
def test_an_event_inserted_is_found(data: some.DataObject, lines: list[str], others: list[str]) -> None:
    place = data.draw(some.integers(1, len(lines) - 1))
    inserted = {**json.loads(others[data.draw(places(others))]), "position": place}
    with pytest.raises(Broken):
        verified([*lines[:place], line_of(inserted), *lines[place:]])


@FEW
@given(some.data(), exports())
def test_an_event_told_twice_is_found(data: some.DataObject, lines: list[str]) -> None:
    place = data.draw(places(lines))
    with pytest.raises(Broken):
        verified([*lines[: place + 1], *lines[place:]])


@FEW
@given(some.data(), exports())
def test_events_that_changed_places_are_found(data: some.DataObject, lines: list[str]) -> None:
    one, other = data.draw(some.lists(places(lines), min_size=2, max_size=2, unique=True))
    swapped = list(lines)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    with pytest.raises(Broken):
        verified(swapped)
    at = {one: json.loads(lines[other]), other: json.loads(lines[one])}
    renumbered = [line_of({**at[n], "position": n}) if n in at else line for n, line in enumerate(lines)]
    with pytest.raises(Broken):
        verified(renumbered)


@FEW
@given(some.data(), exports())
def test_a_tail_that_was_cut_off_is_found_and_with_its_head_rewritten_by_a_seal(
    data: some.DataObject, lines: list[str]
) -> None:
    end = len(lines) - 2
    last = data.draw(some.integers(0, end - 1))
    with pytest.raises(Broken, match="without its head"):
        verified(lines[: last + 1])
    with pytest.raises(Broken, match="the head is not at position"):
        verified([*lines[: last + 1], lines[-1]])
    assert verified(cut(lines, last)).position == last
    with pytest.raises(Broken, match="its end was cut off"):
        verified(cut(lines, last), seal_at(lines, data.draw(some.integers(last + 1, end))))


@FEW
@given(some.data(), EVENTS)
def test_a_history_that_was_computed_anew_is_found_by_a_seal(data: some.DataObject, events: list[Line]) -> None:
    lines = chained(events)
    place = data.draw(some.integers(1, len(events)))
    events[place - 1] = data.draw(some.fixed_dictionaries(MEMBERS).filter(lambda event: event != events[place - 1]))
    anew = chained(events)
    assert verified(anew).position == len(events), "it follows from itself"
    with pytest.raises(Broken, match="not have the hash that was sealed"):
        verified(anew, seal_at(lines, data.draw(some.integers(place, len(events)))))
    before = data.draw(some.integers(0, place - 1))
    assert verified(anew, seal_at(lines, before)).position == len(events), "what was sealed is still there"


@FEW
@given(some.data(), exports())
def test_an_export_may_begin_later_and_be_compared_with_any_seal_from_there_on(
    data: some.DataObject, lines: list[str]
) -> None:
    end = len(lines) - 2
    first = data.draw(some.integers(2, end))
    part = later(lines, first)
    assert verified(part).first == first
    for position in range(first - 1, end + 1):
        assert verified(part, seal_at(lines, position)).position == end
    with pytest.raises(Broken, match=f"begins at position {first}, after the sealed position {first - 2}"):
        verified(part, seal_at(lines, first - 2))


@pytest.mark.parametrize("name", ["service", "store", "tenant"])
def test_a_seal_of_another_log_is_no_seal_of_this_one(name: str) -> None:
    other = {"service": "ledger", "store": "0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a02", "tenant": "luanchuan"}
    lines = chained([an_event(), an_event(version=2)])
    others = chained([an_event(), an_event(version=2)], {**NAMES, name: other[name]})
    seal = Seal(**{**NAMES, name: other[name]}, position=2, hash=hash_at(others, 2), time="", key=b"")
    assert verified(others, seal).position == 2
    with pytest.raises(Broken, match=f"line 1: this is the {name} {NAMES[name]}, and the seal is of {other[name]}"):
        verified(lines, seal)


def test_what_is_said_besides_what_the_chain_covers_is_found() -> None:
    lines = chained([an_event()])
    for number, line in enumerate(lines):
        more = line_of({**json.loads(line), "remark": "看过"})
        with pytest.raises(Broken, match=f"line {number + 1}: it has a member that the format does not know: 'remark'"):
            verified([*lines[:number], more, *lines[number + 1 :]])


def test_the_place_is_named() -> None:
    lines = chained([an_event(), an_event(version=2), an_event(version=3)])
    lines[2] = lines[2].replace("张三", "李四")
    with pytest.raises(Broken) as broken:
        verified(lines)
    assert str(broken.value) == "line 3: position 2 does not have the hash that follows from it and those before"
