"""A copy of what a person checks out, and a shell in it that has Docker and little else."""

import json
import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # what the engine tells is JSON

from deploy.minqing import place

ROOT = Path(__file__).parents[2]
FILES = (".dockerignore", "docker-compose.yml", "LICENSE", "README.md", "requirements.lock")
PARTS = (*FILES, "deploy", "docs", "services", "shared")
PROGRAMS = ("sh", "docker", "id", "sed", "cp", "mkdir", "dirname")
BASE = re.findall(r"^FROM (\S+)", (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
SERVICES = ("scheduling", "ledger", "casework", "notify", "gateway")
_SECONDS = 1800  # on a machine that does much else besides
_NOT_CHECKED_OUT = shutil.ignore_patterns("__pycache__", "secrets", ".env")


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it wrote."""

    code: int
    output: str
    errors: str


@dataclass
class Checkout:
    """The copy. Its project, image and port are its own, so that an installation on this machine is left alone."""

    directory: Path
    name: str = field(default_factory=lambda: f"minqing-test-{secrets.token_hex(4)}")
    port: int = field(default_factory=place.free_port)

    def __post_init__(self) -> None:
        self.directory.mkdir(parents=True)
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, self.directory / part, ignore=_NOT_CHECKED_OUT)
            else:
                shutil.copy2(ROOT / part, self.directory / part)

    @property
    def secrets(self) -> Path:
        """Where `deploy/init` keeps them."""
        return self.directory / "deploy" / "secrets"

    @property
    def url(self) -> str:
        """The gateway, from this machine."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def image(self) -> str:
        """The image that is built here."""
        return f"minqing:{self.name}"

    def tries(self, commands: str, **more: str) -> Said:
        """Run the lines, as a person types them, until one fails."""
        environment = {**self._environment(), **more}
        shell = ["/bin/sh", "-e", "-c", commands]
        done = subprocess.run(
            shell, cwd=self.directory, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def does(self, commands: str, **more: str) -> str:
        """Run lines that must not fail; what they print."""
        said = self.tries(commands, **more)
        assert said.code == 0, f"{commands}: {said.output[-4000:]} {said.errors[-4000:]}"
        return said.output

    def readme(self) -> list[str]:
        """The blocks of commands in README's section on deployment."""
        text = (self.directory / "README.md").read_text(encoding="utf-8")
        section = re.split(r"^## ", text, flags=re.MULTILINE)
        (deploy,) = (part for part in section if part.startswith("Deploy it\n"))
        return re.findall(r"^```\n(.*?)^```$", deploy, flags=re.MULTILINE | re.DOTALL)

    def containers(self) -> dict[str, Mapping[str, Any]]:
        """What the engine says of each service's container."""
        ids = self.does("docker compose ps --all --quiet").split()
        said = json.loads(self.does(f"docker inspect {' '.join(ids)}"))
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in said}

    def remove(self) -> None:
        """Leave nothing of it in the engine."""
        self.tries("docker compose --profile operators down --volumes --timeout 5")
        self.tries(f"docker image rm {self.image}")

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": str(self._programs()),
            "HOME": str(Path.home()),
            "COMPOSE_PROJECT_NAME": self.name,
            "MINQING_IMAGE": self.image,
            "MINQING_PORT": str(self.port),
        }

    def _programs(self) -> Path:
        """A folder with the few programs that a machine with Docker has at least."""
        folder = self.directory.with_suffix(".bin")
        folder.mkdir(exist_ok=True)
        for program in PROGRAMS:
            where = shutil.which(program, path=os.defpath + ":/usr/local/bin")
            assert where, f"{program} is not here"
            if not (folder / program).exists():
                (folder / program).symlink_to(where)
        return folder
