"""`deploy/init`: secrets made once, a sheet to keep, and a start that says in one sentence what is missing."""

import base64
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.checkout import SERVICES, Checkout

START = "docker compose up -d --wait"


@pytest.fixture
def without_one(checkout: Checkout, sheet: str) -> Iterator[Path]:
    """A secret that is gone for the length of a test."""
    there = checkout.secrets / "ledger.master"
    aside = there.with_suffix(".aside")
    there.rename(aside)
    yield there
    there.unlink(missing_ok=True)
    aside.rename(there)


def test_before_it_a_start_ends_with_one_sentence_that_says_what_to_do(engine: None, tmp_path: Path) -> None:
    said = Checkout(tmp_path / "untouched").tries(START)
    (sentence,) = said.errors.strip().splitlines()
    assert said.code != 0
    assert sentence.endswith("Say deploy/init first, which makes the secrets.")


def test_the_sheet_has_every_master_key(checkout: Checkout, sheet: str) -> None:
    keys = dict(re.findall(r"^(\w+) +[0-9a-f]{16} +(\S+)$", sheet, flags=re.MULTILINE))
    assert tuple(keys) == SERVICES
    for service, key in keys.items():
        assert (checkout.secrets / f"{service}.master").read_text() == key
        assert len(base64.b64decode(key)) == 32
    assert "A lost master key is lost names" in sheet
    assert "主密钥一旦丢失" in sheet


def test_only_its_owner_enters_the_folder_and_containers_read_each_file(checkout: Checkout, sheet: str) -> None:
    assert stat.S_IMODE(checkout.secrets.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in checkout.secrets.iterdir()} == {0o444}
    assert len(list(checkout.secrets.iterdir())) == 27


def test_said_again_it_changes_nothing_and_shows_no_key(checkout: Checkout, sheet: str) -> None:
    before = {file.name: file.read_text() for file in checkout.secrets.iterdir()}
    said = checkout.does("deploy/init")
    assert "nothing was changed" in said
    assert not any(secret in said for secret in before.values())
    assert {file.name: file.read_text() for file in checkout.secrets.iterdir()} == before


def test_the_sheet_can_be_had_again(checkout: Checkout, sheet: str) -> None:
    assert checkout.does("deploy/init --sheet") == sheet


def test_a_lost_master_key_is_not_replaced_in_silence(checkout: Checkout, without_one: Path) -> None:
    said = checkout.tries("deploy/init")
    assert said.code == 1
    assert "The master key ledger.master is lost" in said.output + said.errors
    assert not without_one.exists()


def test_a_secret_that_is_missing_stops_the_start_with_one_sentence_that_names_it(
    checkout: Checkout, without_one: Path
) -> None:
    another = f"{checkout.name}-x"
    said = checkout.tries(START, COMPOSE_PROJECT_NAME=another)
    running = checkout.does("docker compose ps --quiet", COMPOSE_PROJECT_NAME=another)
    checkout.tries("docker compose down --volumes", COMPOSE_PROJECT_NAME=another)
    (sentence,) = (line for line in said.errors.splitlines() if not line.startswith(" "))  # the rest is progress
    assert (said.code != 0, running) == (True, "")
    assert str(without_one) in sentence
