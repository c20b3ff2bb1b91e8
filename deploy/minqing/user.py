"""As whom the servers run: PostgreSQL refuses to run as root, so root hands it to an ordinary user."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # keyword arguments of Popen

NOBODY = "nobody"


@dataclass(frozen=True)
class User:
    """An ordinary user of this machine."""

    name: str
    uid: int
    gid: int

    def as_popen(self) -> dict[str, Any]:
        """What Popen must be told to run something as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}

    def owns(self, path: Path) -> None:
        """Give a file or an empty directory to this user."""
        os.chown(path, self.uid, self.gid)

    def can_use(self, path: Path) -> bool:
        """Whether this user can enter a directory, or run a program; every directory above counts."""
        return subprocess.run(["/bin/sh", "-c", 'test -x "$0"', path], **self.as_popen(), check=False).returncode == 0


def ordinary_user(directory: Path) -> User | None:
    """None for whoever is no root; else who owns `directory`, or nobody."""
    if os.geteuid() != 0:
        return None
    entry = _owner(directory) or pwd.getpwnam(NOBODY)
    return User(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _owner(directory: Path) -> pwd.struct_passwd | None:
    uid = directory.stat().st_uid
    try:
        return pwd.getpwuid(uid) if uid != 0 else None
    except KeyError:  # a number without a name, as on a mounted directory; initdb insists on a name
        return None
