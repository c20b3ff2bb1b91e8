"""Whatever is no export, or no seal, gets one sentence that names the line, and never a traceback."""

import io
import json
from typing import Any  # JSON of any shape

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deploy.minqing.verifier import Broken, read_seal, verify
from tests.exports import an_event, chained, line_of
from tests.unit.verifier.pinned import EXPORT, SEAL

WHOLE = chained([an_event(), an_event(version=2, fact={"type": "casework.case-noted.v1", "data": "{}"})])
SECOND = json.loads(WHOLE[2])
AN_ID = SECOND["eventid"]
NOT_JSON = "line 3: it is not JSON"


def complaint(*lines: bytes | str) -> str:
    """What is said of an export of these lines."""
    with pytest.raises(Broken) as broken:
        verify(io.BytesIO(b"".join(line.encode() if isinstance(line, str) else line for line in lines)))
    return str(broken.value)


def second(line: bytes | str) -> str:
    """What is said of an export whose second event's line is this."""
    return complaint(*WHOLE[:2], line, *WHOLE[3:])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"position":\xff}\n', "line 3: it is not UTF-8"),
        (b'{"position":"\xed\xa0\x80"}\n', "line 3: it is not UTF-8"),
        ("position 2\n", NOT_JSON),
        ("\n", NOT_JSON),
        ("\ufeff" + WHOLE[2], NOT_JSON),
        (WHOLE[2][:40] + "\n", NOT_JSON),
        (WHOLE[2].strip() + " {}\n", NOT_JSON),
        ("[" * 100_000 + "\n", NOT_JSON),
        (WHOLE[2].replace("张", "\t"), NOT_JSON),
        ("[]\n", "line 3: it is no JSON object"),
        ("17\n", "line 3: it is no JSON object"),
        (WHOLE[2].replace("\n", "\r\n"), "line 3: it has a carriage return: lines end with a line feed alone"),
        (WHOLE[2].replace('"position"', '"position":2,"position"'), "line 3: it says a member twice"),
        (WHOLE[2].replace('"fact":{', '"fact":{"data":"",'), "line 3: it says a member twice"),
        (WHOLE[2].replace(':"{}",', ":NaN,", 1), "line 3: it has a number that is not one of 64 bits: NaN"),
        (WHOLE[2].replace(':"{}",', ":-Infinity,", 1), "line 3: it has a number that is not one of 64 bits: -Infinity"),
        (
            WHOLE[2].replace(':"{}",', ":" + "9" * 10_000 + ",", 1),
            "line 3: it has a number that is not one of 64 bits: 99999999999999999999",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: bytes | str, why: str) -> None:
    assert second(line) == why


def each(names: list[str], values: list[Any], why: str) -> list[tuple[str, Any, str]]:
    """Each of the members with each of the values, and what is said of it."""
    return [(name, value, f"line 3: its {name} is not {why}") for name in names for value in values]


NO_NUMBERS = [True, "2", 2.0, 1e300, None, [2], 2**63, -(2**63) - 1]
NO_TEXTS: list[Any] = [1, None, {}, ["{}"], "\ud800"]
NO_IDS = [1, "", AN_ID.upper(), AN_ID.replace("-", ""), AN_ID + "\n"]
NO_HASHES = [None, "", SECOND["hash"].upper(), SECOND["hash"] + "00", "０" * 64]


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        *each(["position", "version", "occurred", "recorded"], NO_NUMBERS, "a whole number of 64 bits"),
        *each(["stream", "type", "actor", "data", "meta"], NO_TEXTS, "a text"),
        *each(["eventid", "commandid"], NO_IDS, "an id: 36 characters of 0-9, a-f and -"),
        *each(["hash"], NO_HASHES, "a hash: 64 digits of 0-9 and a-f"),
        ("fact", "{}", "line 3: its fact is no object"),
        ("fact", {}, "line 3: its fact lacks type"),
        ("fact", {"type": "x", "data": "", "a": 1}, "line 3: its fact has a member that the format does not know: 'a'"),
        ("fact", {"type": "", "data": ""}, "line 3: its type is empty"),
        ("fact", {"type": "x", "data": 1}, "line 3: its data is not a text"),
        ("digest", "00" * 32, "line 3: it has a member that the format does not know: 'stream'"),
        ("\x1b[2J", 1, "line 3: it has a member that the format does not know: '\\x1b[2J'"),
    ],
)
def test_a_member_that_is_not_what_it_should_be_is_named(name: str, value: Any, why: str) -> None:
    assert second(json.dumps({**SECOND, name: value}) + "\n") == why


@pytest.mark.parametrize("name", list(SECOND))
def test_a_member_that_is_missing_is_named(name: str) -> None:
    assert second(line_of({member: said for member, said in SECOND.items() if member != name})) == (
        f"line 3: it lacks {name}"
    )


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "the export is empty"),
        ([" \n"], "line 1: it is not JSON"),
        (["{}\n"], "line 1: this is no export of the format minqing-log/1"),
        (WHOLE[1:], "line 1: this is no export of the format minqing-log/1"),
        ([WHOLE[0].replace("log/1", "log/2")], "line 1: this is no export of the format minqing-log/1"),
        ([WHOLE[0].replace('"shifan"', '"示范"')], "line 1: its tenant is not a name of a-z, 0-9 and -"),
        ([WHOLE[0].replace('"from":1', '"from":0')], "line 1: a log begins at position 1"),
        (WHOLE[:3], "line 4: the export ends here, without its head: its end was cut off"),
        ([*WHOLE, *WHOLE], "line 5: it comes after the head"),
        ([*WHOLE, "\n"], "line 5: it is not JSON"),
        ([*WHOLE[:3], '{"head":null}\n'], "line 4: its head is no object"),
        ([*WHOLE[:3], WHOLE[3].replace('"head":{', '"head":{"at":1,')],
         "line 4: its head has a member that the format does not know: 'at'"),
    ],
)  # fmt: skip
def test_what_is_no_whole_export_is_told(lines: list[str], why: str) -> None:
    assert complaint(*lines) == why


def test_the_last_line_may_lack_its_end() -> None:
    assert verify(io.BytesIO("".join(WHOLE).strip().encode())).position == 2


@given(some.binary(max_size=200) | some.recursive(
    some.none() | some.booleans() | some.floats() | some.integers() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.sampled_from([*SECOND, *json.loads(SEAL)]), inner),
).map(lambda said: json.dumps(said).encode()))  # fmt: skip
def test_nothing_else_is_ever_said(noise: bytes) -> None:
    for before in (b"", WHOLE[0].encode(), EXPORT):
        with pytest.raises(Broken):
            verify(io.BytesIO(before + noise + b"\n"))
    with pytest.raises(Broken):
        read_seal(noise)
