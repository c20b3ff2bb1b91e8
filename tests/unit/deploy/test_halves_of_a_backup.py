"""Which two folders belong together, and where a backup may be written."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from deploy.minqing.backup.record import BACKUP, KEYS, Backup, KeysBackup, Saved, SavedKeys, digest_of, write
from deploy.minqing.backup.restoring import Halves
from deploy.minqing.backup.taking import Places
from deploy.minqing.doctor.databases import scripts_of
from deploy.minqing.process import CannotRun

ID = UUID("0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a01")
TAKEN = datetime(2026, 11, 29, 16, tzinfo=UTC)
LATER = timedelta(hours=1)
NEWEST, SCRIPTS = scripts_of("ledger")


def halves(folder: Path, keys_taken: datetime = TAKEN, keys_script: str = NEWEST) -> tuple[Path, Path]:
    """The folders of a backup of the ledger."""
    logs, keys = folder / "logs", folder / "keys"
    for half in (logs, keys):
        half.mkdir()
        (half / "ledger.dump").write_text(half.name)
    saved = Saved(file="ledger.dump", sha256=digest_of(logs / "ledger.dump"), script=NEWEST, store=ID)
    sha256 = digest_of(keys / "ledger.dump")
    saved_keys = SavedKeys(file="ledger.dump", sha256=sha256, script=keys_script, store=ID, masters=[])
    write(Backup(id=ID, taken=TAKEN, services={"ledger": saved}), logs / BACKUP)
    write(KeysBackup(id=ID, taken=keys_taken, services={"ledger": saved_keys}), keys / KEYS)
    return logs, keys


@pytest.mark.parametrize("later", [timedelta(), LATER])
def test_keys_of_the_same_backup_or_a_newer_one_belong_to_it(tmp_path: Path, later: timedelta) -> None:
    assert Halves.at(*halves(tmp_path, TAKEN + later)).keys_backup.taken == TAKEN + later


def test_older_keys_do_not(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="The keys are older"):
        Halves.at(*halves(tmp_path, TAKEN - LATER))


def test_keys_are_of_the_same_release_as_the_rest(tmp_path: Path) -> None:
    Halves.at(*halves(tmp_path)).require_known(["ledger"])
    (tmp_path / "another").mkdir()
    of_another_release = Halves.at(*halves(tmp_path / "another", TAKEN + LATER, SCRIPTS[0]))
    with pytest.raises(CannotRun, match="The keys of ledger are of another release than the rest"):
        of_another_release.require_known(["ledger"])


def test_without_the_keys_of_a_service_it_is_not_restored(tmp_path: Path) -> None:
    logs, keys = halves(tmp_path)
    write(KeysBackup(id=ID, taken=TAKEN, services={}), keys / KEYS)
    with pytest.raises(CannotRun, match="The keys of ledger are not in"):
        Halves.at(logs, keys).require_known(["ledger"])


def test_a_folder_without_a_record_holds_no_backup(tmp_path: Path) -> None:
    logs, keys = halves(tmp_path)
    (logs / BACKUP).unlink()
    with pytest.raises(CannotRun, match="holds no backup"):
        Halves.at(logs, keys)


def test_a_record_that_says_something_else_is_of_another_release(tmp_path: Path) -> None:
    logs, keys = halves(tmp_path)
    (logs / BACKUP).write_text('{"format": "minqing-backup/2"}')
    with pytest.raises(CannotRun, match="is not what this release writes"):
        Halves.at(logs, keys)


def test_the_two_halves_are_written_apart(tmp_path: Path) -> None:
    Places(tmp_path / "logs", tmp_path / "keys").require_free()
    for keys in (tmp_path / "logs", tmp_path / "logs" / "keys", tmp_path):
        with pytest.raises(CannotRun, match="apart"):
            Places(tmp_path / "logs", keys).require_free()


def test_where_there_is_no_folder_to_write_into_nothing_is_begun(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="There is no folder"):
        Places(tmp_path / "nowhere" / "logs", tmp_path / "keys").require_free()
