"""What an operator does for districts: opens them, and invites their first administrator."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.minqing.asking import SeenAt, Url
from deploy.minqing.gateway import LOCAL, Gateway
from deploy.minqing.process import CannotRun
from deploy.minqing.whereabouts import GIVEN, HERE, Data
from shared.calendar import BEIJING

district = typer.Typer(no_args_is_help=True, help="Districts: each sees its own data alone.")
admin = typer.Typer(no_args_is_help=True, help="Administrators: who keeps a district's accounts.")

Secrets = Annotated[
    Path | None,
    typer.Option(
        help="the folder with operator.password, where it is not the data directory's", envvar="MINQING_SECRETS"
    ),
]
Login = Annotated[str, typer.Option("--as", help="the operator's account", envvar="GATEWAY_OPERATOR_LOGIN")]
Code = Annotated[str, typer.Argument(help="a-z, 0-9 and -, as in shifan")]

_PASSWORD = "operator.password"
err = Console(stderr=True, highlight=False)


@district.command("create")
def create(  # noqa: PLR0913  each is a word on the command line
    code: Code,
    name: Annotated[str, typer.Argument(help="as people call it: 示范区")],
    sandbox: Annotated[bool, typer.Option("--sandbox", help="for practice: its administrator moves its clock")] = False,
    now: Annotated[str, typer.Option(help="where a sandbox's clock starts: 2010-11-22T07:00:00+08:00")] = "",
    data: Data = HERE,
    secrets: Secrets = None,
    login: Login = "operator",
    gateway: Url = LOCAL,
) -> None:
    """Open a district; it is empty, and nobody can log in there yet."""
    body = {"tenant": code, "name": name, "sandbox": sandbox, **({"now": now} if now else {})}
    with Gateway(gateway) as api:
        api.log_in(login, password_of(data, secrets))
        api.ask("POST", "/districts", json=body)
    err.print(f"{name} is open. Now invite its administrator: minqing admin invite {code} LOGIN")


@admin.command("invite")
def invite(  # noqa: PLR0913  each is a word on the command line
    code: Code,
    account: Annotated[str, typer.Argument(metavar="LOGIN", help="the administrator's log-in name")],
    data: Data = HERE,
    secrets: Secrets = None,
    login: Login = "operator",
    gateway: Url = LOCAL,
    seen_at: SeenAt = "",
) -> None:
    """Print a one-time link, by which a district's first administrator chooses a password."""
    with Gateway(gateway, seen_at) as api:
        api.log_in(login, password_of(data, secrets))
        made = api.ask("POST", f"/districts/{code}/administrators", json={"login": account}).json()
    sys.stdout.write(f"{made['link']}\n")
    until = datetime.fromisoformat(made["expires_at"]).astimezone(BEIJING)
    err.print(f"Good once, until {until:%Y-%m-%d %H:%M} Beijing time, for {account} of {code} alone.")


def password_of(data: Path, secrets: Path | None) -> str:
    """The operator's password, where an installation keeps it. Raises CannotRun where it is not."""
    folders = [secrets] if secrets else [data / "secrets", GIVEN]
    for folder in folders:
        if (folder / _PASSWORD).exists():
            return (folder / _PASSWORD).read_text("utf-8").strip()
    looked = " nor in ".join(str(folder) for folder in folders)
    raise CannotRun(f"There is no {_PASSWORD} in {looked}: say where with --data or --secrets.")
