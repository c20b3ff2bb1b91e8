"""A backup of an installation in containers, and the way back, by the commands of docs/backup.md."""

import json
import re
from pathlib import Path

import pytest

from tests.deploy.checkout import Checkout

SERVICES = "scheduling ledger casework notify gateway"
IN_CONTAINERS = 0


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an operator says of where backups go."""
    return {
        "BACKUPS": str(tmp_path_factory.mktemp("backups")),
        "KEYS": str(tmp_path_factory.mktemp("keys")),
        "DAY": "2026-11-29",
    }


def commands(up: Checkout, section: str) -> list[str]:
    """The commands of a section for installations in containers."""
    text = (up.directory / "docs" / "backup.md").read_text(encoding="utf-8")
    part = next(each for each in text.split("\n## ") if each.startswith(section))
    blocks = re.findall(r"^```\n(.*?)^```$", part, flags=re.MULTILINE | re.DOTALL)
    return str(blocks[IN_CONTAINERS]).splitlines()


def test_what_was_backed_up_comes_back_and_the_rest_is_kept_aside(up: Checkout, folders: dict[str, str]) -> None:
    up.does("docker compose run --rm minqing district create beifen 备份区")
    (take,) = commands(up, "Taking one")
    assert "Backed up as of" in up.does(take, **folders)
    record = json.loads((Path(folders["BACKUPS"]) / folders["DAY"] / "backup.json").read_text())
    assert set(record["services"]) == set(SERVICES.split())
    up.does("docker compose run --rm minqing district create houlai 后来区")
    start, provision, restore, empty, again = commands(up, "Restoring all of it")
    up.does(start)
    running = up.tries(restore, **folders)
    assert (running.code, "is connected" in running.errors) == (1, True), running
    up.does(f"docker compose stop {SERVICES}")
    up.does(provision)
    full = up.tries(restore, **folders)
    assert (full.code, "is not empty" in full.errors) == (1, True), full
    assert "Restored as of" in up.does(f"{restore} --aside", **folders)
    assert up.does(empty) == "OK\n"
    up.does(again)
    assert json.loads(up.does("docker compose run --rm minqing doctor --json"))["well"]
    assert up.does("docker compose run --rm recovery reconcile") == "Nobody has read what a log does not hold.\n"
    districts = up.does("docker compose exec -T postgres psql -U postgres -d minqing_gateway -tAc"
                        " 'SELECT tenant FROM gateway.districts'").split()  # fmt: skip
    assert ("beifen" in districts, "houlai" in districts) == (True, False)
