"""Takes a backup: two folders, each whole or not there."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.minqing.backup.dumps import Programs
from deploy.minqing.backup.moment import Snapshot, one_moment
from deploy.minqing.backup.record import BACKUP, KEYS, Backup, End, KeysBackup, Saved, SavedKeys, digest_of, write
from deploy.minqing.process import CannotRun
from deploy.minqing.services import WITH_A_LOG
from shared.ids import new_token

Say = Callable[[str], None]


@dataclass(frozen=True)
class Places:
    """Where the two halves go: folders that are not there yet, none within the other."""

    logs: Path
    keys: Path

    def require_free(self) -> None:
        """Raises CannotRun."""
        logs, keys = self.logs.absolute(), self.keys.absolute()
        if logs == keys or logs in keys.parents or keys in logs.parents:
            raise CannotRun("Keep the keys apart: who has both halves, and the master keys, reads everything.")
        for folder in (logs, keys):
            if folder.exists():
                raise CannotRun(f"{folder} is there already: a backup is written to a new folder.")
            if not folder.parent.is_dir():
                raise CannotRun(f"There is no folder {folder.parent}.")


async def take(urls: Mapping[str, str], places: Places, programs: Programs, say: Say) -> Backup:
    """Back up all databases as they stand at one moment; what it says of itself. Raises CannotRun."""
    places.require_free()
    async with one_moment(urls) as snapshots:
        with _whole(places.logs) as logs, _whole(places.keys) as keys:  # the keys take their name first
            return Taking(urls, programs, say).write(snapshots, logs, keys)


@dataclass(frozen=True)
class Taking:
    """One backup: where the databases are, by what they are written, who is told of it."""

    urls: Mapping[str, str]
    programs: Programs
    say: Say

    def write(self, snapshots: list[Snapshot], logs: Path, keys: Path) -> Backup:
        """Write both halves."""
        id_, taken = new_token(), min(each.taken for each in snapshots)
        saved = {each.service: self._saved(each, logs) for each in snapshots}
        with_keys = [each for each in snapshots if each.service in WITH_A_LOG]
        saved_keys = {each.service: self._saved_keys(each, keys) for each in with_keys}
        backup = Backup(id=id_, taken=taken, services=saved)
        write(backup, logs / BACKUP)
        write(KeysBackup(id=id_, taken=taken, services=saved_keys), keys / KEYS)
        return backup

    def _saved(self, snapshot: Snapshot, folder: Path) -> Saved:
        file = folder / f"{snapshot.service}.dump"
        self.programs.dump(self.urls[snapshot.service], snapshot.name, file)
        events = sum(position for position, _ in snapshot.heads.values())
        told = f"{events} events in {len(snapshot.heads)} districts, " if snapshot.service in WITH_A_LOG else ""
        self.say(f"{snapshot.service}: {told}{file.stat().st_size / 2**20:.1f} MB")
        heads = {str(tenant): End(position=at, hash=hash_.hex()) for tenant, (at, hash_) in snapshot.heads.items()}
        return Saved(file=file.name, sha256=digest_of(file), script=snapshot.script, store=snapshot.store, heads=heads)

    def _saved_keys(self, snapshot: Snapshot, folder: Path) -> SavedKeys:
        file = folder / f"{snapshot.service}.keys.dump"
        self.programs.dump_keys(self.urls[snapshot.service], snapshot.name, file)
        script, store, masters = snapshot.script, snapshot.store, snapshot.masters
        return SavedKeys(file=file.name, sha256=digest_of(file), script=script, store=store, masters=masters)


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Where to write what becomes `folder` once it is all there and on disk; otherwise nothing is left."""
    half = folder.with_name(f"{folder.name}.half")
    try:
        half.mkdir(mode=0o700)
    except FileExistsError as error:
        raise CannotRun(f"{half} is there: somebody else writes it, or was broken off; then remove it.") from error
    try:
        yield half
        for path in (*half.iterdir(), half):
            _on_disk(path)
        half.rename(folder)
        _on_disk(folder.parent)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _on_disk(path: Path) -> None:
    if path.is_file():
        path.chmod(0o600)
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
