"""Imports: a CSV or XLSX file, its rows given to the service that owns them; with one error nothing is written."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any  # what an owner answers is JSON

import httpx
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import links, taking_in
from services.gateway.accounts.asking import Asks, AtGate, Gate, action, command_of, once_of
from services.gateway.accounts.importing import Fault
from services.gateway.accounts.taking_in import Intake
from services.gateway.api import sheets
from services.gateway.api.passage import Signatures, headers_of
from services.gateway.api.sheets import Sheet
from services.gateway.clients.service import Asked, Headers
from services.gateway.clients.services import services_of
from shared import clock
from shared.event import Frozen
from shared.web.problems import problem
from shared.web.sentences import language_of, sentence

router = APIRouter(tags=["imports"])


class Kind(StrEnum):
    """What a file holds."""

    UNITS = "units"
    PEOPLE = "people"
    PLACES = "places"
    HOUSEHOLDS = "households"
    COMPETENCES = "competences"
    ACCOUNTS = "accounts"


OWNERS = {
    Kind.UNITS: "scheduling",
    Kind.PEOPLE: "scheduling",
    Kind.PLACES: "scheduling",
    Kind.HOUSEHOLDS: "ledger",
    Kind.COMPETENCES: "casework",
}


WITH_ACCOUNTS = frozenset({Kind.PEOPLE, Kind.ACCOUNTS})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CellError(Frozen):
    """What is wrong in one cell, and what mends it; the header is row 1."""

    row: int
    column: str
    problem: str
    fix: str


class Report(Frozen):
    """What an import did, or would do: each row is new, the same as before, or changed.

    `waiting_for_links`: once people or accounts are written, how many accounts have neither password nor a good link.
    """

    kind: Kind
    dry_run: bool
    written: bool
    rows: int
    new: int = 0
    same: int = 0
    changed: int = 0
    errors: tuple[CellError, ...] = ()
    waiting_for_links: int = 0


class HasErrors(Exception):
    """The file has errors, so nothing of it was written."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.kind)
        self.report = report


class Refusal(Exception):
    """The owner of the rows said no to all of them; its answer is the answer."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


@dataclass(frozen=True)
class Importing:
    """One file on its way in."""

    request: Request
    response: Response
    asker: Asks
    gate: Gate
    kind: Kind
    dry_run: bool

    async def done(self) -> Report:
        """The report. Raises HasErrors unless it is a dry run."""
        content = await self.request.body()
        async with self.request.app.state.one_file_at_a_time:  # to read a workbook takes memory and time
            sheet = await asyncio.to_thread(sheets.read, self.kind, content)
        report = await (self._given_to_owner(sheet) if self.kind in OWNERS else self._taken_in(sheet))
        if report.errors and not self.dry_run:
            raise HasErrors(report)
        return report.model_copy(update={"waiting_for_links": await self._waiting(report)})

    async def _given_to_owner(self, sheet: Sheet) -> Report:
        if not self.dry_run:
            await command_of(self.request, self.asker)  # a request that writes says which one it is
        dry = self.dry_run or bool(sheet.faults)
        target = f"/internal/imports/{self.kind}?dry_run={str(dry).lower()}".encode()
        services = await services_of(self.request)
        answer = await services.send(OWNERS[self.kind], Asked("POST", target, self._headers(), _body(sheet)))
        await answer.aread()
        if answer.is_error:
            raise Refusal(answer)
        if position := answer.headers.get("minqing-position"):
            self.response.headers["Minqing-Position"] = position
        said: dict[str, Any] = answer.json()
        errors = (CellError.model_validate(error) for error in said["errors"])
        return self._report(sheet, said, errors)

    def _headers(self) -> Headers:
        signatures: Signatures = self.request.app.state.signatures
        told = headers_of(self.request, signatures.of(self.asker))
        return [*(header for header in told if header[0] != b"content-type"), (b"content-type", b"application/json")]

    async def _taken_in(self, sheet: Sheet) -> Report:
        if self.dry_run:
            async with self.gate.database.transaction(self.asker.tenant) as db:
                return self._seen(sheet, await taking_in.look(db, sheet.rows, self.asker))
        command = await command_of(self.request, self.asker)
        once = await once_of(self.request, self.gate, self.asker, command)

        async def write(db: AsyncConnection) -> dict[str, Any]:
            intake = await taking_in.look(db, sheet.rows, self.asker)
            report = self._seen(sheet, intake)
            if report.errors:
                raise HasErrors(report)
            await taking_in.write(db, intake, self.asker, command, self.gate.passwords)
            return report.model_dump(mode="json")

        return Report.model_validate(await once(write))

    async def _waiting(self, report: Report) -> int:
        if not report.written or self.kind not in WITH_ACCOUNTS:
            return 0
        async with self.gate.database.transaction(self.asker.tenant) as db:
            return len(await links.waiting(db, clock.now()))

    def _seen(self, sheet: Sheet, intake: Intake) -> Report:
        return self._report(sheet, intake.outcomes(), self._told(intake.faults))

    def _report(self, sheet: Sheet, counts: Any, errors: Iterable[CellError]) -> Report:
        told = self._told(sheet.faults)
        of_form = {(error.row, error.column) for error in told}  # what else is said of such a cell only follows
        others = [error for error in errors if (error.row, error.column) not in of_form]
        found = sorted([*told, *others], key=lambda error: error.row)
        return Report(
            kind=self.kind,
            dry_run=self.dry_run,
            written=not self.dry_run and not found,
            rows=len(sheet.rows),
            new=counts["new"],
            same=counts["same"],
            changed=counts["changed"],
            errors=tuple(found),
        )

    def _told(self, faults: Iterable[Fault]) -> list[CellError]:
        language = language_of(self.request.headers.get("accept-language", ""))
        return [
            CellError(
                row=fault.row,
                column=fault.column,
                problem=sentence(fault.code, language, fault.details),
                fix=sentence(f"{fault.code}-fix", language, fault.details),
            )
            for fault in faults
        ]


async def importing_of(  # noqa: PLR0913 each a dependency, or a word of the request
    request: Request, response: Response, asker: Asks, gate: AtGate, kind: Kind, dry_run: bool = False
) -> Importing:
    """The file that this request brings."""
    return Importing(request, response, asker, gate, kind, dry_run)


_ROUTE = action("import")
_FILE = {"text/csv": {"schema": {"type": "string"}}, XLSX: {"schema": {"type": "string", "format": "binary"}}}
_ROUTE["openapi_extra"] = {**_ROUTE["openapi_extra"], "requestBody": {"required": True, "content": _FILE}}


@router.post("/imports/{kind}", **_ROUTE)
async def import_file(importing: Annotated[Importing, Depends(importing_of)]) -> Report:
    """Import a CSV (UTF-8) or XLSX file, or see with `dry_run=true` what it would do; the same again changes nothing.

    Of a workbook the first sheet is read, as values: a formula is an error of its cell.
    """
    return await importing.done()


def speak_of_imports(app: FastAPI) -> None:
    """Answer files with errors, and what an owner refuses."""
    app.add_exception_handler(HasErrors, _errors)
    app.add_exception_handler(Refusal, _refusal)


async def _errors(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HasErrors)
    report = error.report.model_dump(mode="json")
    return problem(request, 422, "import-has-errors", {"count": len(report["errors"])}, **report)


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    answer = error.answer
    return Response(answer.content, answer.status_code, media_type=answer.headers.get("content-type"))


def _body(sheet: Sheet) -> bytes:
    return json.dumps({"rows": sheet.rows}, ensure_ascii=False).encode()
