"""An empty machine: a container with a Python, make, and the repository's committed files in somebody's home."""

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from deploy import prepare
from tests.deploy.checkout import BASE, ROOT

SOMEBODY, SUPERUSER = "somebody", "root"
HOMES = {SOMEBODY: "/home/somebody", SUPERUSER: "/root"}
_UNREACHABLE = prepare.reason("Retry(total=0,")  # what `make` says then
_IMAGE = f"""
FROM {BASE[0]}
RUN apt-get -q -q update && apt-get -q -q install -y --no-install-recommends make && useradd --create-home {SOMEBODY}
"""
_SECONDS = 900  # on a machine that does much else besides


class NoMachine(Exception):
    """One sentence on why nothing could be tried."""


@dataclass(frozen=True)
class Machine:
    """A container that is up, by its id."""

    container: str

    def says(self, *command: str) -> tuple[int, str]:
        """How a command ended, and what it wrote. Raises NoMachine when it could not fetch what it needs."""
        done = _docker("exec", self.container, *command)
        output = (done.stdout + done.stderr).decode()
        if _UNREACHABLE in output:
            raise NoMachine("Nothing was tried: in the container no package index can be reached.")
        return done.returncode, output

    def shows(self, *command: str) -> int:
        """How a command ended that writes to our terminal, as long as it takes."""
        return subprocess.run([_program("docker"), "exec", self.container, *command], check=False).returncode


@contextmanager
def image() -> Iterator[str]:
    """The image's name; it is gone afterwards. Raises NoMachine."""
    name = f"minqing-empty-{secrets.token_hex(4)}"
    built = _docker("build", "--tag", name, "-", given=_IMAGE.encode())
    if built.returncode:
        why = prepare.last_line((built.stdout + built.stderr).decode())
        raise NoMachine(f"Nothing was tried: no image with make could be built, if only for want of a network: {why}")
    try:
        yield name
    finally:
        _docker("image", "rm", "--force", name)


@contextmanager
def machine(image: str, user: str, *more: str) -> Iterator[Machine]:
    """A machine on which a user has the files, and nothing was done yet; `more`: options of the engine."""
    home = ("--user", user, "--workdir", HOMES[user])
    container = _done("run", "--detach", "--init", *home, *more, image, "tail", "-f", "/dev/null").decode().strip()
    try:
        _done("exec", "--interactive", container, "tar", "-xf", "-", given=_committed())
        yield Machine(container)
    finally:
        _docker("rm", "--force", container)


def _committed() -> bytes:
    """The last commit's files, also of a checkout that belongs to another user."""
    archive = [_program("git"), "-c", "safe.directory=*", "archive", "HEAD"]
    return subprocess.run(archive, cwd=ROOT, capture_output=True, check=True).stdout


def _done(*command: str, given: bytes = b"") -> bytes:
    done = _docker(*command, given=given)
    if done.returncode:
        raise NoMachine(f"Nothing was tried: the engine says {prepare.last_line(done.stderr.decode())}")
    return done.stdout


def _docker(*command: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [_program("docker"), *command], input=given, capture_output=True, timeout=_SECONDS, check=False
    )


def _program(name: str) -> str:
    where = shutil.which(name)
    if where is None:
        raise NoMachine(f"Nothing was tried: {name} is not here.")
    return where
