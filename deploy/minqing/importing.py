"""Imports over the API: a file goes to the gateway, a report by row comes back."""

from enum import StrEnum

import httpx
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from deploy.minqing.gateway import Gateway, good


class Kind(StrEnum):
    """What a file holds; import them in this order."""

    UNITS = "units"
    PEOPLE = "people"
    PLACES = "places"
    HOUSEHOLDS = "households"
    COMPETENCES = "competences"
    ACCOUNTS = "accounts"


class Cell(BaseModel):
    """What is wrong in one cell, and what mends it; the header is row 1."""

    row: int
    column: str
    problem: str
    fix: str


class Report(BaseModel):
    """What an import did, or would do."""

    kind: Kind
    rows: int
    dry_run: bool = False
    new: int = 0
    same: int = 0
    changed: int = 0
    errors: tuple[Cell, ...] = ()
    waiting_for_links: int = 0


def send(gateway: Gateway, kind: Kind, content: bytes, dry_run: bool) -> Report:
    """Import the file, or ask what that would do. Raises CannotRun with the gateway's own sentence."""
    answer = gateway.send("POST", f"/imports/{kind}", params={"dry_run": dry_run}, content=content)
    if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY and "rows" in answer.json():
        return Report.model_validate(answer.json())  # the file has errors, and the report says where
    return Report.model_validate(good(answer).json())


def show(report: Report, out: Console) -> None:
    """The report as a person reads it."""
    did = "would be" if report.dry_run else "are"
    sorts = f"{report.new} {did} new, {report.changed} changed, {report.same} the same"
    out.print(f"{report.kind}: {report.rows} rows, of which {sorts}")
    if report.errors:
        table = Table("row", "column", "problem", "what to do")
        for cell in report.errors:
            table.add_row(str(cell.row), cell.column, cell.problem, cell.fix)
        out.print(table)
    if report.waiting_for_links:
        accounts = f"{report.waiting_for_links} accounts have neither a password nor a one-time link"
        out.print(f"{accounts}: `minqing links` makes a sheet of links to hand out.", soft_wrap=True)
