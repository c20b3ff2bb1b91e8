"""After the campaign no dump, log or bell holds a name, number or word of those who were visited, nor a secret."""

import csv
import io
from collections.abc import Iterator
from typing import Any  # bodies are JSON

import pytest

from deploy.demo.cast import password_of
from deploy.demo.client import Sent
from deploy.demo.table import EXPECTED
from tests.e2e.keeping import everything_kept, readable
from tests.e2e.played import Played

PUBLIC = {"subject"}  # what a form asks for in plain words, without names and numbers
OFFICIAL = {"interrupt"}  # why a cadre was called away is no word of the field


@pytest.fixture(scope="module")
def dumps(campaign: Played) -> dict[str, bytes]:
    """Everything that is kept, however it is written: each database, the bell, each process's log, the exports."""
    return {where: readable(kept) for where, kept in everything_kept(campaign.minqing).items()}


def test_something_was_kept_to_look_at(dumps: dict[str, bytes]) -> None:
    assert b"matter-raised.v1" in dumps["database ledger"]
    assert b"minqing.ledger.visit-logged.v1" in dumps["bell"]
    assert b"matter-raised.v1" in dumps["ledger.jsonl"]
    assert {"ledger.log", "gateway.log", "postgres.log", "redis.log"} <= dumps.keys()


def test_no_name_of_a_household_is_anywhere(campaign: Played, dumps: dict[str, bytes]) -> None:
    officials = sorted((one.name for one in campaign.performance.cast.officials), key=len, reverse=True)
    names = [row["head"] for row in _households(campaign)]

    assert len(names) == EXPECTED["households"]
    for where, text in dumps.items():
        public = text
        for official in officials:  # an official's name is public, and may hold a shorter one of somebody else
            public = public.replace(official.encode(), b"")
        assert [name for name in set(names) if name.encode() in public] == [], where


@pytest.mark.parametrize("column", ["telephone", "address"])
def test_no_telephone_number_or_address_is_anywhere(campaign: Played, dumps: dict[str, bytes], column: str) -> None:
    values = {row[column] for row in _households(campaign)}

    for where, text in dumps.items():
        assert [value for value in values if value.encode() in text] == [], where


def test_no_words_that_were_sent_are_anywhere(campaign: Played, dumps: dict[str, bytes]) -> None:
    words = {text for one in _of_the_field(campaign) for text in _words(one.body)}

    assert len(words) > 20
    for where, text in dumps.items():
        assert [one for one in words if one.encode() in text] == [], where


def _words(body: Any) -> Iterator[str]:
    """Everything in a body that somebody wrote in their own words: what is not ASCII, and not public."""
    if isinstance(body, dict):
        yield from (text for name, value in body.items() if name not in PUBLIC for text in _words(value))
    elif isinstance(body, list):
        yield from (text for value in body for text in _words(value))
    elif isinstance(body, str) and not body.isascii():
        yield body


def _of_the_field(campaign: Played) -> Iterator[Sent]:
    """What was sent, but for the imports, whose cells are looked for one by one."""
    return (
        one for one in campaign.performance.journal if one.verb not in OFFICIAL and not one.verb.startswith("import-")
    )


def test_no_secret_is_anywhere(campaign: Played, dumps: dict[str, bytes]) -> None:
    folder = campaign.minqing.directory / "secrets"
    files = [file for file in folder.iterdir() if file.suffix not in (".json", ".pub")]
    secrets = [file.read_text().strip() for file in files]
    secrets += [password_of(one.code.lower()) for one in campaign.performance.cast.officials]
    secrets += campaign.performance.world.secrets.values()
    secrets += campaign.performance.world.keys.values()

    assert len(secrets) > 100
    for where, text in dumps.items():
        assert [number for number, secret in enumerate(secrets) if secret.encode() in text] == [], where


def _households(campaign: Played) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(campaign.performance.cast.files["households"])))
