"""A backup from before an erasure brings nobody back: what was destroyed since is destroyed again, on record."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from deploy.minqing import place
from deploy.minqing.supervise import Minqing, running
from shared.ids import Tenant
from tests.e2e.doctoring import Patient
from tests.e2e.door import Door
from tests.e2e.opening import Opening
from tests.e2e.restoring import HOUSEHOLDS, PLACES, Halves, backed_up, sealed_names, with_secrets_of

SHIFAN = Tenant("shifan")
UNITS = "code,name,kind,parent\nMZ,民政局,department,\n"
TWO = HOUSEHOLDS + "H2,C01-G1,2,李四,13800000001,一组2号,no\n"
CHANGED = TWO.replace("一组1号", "一组1号东屋")
ORDER = ("--ground", "term-ended", "--document", "示信〔2010〕9号", "--yes")


@dataclass(frozen=True)
class Erased:
    """An installation in which somebody was erased after a first backup and before a second; it rests now."""

    minqing: Minqing
    first: Halves
    second: Halves
    receipt: str


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Erased]:
    """With two households, of which one is erased."""
    minqing = Minqing(tmp_path_factory.mktemp("erased") / "data", place.free_port())
    backups = tmp_path_factory.mktemp("backups")
    with running(minqing):
        door, patient = Door(minqing.url), Patient(minqing)
        files = {"units": UNITS, "places": PLACES, "households": TWO}
        administrator = Opening(minqing.operator_password(), SHIFAN, "示范区", "a password", files).open(door)
        first = backed_up(patient, backups / "first")
        code, receipt = asked(minqing, "erase", "H1", *ORDER)
        assert code == 0, receipt
        administrator.does("POST", "/imports/households", CHANGED.encode(), "a changed row")
        code, receipt = asked(minqing, "erase", "H1", *ORDER)  # under another key, of which the backup knows nothing
        assert code == 0, receipt
        second = backed_up(patient, backups / "second")
        door.close()
    yield Erased(minqing, first, second, receipt)
    place.remove(minqing.directory)


def asked(minqing: Minqing, verb: str, *words: str) -> tuple[int, str]:
    """`minqing subject …` of an installation that runs."""
    at = ("--gateway", minqing.url, "--data", str(minqing.directory))
    return Patient(minqing).says("subject", *at, verb, SHIFAN, *words)


def test_over_the_installation_in_which_somebody_was_erased(erased: Erased) -> None:
    data = erased.minqing.directory
    code, said = Patient(erased.minqing).says(*erased.first.words("restore", data), "--aside")
    assert code == 0, said
    assert "ledger: 2 keys that were destroyed since the backup are destroyed again." in said
    assert "ledger: 2 erasures since the backup are in its log again." in said
    names = sealed_names(data, SHIFAN)
    assert ("张三" in names, "李四" in names, None in names) == (False, True, True)
    minqing = Minqing(data, place.free_port())
    with running(minqing):
        code, shown = asked(minqing, "show", "H1")
        assert (code, shown.startswith("Nothing of them can be opened.")) == (0, True), shown
        assert erased.receipt.endswith(shown.removeprefix("Nothing of them can be opened.\n"))
        Patient(minqing).is_well()


def test_on_another_machine_with_newer_keys_and_said_again_it_is_on_record(erased: Erased, tmp_path: Path) -> None:
    data = with_secrets_of(erased.minqing, tmp_path / "restored")
    mixed = replace(erased.first, folder=tmp_path / "mixed")
    mixed.folder.mkdir()
    mixed.logs.symlink_to(erased.first.logs)
    mixed.keys.symlink_to(erased.second.keys)
    code, said = Patient(erased.minqing).says(*mixed.words("restore", data))
    assert code == 0, said
    names = sealed_names(data, SHIFAN)
    assert ("张三" in names, "李四" in names) == (False, True)
    minqing = Minqing(data, place.free_port())
    with running(minqing):
        code, again = asked(minqing, "erase", "H1", *ORDER)
        assert code == 0, again
        assert re.search(r"identity *│ [0-9a-f-]{36} *│ 2", again), again
    place.remove(data)
