"""What a person asks for on the command line: any request, links to hand out, the id of what was imported."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any  # bodies and answers are JSON

import typer
from rich.console import Console

from deploy.minqing.gateway import LOCAL, Gateway
from deploy.minqing.process import CannotRun
from shared.ids import Tenant, imported

Account = Annotated[str, typer.Option("--as", help="who asks: district/account")]
Password = Annotated[
    str, typer.Option(prompt=True, hide_input=True, envvar="MINQING_PASSWORD", help="asked for if it is not given")
]
Url = Annotated[str, typer.Option("--gateway", envvar="MINQING_GATEWAY", help="where the gateway is")]
SeenAt = Annotated[
    str,
    typer.Option(envvar="MINQING_SEEN_AT", help="where people find the gateway, for links to it; without it, there"),
]

_NOBODY_ELSE = 0o600
err = Console(stderr=True, highlight=False)


class Thing(StrEnum):
    """What an import makes, each with a code of its own."""

    UNIT = "unit"
    PERSON = "person"
    PLACE = "place"
    HOUSEHOLD = "household"
    ACCOUNT = "account"


def ask(  # noqa: PLR0913  each is a word on the command line
    method: Annotated[str, typer.Argument(help="GET, POST, PUT or DELETE")],
    path: Annotated[str, typer.Argument(help="below /api/v1, as /visits")],
    account: Account,
    password: Password,
    body: Annotated[str, typer.Argument(help="JSON; - reads it from the input")] = "",
    part: Annotated[str, typer.Option("--print", help="print this part of the answer alone: items.0.id")] = "",
    key: Annotated[str, typer.Option(help="the Idempotency-Key of a request that is sent again")] = "",
    gateway: Url = LOCAL,
) -> None:
    """Send one request of the API, and print its answer."""
    content = sys.stdin.read() if body == "-" else body
    with Gateway(gateway) as api:
        api.log_in(account, password)
        answer = api.ask(method.upper(), path, key, json=_json(content) if content else None)
    if answer.content:
        sys.stdout.write(_written(_part(answer.json(), part.split(".") if part else [])) + "\n")


def links(  # noqa: PLR0913  each is a word on the command line
    account: Account,
    password: Password,
    sheet: Annotated[Path, typer.Option("--out", help="the file to write", dir_okay=False)] = Path("links.csv"),
    renewed: Annotated[bool, typer.Option("--renewed", help="also for accounts whose link is still good")] = False,
    gateway: Url = LOCAL,
    seen_at: SeenAt = "",
) -> None:
    """Make one-time links for all accounts without a password: a sheet to hand out, line by line."""
    with Gateway(gateway, seen_at) as api:
        api.log_in(account, password)
        _reserve(sheet)
        try:
            made = api.ask("POST", "/accounts/links", json={"renewed": renewed}, headers={"Accept": "text/csv"}).text
            sheet.write_text(made, "utf-8", newline="")
        except BaseException:
            sheet.unlink()
            raise
    count = len(list(csv.reader(io.StringIO(made)))) - 1
    err.print(f"{count} one-time links in {sheet}: each is a secret and good once; nobody can show them again.")


def id_of(
    district: Annotated[str, typer.Argument(help="its code")],
    kind: Annotated[Thing, typer.Argument(help="what was imported")],
    code: Annotated[str, typer.Argument(help="its code in the file")],
) -> None:
    """Print the id that an imported thing has in the API: docs/formats.md says how it is made."""
    sys.stdout.write(f"{imported(Tenant(district), kind, code)}\n")


def _reserve(file: Path) -> None:
    try:
        file.touch(mode=_NOBODY_ELSE, exist_ok=False)
    except FileExistsError as error:
        raise CannotRun(f"{file} is there already: give another name with --out.") from error


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise CannotRun(f"The body is not JSON: {error}.") from error


def _part(answer: Any, path: Sequence[str]) -> Any:
    for step in path:
        try:
            answer = answer[int(step) if isinstance(answer, list) else step]
        except (KeyError, IndexError, ValueError, TypeError) as error:
            raise CannotRun(f"The answer has no {'.'.join(path)}.") from error
    return answer


def _written(answer: Any) -> str:
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=1)
