"""`minqing backup` while people work, and `minqing restore` into an empty installation, on real processes."""

import asyncio
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.minqing import place
from deploy.minqing.backup.where import kept_in, to_fill
from deploy.minqing.process import ROOT, wait_until
from deploy.minqing.services import WITH_A_LOG
from deploy.minqing.supervise import Minqing, running
from shared.ids import Tenant, imported
from tests.e2e.doctoring import PATIENCE, Patient
from tests.e2e.door import Door, Person
from tests.e2e.opening import Opening
from tests.e2e.restoring import (
    HOUSEHOLDS,
    PLACES,
    Halves,
    at_rest,
    backed_up,
    executed,
    names_of_databases,
    sealed_names,
    with_secrets_of,
)

SHIFAN = Tenant("shifan")
UNITS = "code,name,kind,parent\nMZ,民政局,department,\n"
WISH = {"name": "单位", "types": ["scheduling.unit-described.v1"], "unit": str(imported(SHIFAN, "unit", "MZ"))}


@pytest.fixture(scope="module")
def minqing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Minqing]:
    """Not running: each test says when it does."""
    minqing = Minqing(tmp_path_factory.mktemp("backed-up") / "data", place.free_port())
    yield minqing
    place.remove(minqing.directory)


@pytest.fixture(scope="module")
def halves(minqing: Minqing, tmp_path_factory: pytest.TempPathFactory) -> Halves:
    """A backup that was taken while units were being imported, of which notify has to tell a subscriber."""
    with running(minqing):
        door = Door(minqing.url)
        files = {"units": UNITS, "places": PLACES, "households": HOUSEHOLDS}
        administrator = Opening(minqing.operator_password(), SHIFAN, "示范区", "a password", files).open(door)
        administrator.does("POST", "/subscriptions", WISH, "wish")
        taken = threading.Event()
        working = threading.Thread(target=_keep_working, args=(administrator, taken))
        working.start()
        try:
            return backed_up(Patient(minqing), tmp_path_factory.mktemp("backups") / "first")
        finally:
            taken.set()
            working.join()
            door.close()


@pytest.fixture(scope="module")
def restored(minqing: Minqing, halves: Halves) -> Iterator[Path]:
    """A data directory that the backup was restored into."""
    data = with_secrets_of(minqing, minqing.directory.parent / "restored")
    code, said = Patient(minqing).says(*halves.words("restore", data))
    assert code == 0, said
    assert said.count("verified") == len(WITH_A_LOG)
    yield data
    place.remove(data)


def _keep_working(administrator: Person, until: threading.Event) -> None:
    number = 0
    while not until.is_set():
        file = f"code,name,kind,parent\nMZ-{number},科室{number},section,MZ\n"
        administrator.does("POST", "/imports/units", file.encode(), f"unit {number}")
        number += 1


def test_a_backup_is_for_its_owner_alone_and_keeps_the_keys_apart(halves: Halves) -> None:
    files = [*halves.logs.iterdir(), *halves.keys.iterdir()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (halves.logs, halves.keys)} == {0o700}
    assert b"wrapped_by" in (halves.keys / "ledger.keys.dump").read_bytes()
    assert not [path for path in halves.logs.iterdir() if b"wrapped_by" in path.read_bytes()]


def test_people_worked_while_it_was_taken_and_nobody_has_heard_of_what_a_log_lacks(
    restored: Path, halves: Halves
) -> None:
    heads = json.loads((halves.logs / "backup.json").read_text())["services"]
    assert heads["scheduling"]["heads"]["shifan"]["position"] > len((UNITS + PLACES).splitlines()) - 2
    _, events = at_rest(restored)
    known = {row["event_id"] for rows in events.values() for row in rows}
    caused = [row for rows in events.values() for row in rows if row["actor"].startswith("policy:")]
    assert caused
    assert [row for row in caused if row["cause"] not in known] == []


def test_what_is_restored_works_and_what_was_sealed_opens(restored: Path) -> None:
    minqing = Minqing(restored, place.free_port())
    with running(minqing):
        patient, door = Patient(minqing), Door(minqing.url)
        patient.is_well_and_heard()
        for service in WITH_A_LOG:
            assert patient.says("projections", "verify", service, "--data", str(restored))[0] == 0
        door.person(SHIFAN, "admin", "a password-admin").does("GET", "/sandbox/quiet")
        door.close()
        patient.is_well_and_heard()


def test_a_name_that_was_sealed_before_is_read_with_the_master_key_that_was_kept(restored: Path) -> None:
    assert "张三" in sealed_names(restored, SHIFAN)


def test_of_an_installation_that_rests_every_row_of_every_table_comes_back(
    minqing: Minqing, halves: Halves, tmp_path: Path
) -> None:
    patient, (before, _) = Patient(minqing), at_rest(minqing.directory)
    again = backed_up(patient, tmp_path / "second")
    data = with_secrets_of(minqing, tmp_path / "restored")
    assert patient.says(*again.words("restore", data))[0] == 0
    assert at_rest(data)[0] == before
    place.remove(data)


def test_nothing_is_restored_over_what_is_there(minqing: Minqing, halves: Halves) -> None:
    patient, before = Patient(minqing), at_rest(minqing.directory)
    code, said = patient.says(*halves.words("restore", minqing.directory))
    assert (code, "is not empty (shifan): nothing was changed" in said) == (1, True)
    assert at_rest(minqing.directory) == before


