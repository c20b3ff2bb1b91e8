"""Imports over the API: a file goes to the gateway, a report by row comes back."""

import secrets
from enum import StrEnum
from types import TracebackType
from typing import Any, Self  # answers are JSON

import httpx
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from deploy.minqing.process import CannotRun

_PATIENCE_SECONDS = 300


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


class Gateway:
    """The public API, as one account uses it."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(
            base_url=f"{url}/api/v1", timeout=_PATIENCE_SECONDS, headers={"Accept-Language": "en"}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def log_in(self, account: str, password: str) -> None:
        """As "district/account". Raises CannotRun with the gateway's own sentence."""
        district, _, name = account.rpartition("/")
        body = {"district": district or None, "account": name, "password": password}
        answer = self._ask("/sessions", json=body)
        self._http.headers["Authorization"] = f"Bearer {_said(answer)['token']}"

    def send(self, kind: Kind, content: bytes, dry_run: bool) -> Report:
        """Import the file, or ask what that would do. Raises CannotRun with the gateway's own sentence."""
        headers = {"Content-Type": "text/csv", "Idempotency-Key": secrets.token_hex(16)}
        answer = self._ask(f"/imports/{kind}", params={"dry_run": dry_run}, content=content, headers=headers)
        if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY and "rows" in answer.json():
            return Report.model_validate(answer.json())  # the file has errors, and the report says where
        return Report.model_validate(_said(answer))

    def _ask(self, path: str, **what: Any) -> httpx.Response:
        try:
            return self._http.post(path, **what)
        except httpx.TransportError as error:
            raise CannotRun(f"The gateway at {self._http.base_url.host} does not answer ({error}).") from error


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


def _said(answer: httpx.Response) -> Any:
    if answer.is_success:
        return answer.json()
    try:
        raise CannotRun(answer.json()["detail"])
    except (ValueError, KeyError, TypeError) as error:
        raise CannotRun(f"{answer.url} answered {answer.status_code}.") from error
