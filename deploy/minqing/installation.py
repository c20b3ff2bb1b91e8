"""How a command finds the services of an installation: what each was told at its start, kept beside its secrets."""

import json
from collections.abc import Mapping
from pathlib import Path

from deploy.minqing import place
from deploy.minqing.process import ENVIRONMENT, CannotRun


def remember(directory: Path, environments: Mapping[str, Mapping[str, str]]) -> None:
    """Keep what the services were told."""
    place.write_secret(_file(directory), json.dumps(environments, indent=1))


def environment_of(directory: Path, service: str) -> dict[str, str]:
    """What the service of this installation was told. Raises CannotRun when nothing was started there."""
    try:
        told: dict[str, dict[str, str]] = json.loads(_file(directory).read_text())
    except FileNotFoundError as error:
        raise CannotRun(f"Nothing was started in {directory.absolute()}: say where with --data.") from error
    return {**ENVIRONMENT, **told[service]}


def database_of(directory: Path, service: str) -> str:
    """The URL by which the service of this installation reaches its database. Raises CannotRun, as above."""
    return environment_of(directory, service)[f"{service.upper()}_DATABASE_URL"]


def _file(directory: Path) -> Path:
    return directory / "secrets" / "environments.json"
