"""Nothing sealed is legible in what is kept, on disk or in memory, nor logged by a process that logs all it can."""

import base64
import json
from urllib.parse import quote

import pytest

from deploy.minqing.services import SERVICES
from tests.e2e import cast_of_insiders as cast
from tests.e2e.days_of_insiders import Pair
from tests.e2e.keeping import everything_kept, pages_on_disk, readable
from tests.e2e.looking import Databases

WORDS = (
    *(cast.LAND, cast.WORK, cast.FARM, cast.DIARY),
    *(words for _, _, words in cast.AGAINST.values()),
    *cast.HIDDEN_WORDS,
    *("东户主老崔", "西户主老丁", "13700001111", "13700002222", "河东村一组一号", "河西村一组一号"),
    *("议定修路", "党员带头", "河堤有裂缝", "修路一段", "名额已公示", "予以说明"),
)
PUBLIC = "河东村委会"


MISTAKEN = "西户主老丁误填在此"
BROKEN = (f"/matters?reference=%00{MISTAKEN}", f"/households?after={MISTAKEN}%00", f"/matters?kind={MISTAKEN}")
"""Questions that no database takes, with words in them that were meant for elsewhere."""


@pytest.fixture(scope="module")
def refused(pair: Pair) -> list[int]:
    """How those were answered."""
    return [pair.told.person("mz-2").get(path).status_code for path in BROKEN]


@pytest.fixture(scope="module")
def kept(pair: Pair, refused: list[int]) -> dict[str, bytes]:
    """All that is kept, as it is."""
    return everything_kept(pair.minqing)


@pytest.fixture(scope="module")
def read(kept: dict[str, bytes]) -> dict[str, bytes]:
    """All that is kept, however it is written."""
    return {where: readable(text) for where, text in kept.items()}


@pytest.fixture(scope="module")
def secrets(pair: Pair) -> list[bytes]:
    """Passwords, tokens, keys and what keys are made of."""
    told, untold = pair.told, pair.untold
    folder = pair.minqing.directory / "secrets"
    files = [file for file in folder.iterdir() if file.suffix not in (".json", ".pub")]
    plain = [file.read_text().strip() for file in files]
    plain += [told.password_of(login) for login in (*cast.GRANTS, "admin")]
    plain += [person.token for insiders in (told, untold) for person in insiders.keys.values()]
    plain += [insiders.person(login).token for insiders in (told, untold) for login in (*cast.GRANTS, "admin")]
    signing = [one.removeprefix("whsec_") for one in told.secrets.values()]
    return [*(one.encode() for one in (*plain, *signing)), *map(base64.b64decode, signing)]


def test_everybody_logged_what_there_was_to_log(kept: dict[str, bytes]) -> None:
    chatty = [name for name in SERVICES if b'"level": "debug"' in kept[f"{name}.log"]]

    assert set(SERVICES) - {"gateway"} <= set(chatty)  # which has nothing to say below its warnings
    assert {"postgres.log", "redis.log", "bell", *(f"database {name}" for name in SERVICES)} <= kept.keys()


def test_what_no_database_takes_is_refused(refused: list[int]) -> None:
    assert refused == [400, 400, 422]


@pytest.mark.parametrize("words", [*WORDS, MISTAKEN])
def test_no_word_is_legible_anywhere(read: dict[str, bytes], words: str) -> None:
    assert [where for where, text in read.items() if words.encode() in text] == []


def test_no_secret_is_legible_anywhere(read: dict[str, bytes], secrets: list[bytes]) -> None:
    assert len(secrets) > 100
    for where, text in read.items():
        assert [number for number, secret in enumerate(secrets) if secret in text] == [], where


def test_nor_below_in_the_pages_and_the_journal_of_the_databases(pair: Pair, secrets: list[bytes]) -> None:
    sought = [*(words.encode() for words in WORDS), *secrets]
    public, seen = PUBLIC.encode(), 0

    for where, page in pages_on_disk(pair.minqing):
        assert [number for number, one in enumerate(sought) if one in page] == [], where
        seen += public in page

    assert seen


def test_a_public_name_is_legible_where_it_is_kept(read: dict[str, bytes]) -> None:
    assert {where for where, text in read.items() if PUBLIC.encode() in text} >= {
        f"database {name}" for name in SERVICES if name != "gateway"
    }


@pytest.mark.parametrize(
    "written",
    [
        PUBLIC.encode().hex().encode(),
        base64.b64encode(b"\x00" + PUBLIC.encode()),
        base64.urlsafe_b64encode(b"\x00\x00" + PUBLIC.encode()).rstrip(b"="),
        base64.b64encode(PUBLIC.encode()).hex().encode(),
        json.dumps({"name": PUBLIC}).encode(),
        json.dumps(json.dumps({"name": f"3{PUBLIC}"})).encode(),
        f"GET /x?name={quote(PUBLIC)}".encode(),
    ],
)
def test_it_would_be_read_however_it_was_written(written: bytes) -> None:
    assert PUBLIC.encode() in readable(b"before, " + written + b" and after")


@pytest.mark.parametrize("name", cast.AGAINST)
def test_the_sealed_words_of_an_accusation_are_where_it_was_raised_alone(
    pair: Pair, kept: dict[str, bytes], name: str
) -> None:
    databases = Databases(pair.minqing)
    value = databases.sealed_words(pair.told.things[f"matter {name}"])

    found = {(service, *place) for service in SERVICES for place in databases.with_text(service, value)}

    assert found == {("ledger", "log.events", "matter-raised.v1"), ("casework", "heard_v1.heard", "")}
    assert kept["bell"].count(value.encode()) == 1
    assert [where for where, text in kept.items() if where.endswith(".log") and value.encode() in text] == []
