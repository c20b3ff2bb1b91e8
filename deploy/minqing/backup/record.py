"""What a backup says of itself: when it was taken, and of each service its file, its shape, where its logs end."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from deploy.minqing.process import CannotRun

BACKUP, KEYS = "backup.json", "keys.json"
R = TypeVar("R", bound="Record")


class Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class End(Said):
    """Where a district's log ends."""

    position: int
    hash: str


class Saved(Said):
    """One service's database: `script` names its shape, `store` its log, `heads` the ends of that by district."""

    file: str
    sha256: str
    script: str
    store: UUID | None = None
    heads: Mapping[str, End] = {}


class SavedKeys(Said):
    """The keys of one service's sealed values; `masters`: the numbers of the master keys that wrap them."""

    file: str
    sha256: str
    script: str
    store: UUID | None
    masters: list[str]


class Record(Said):
    """`id` is the same for both halves of a backup."""

    id: UUID
    taken: AwareDatetime


class Backup(Record):
    """All but the keys of sealed values."""

    format: Literal["minqing-backup/1"] = "minqing-backup/1"
    services: Mapping[str, Saved]


class KeysBackup(Record):
    """The keys of sealed values, which are kept apart."""

    format: Literal["minqing-backup-keys/1"] = "minqing-backup-keys/1"
    services: Mapping[str, SavedKeys]


def write(record: Record, file: Path) -> None:
    """Write what a backup says of itself."""
    file.write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")


def read(kind: type[R], file: Path) -> R:
    """What a backup says of itself. Raises CannotRun for a folder that holds none, or one of another release."""
    try:
        return kind.model_validate_json(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CannotRun(f"{file.parent} holds no backup: there is no {file.name} in it.") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise CannotRun(f"{file} is not what this release writes of a backup.") from error


def digest_of(file: Path) -> str:
    """SHA-256 of a file, in hex. Raises CannotRun when it is not there."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise CannotRun(f"The backup is not whole: {file} is missing.") from error
