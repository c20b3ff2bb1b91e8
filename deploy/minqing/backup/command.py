"""`minqing backup` and `minqing restore` on the command line."""

import asyncio
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.minqing.backup.dumps import programs
from deploy.minqing.backup.restoring import Halves, Restoring
from deploy.minqing.backup.taking import Places, take
from deploy.minqing.backup.target import Target
from deploy.minqing.backup.where import kept_in, to_fill
from deploy.minqing.credentials import Credentials
from deploy.minqing.databases import Databases
from deploy.minqing.process import CannotRun
from deploy.minqing.services import SERVICES
from deploy.minqing.whereabouts import GIVEN, HERE, Data, Secrets, Server
from shared.calendar import BEIJING

out = Console(highlight=False)


def backup(
    folder: Annotated[Path, typer.Argument(help="a new folder, for logs, read models and accounts")],
    keys: Annotated[Path, typer.Option(help="a new folder elsewhere, for the keys of sealed values")],
    data: Data = HERE,
    server: Server = "",
    secrets: Secrets = GIVEN,
) -> None:
    """Back up all services as they stand at one moment, while people work: docs/backup.md.

    The master keys are in neither folder: keep the recovery sheet, or a copy of the secrets, apart from both.
    """
    where = Places(folder, keys)
    where.require_free()
    with _backed_up(data, server, secrets) as databases:
        urls = {service: databases.reader_url(service) for service in SERVICES}
        taken = asyncio.run(take(urls, where, programs(), _say)).taken
    _say(f"Backed up as of {_told(taken)}: {folder}; its keys apart from it: {keys}")


def restore(  # noqa: PLR0913  each is a word on the command line
    folder: Annotated[Path, typer.Argument(help="what `minqing backup` wrote", exists=True, file_okay=False)],
    keys: Annotated[Path, typer.Option(help="its keys, or newer ones", exists=True, file_okay=False)],
    only: Annotated[list[str], typer.Option(help="this service alone; may be said several times")] = [],  # noqa: B006  typer copies it
    aside: Annotated[bool, typer.Option("--aside", help="keep what is there, under another name")] = False,
    data: Data = HERE,
    server: Server = "",
    secrets: Secrets = GIVEN,
) -> None:
    """Restore a backup into an installation that holds nothing yet, and verify every log: docs/backup.md.

    Nothing is changed unless all of it is there, whole and verified. The services must not run.
    """
    for service in only:
        _require_known(service)
    halves = Halves.at(folder, keys)
    halves.require_known(only or SERVICES)
    halves.require_masters(secrets if server else data / "secrets", only or SERVICES)
    with _to_fill(data, server, secrets) as databases:
        asyncio.run(Restoring(halves, Target(databases), programs(), _say, aside).run(only))
    _say(f"Restored as of {_told(halves.backup.taken)}. What was done later is not in it.")
    if only:
        _say("Others may have read what is lost now: minqing reconcile tells who.")


def _backed_up(data: Path, server: str, secrets: Path) -> AbstractContextManager[Databases]:
    return nullcontext(Databases(server, Credentials(secrets, given=True))) if server else kept_in(data)


def _to_fill(data: Path, server: str, secrets: Path) -> AbstractContextManager[Databases]:
    return nullcontext(Databases(server, Credentials(secrets, given=True))) if server else to_fill(data)


def _require_known(service: str) -> None:
    if service not in SERVICES:
        raise CannotRun(f"There is no service {service}: there are {', '.join(SERVICES)}.")


def _told(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S} Beijing time"


def _say(line: str) -> None:
    out.print(line, markup=False, soft_wrap=True)
