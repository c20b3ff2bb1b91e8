"""What an operator does with read models: list their builds, verify, rebuild beside the live one, roll back, drop."""

import subprocess
from pathlib import Path
from typing import Annotated

import typer

from deploy.minqing.installation import environment_of
from deploy.minqing.process import ROOT
from deploy.minqing.services import command, with_a_log
from deploy.minqing.whereabouts import HERE, Data

projections = typer.Typer(no_args_is_help=True, help="Projections: read models made from logs: docs/projections.md.")

Service = Annotated[str, typer.Argument(help="scheduling, ledger, casework or notify")]
Name = Annotated[str, typer.Argument(metavar="PROJECTION", help="as `projections list` names it")]
OneOrAll = Annotated[str, typer.Argument(metavar="[PROJECTION]", help="as `projections list` names it; otherwise all")]


@projections.command("list")
def list_(service: Service, projection: OneOrAll = "", data: Data = HERE) -> None:
    """List the builds: which is live, made, kept or leaving, and how many events each is behind."""
    _asked(data, service, "list", projection)


@projections.command()
def verify(service: Service, projection: OneOrAll = "", data: Data = HERE) -> None:
    """Fold a service's logs afresh and compare with its live tables; 1 when they differ."""
    _asked(data, service, "verify", projection)


@projections.command()
def rebuild(
    service: Service,
    projection: OneOrAll = "",
    despite_difference: Annotated[
        bool, typer.Option("--despite-difference", help="switch, though the live tables differ")
    ] = False,
    data: Data = HERE,
) -> None:
    """Have the running service build anew beside the live tables; compare, and switch if they are alike."""
    _asked(data, service, "rebuild", projection, *(["--despite-difference"] if despite_difference else []))


@projections.command()
def rollback(service: Service, projection: Name, data: Data = HERE) -> None:
    """Read the build again that was read before the last rebuild."""
    _asked(data, service, "rollback", projection)


@projections.command()
def drop(service: Service, projection: OneOrAll = "", data: Data = HERE) -> None:
    """Drop all builds but the live one."""
    _asked(data, service, "drop", projection)


@projections.command()
def prepare(service: Service, projection: OneOrAll = "", data: Data = HERE) -> None:
    """Before a new release starts, make the tables that it will read, beside those of the one that runs."""
    _asked(data, service, "prepare", projection)


def _asked(data: Path, service: str, *words: str) -> None:
    told = environment_of(data, with_a_log(service))
    asked = command(service, "projections", *filter(None, words))
    raise typer.Exit(subprocess.run(asked, env=told, cwd=ROOT, check=False).returncode)
