"""Erasing somebody by law: what it will destroy, shown first; then the receipt: what was destroyed where."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any  # answers are JSON
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from deploy.minqing.asking import Url
from deploy.minqing.gateway import LOCAL, Gateway
from deploy.minqing.operating import Login, Secrets, password_of
from deploy.minqing.process import CannotRun
from deploy.minqing.whereabouts import HERE, Data
from shared.calendar import BEIJING

subject = typer.Typer(no_args_is_help=True, help="Subjects: people whose identity is sealed; erasing them by law.")

Code = Annotated[str, typer.Argument(metavar="DISTRICT", help="its code, as in shifan")]
Whom = Annotated[
    str,
    typer.Argument(
        metavar="SUBJECT", help="a household's code, the id of a household or caller, or the reference of their matter"
    ),
]

_NOTHING = "Nothing of them can be opened."
out = Console(highlight=False)

Standing = Mapping[str, Any]


class Ground(StrEnum):
    """Why it may be: the five cases of 个人信息保护法 Art. 47, in its order."""

    PURPOSE_ENDED = "purpose-ended"
    TERM_ENDED = "term-ended"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    UNLAWFUL = "unlawful"
    OTHER_LAW = "other-law"


@subject.callback()
def who(
    context: typer.Context,
    data: Data = HERE,
    secrets: Secrets = None,
    login: Login = "operator",
    gateway: Url = LOCAL,
) -> None:
    """Who asks, and where; said before the command: minqing subject --gateway … erase …."""
    context.obj = gateway, login, (data, secrets)


@subject.command()
def show(context: typer.Context, district: Code, whom: Whom) -> None:
    """Show what is sealed about somebody, and the receipts of their erasures; ids alone, nothing is opened."""
    with _operator(context) as api:
        standing = _standing(api, district, whom)
    if standing["opened"]:
        out.print("What can be opened now:")
        out.print(_table(standing["opened"]))
    else:
        out.print(_NOTHING)
    _show_receipt(standing)


@subject.command()
def erase(  # noqa: PLR0913  each is a word on the command line
    context: typer.Context,
    district: Code,
    whom: Whom,
    ground: Annotated[Ground, typer.Option(help="the case of 个人信息保护法 Art. 47")],
    document: Annotated[str, typer.Option(help="the paper that orders it, by its number; on record: no names")],
    redactions: Annotated[
        Path | None, typer.Option(help="texts without the person: JSON, {record: text}", exists=True, dir_okay=False)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask first")] = False,
) -> None:
    """Destroy the keys of somebody's identity and of all words written about them. It cannot be taken back.

    Asked again it prints the same receipt. Backups made before still hold the keys: docs/erasure.md. It ends with 1
    where something was written meanwhile and can still be opened.
    """
    order: dict[str, Any] = {"tenant": district, "ground": ground.value, "document": document}
    texts = _texts(redactions) if redactions else {}
    with _operator(context) as api:
        standing = _standing(api, district, whom)
        _show_what_opens(standing)
        _require_consent(standing, yes)
        order |= {"subject": standing["subject"], "redactions": texts}
        receipt = api.ask("POST", "/erasures", json=order).json()
    _show_receipt(receipt)
    _require_complete(receipt)


def _texts(file: Path) -> dict[str, str]:
    """Raises CannotRun for what is not `{record: text}`."""
    try:
        return {str(UUID(record)): _text(text) for record, text in json.loads(file.read_text("utf-8")).items()}
    except (ValueError, AttributeError) as error:
        raise CannotRun(f'{file} is not JSON of the kind {{"the id of a record": "its text"}}.') from error


def _text(given: object) -> str:
    """Raises ValueError for what is no text: it would stand for ever where somebody's words stood."""
    if not isinstance(given, str):
        raise ValueError("no text")
    return given


@contextmanager
def _operator(context: typer.Context) -> Iterator[Gateway]:
    gateway, login, where = context.obj
    with Gateway(gateway) as api:
        api.log_in(login, password_of(*where))
        yield api


def _standing(api: Gateway, district: str, whom: str) -> Standing:
    found: Standing = api.ask("GET", "/erasures", params={"tenant": district, "subject": whom}).json()
    return found


def _show_what_opens(standing: Standing) -> None:
    if not standing["opened"]:
        out.print(_NOTHING)
        return
    counted = Counter((one["service"], one["kind"]) for one in standing["opened"])
    out.print("What can be opened now, and nobody will open again:")
    table = Table("service", "of what kind", "records")
    for (service, kind), records in counted.items():
        table.add_row(service, kind, str(records))
    out.print(table)


def _require_consent(standing: Standing, yes: bool) -> None:
    """Raises CannotRun unless somebody says yes; where nothing opens any more there is nothing to lose."""
    if yes or not standing["opened"]:
        return
    if not typer.confirm(f"Erase {standing['subject']} for good?"):
        raise CannotRun("Nothing was changed.")


def _require_complete(receipt: Standing) -> None:
    """Raises CannotRun while something of them can be opened."""
    if receipt["opened"]:
        out.print("Written meanwhile, and can still be opened:")
        out.print(_table(receipt["opened"]))
        raise CannotRun("The erasure is not complete, since others wrote meanwhile: say it again.")


def _show_receipt(standing: Standing) -> None:
    for one in standing["erasures"]:
        at = datetime.fromisoformat(one["at"]).astimezone(BEIJING)
        said = f"{one['ground']}, {one['document']}; {at:%Y-%m-%d %H:%M} Beijing time, by {one['by']}"
        out.print(f"Erased: {standing['subject']} ({said})", markup=False, soft_wrap=True)
        out.print(_table(one["dropped"]))


def _table(dropped: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("service", "of what kind", "record", "keys up to")
    for one in dropped:
        table.add_row(one["service"], one["kind"], one["record"], str(one["key"]))
    return table