def test_what_was_there_is_kept_aside_and_what_only_it_has_is_told(minqing: Minqing, halves: Halves) -> None:
    _, before = at_rest(minqing.directory)
    code, said = Patient(minqing).says(*halves.words("restore", minqing.directory), "--aside")
    kept = re.search(r"scheduling: what was there is in the database (\w+)\.", said)
    lost = re.search(r"scheduling: what shifan has after position (\d+), up to (\d+), is there alone\.", said)
    assert code == 0, said
    assert kept
    assert lost
    _, after = at_rest(minqing.directory)
    assert len(after["scheduling"]) < int(lost[2]) == len(before["scheduling"])


def test_a_name_that_was_erased_after_the_backup_stays_erased(minqing: Minqing, halves: Halves) -> None:
    assert "张三" in sealed_names(minqing.directory, SHIFAN)
    with kept_in(minqing.directory) as databases:
        asyncio.run(executed(databases, "ledger", "SELECT keys.erase(tenant, subject) FROM keys.keys"))
    code, said = Patient(minqing).says(*halves.words("restore", minqing.directory), "--aside")
    assert (code, "keys that were destroyed since the backup are destroyed again." in said) == (0, True), said
    assert set(sealed_names(minqing.directory, SHIFAN)) == {None}


def test_a_log_that_was_changed_before_it_was_backed_up_is_not_restored(
    minqing: Minqing, halves: Halves, tmp_path: Path
) -> None:
    changes = "UPDATE log.events SET data = replace(data, '{}', '{}') WHERE position = 1"
    with kept_in(minqing.directory) as databases:
        asyncio.run(executed(databases, "scheduling", changes.format("民政局", "财政局")))
    changed = backed_up(Patient(minqing), tmp_path / "changed")
    data = with_secrets_of(minqing, tmp_path / "restored")
    code, said = Patient(minqing).says(*changed.words("restore", data))
    assert (code, "The log of scheduling in shifan does not verify: line 2" in said) == (1, True), said
    with to_fill(data) as databases:
        assert asyncio.run(names_of_databases(databases)).isdisjoint({"minqing_scheduling_restored"})
    place.remove(data)
    with kept_in(minqing.directory) as databases:
        asyncio.run(executed(databases, "scheduling", changes.format("财政局", "民政局")))


def test_a_backup_that_is_killed_leaves_nothing_under_its_name(
    minqing: Minqing, halves: Halves, tmp_path: Path
) -> None:
    killed = Halves(tmp_path)
    words = killed.words("backup", minqing.directory)
    process = subprocess.Popen([sys.executable, "-m", "deploy.minqing", *words], cwd=ROOT)
    assert wait_until((tmp_path / "logs.half").exists, PATIENCE)
    process.kill()
    process.wait()
    assert not killed.logs.exists()
    assert not killed.keys.exists()
    code, said = Patient(minqing).says(*words)
    assert (code, f"{killed.logs}.half is there" in said) == (1, True), said
    backed_up(Patient(minqing), tmp_path / "another")


def test_the_keys_of_another_installation_are_not_taken(minqing: Minqing, halves: Halves, tmp_path: Path) -> None:
    other = Halves(shutil.copytree(halves.folder, tmp_path / "other"))
    record = other.keys / "keys.json"
    told = json.loads(record.read_text())
    told["services"]["ledger"]["store"] = told["services"]["casework"]["store"]
    record.write_text(json.dumps(told))
    code, said = Patient(minqing).says(*other.words("restore", with_secrets_of(minqing, tmp_path / "restored")))
    assert (code, said) == (1, "minqing: The keys are of another installation than the rest.\n")


def test_what_a_later_release_wrote_is_left_to_that_one(minqing: Minqing, halves: Halves, tmp_path: Path) -> None:
    later = Halves(shutil.copytree(halves.folder, tmp_path / "later"))
    record = later.logs / "backup.json"
    told = json.loads(record.read_text())
    told["services"]["notify"]["script"] = "9999"
    record.write_text(json.dumps(told))
    code, said = Patient(minqing).says(*later.words("restore", with_secrets_of(minqing, tmp_path / "restored")))
    assert (code, said) == (
        1,
        "minqing: The backup of notify is of a later release: restore it with that one.\n",
    )


def test_without_the_master_key_nothing_is_restored(minqing: Minqing, halves: Halves, tmp_path: Path) -> None:
    data = with_secrets_of(minqing, tmp_path / "restored")
    (data / "secrets" / "ledger.master").unlink()
    code, said = Patient(minqing).says(*halves.words("restore", data))
    assert (code, said.startswith("minqing: The master key of ledger with the number ")) == (1, True), said
    assert not (data / "postgres").exists()


@pytest.mark.parametrize("change", ["lost", "changed"])
def test_a_backup_that_was_damaged_changes_nothing(
    minqing: Minqing, halves: Halves, tmp_path: Path, change: str
) -> None:
    damaged = Halves(shutil.copytree(halves.folder, tmp_path / "damaged"))
    file = damaged.logs / "casework.dump"
    if change == "lost":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1] + b"x")
    data = with_secrets_of(minqing, tmp_path / "restored")
    code, said = Patient(minqing).says(*damaged.words("restore", data))
    assert (code, "casework.dump" in said, len(said.splitlines())) == (1, True, 1), said
    assert not (data / "postgres").exists()


def test_a_backup_is_written_to_new_folders_alone(minqing: Minqing, halves: Halves, tmp_path: Path) -> None:
    patient = Patient(minqing)
    code, said = patient.says(*halves.words("backup", patient.data))
    assert (code, said) == (1, f"minqing: {halves.logs} is there already: a backup is written to a new folder.\n")
    within = ("backup", str(tmp_path / "both"), "--keys", str(tmp_path / "both" / "keys"), "--data", str(patient.data))
    assert patient.says(*within)[1].startswith("minqing: Keep the keys apart")
    assert list(tmp_path.iterdir()) == []
