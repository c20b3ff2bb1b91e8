"""A file on its way in: its rows are given to the service that owns them, or taken in here; with an error, none is."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, NamedTuple  # what an owner answers is JSON

import httpx
from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import links, taking_in
from services.gateway.accounts.asking import Asks, Gate, command_of, once_of
from services.gateway.accounts.importing import Fault
from services.gateway.accounts.taking_in import Intake
from services.gateway.api import sheets
from services.gateway.api.passage import Signatures, headers_of
from services.gateway.api.sheets import Sheet
from services.gateway.clients.service import Asked, Headers
from services.gateway.clients.services import services_of
from shared import clock
from shared.event import Frozen
from shared.web.sentences import language_of, sentence


class Kind(StrEnum):
    """What a file holds."""

    UNITS = "units"
    PEOPLE = "people"
    PLACES = "places"
    HOUSEHOLDS = "households"
    COMPETENCES = "competences"
    ACCOUNTS = "accounts"


WITH_ACCOUNTS = frozenset({Kind.PEOPLE, Kind.ACCOUNTS})


class CellError(Frozen):
    """What is wrong in one cell, and what mends it; the header is row 1."""

    row: int
    column: str
    problem: str
    fix: str


class FileReport(Frozen):
    """What a file did, or would do: each row is new, the same as before, or changed."""

    kind: str
    dry_run: bool
    written: bool
    rows: int
    new: int = 0
    same: int = 0
    changed: int = 0
    errors: tuple[CellError, ...] = ()


class Report(FileReport):
    """What an import did, or would do.

    `waiting_for_links`: once people or accounts are written, how many accounts have neither password nor a good link.
    """

    kind: Kind
    waiting_for_links: int = 0


class RosterReport(FileReport):
    """What the file of a roster did, or would do, to the draft."""

    kind: Literal["roster"] = "roster"


class HasErrors(Exception):
    """The file has errors, so nothing of it was written."""

    def __init__(self, report: FileReport) -> None:
        super().__init__(report.kind)
        self.report = report


class Refusal(Exception):
    """The owner of the rows said no to all of them; its answer is the answer."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


class Owner(NamedTuple):
    """The service to which rows are given, and its path for them."""

    service: str
    path: str


@dataclass(frozen=True)
class Importing:
    """One file on its way in; without an owner its rows are the gateway's own."""

    request: Request
    response: Response
    asker: Asks
    gate: Gate
    kind: str
    shape: type[FileReport]
    owner: Owner | None
    dry_run: bool

    async def done(self) -> FileReport:
        """The report. Raises HasErrors unless it is a dry run."""
        content = await self.request.body()
        async with self.request.app.state.one_file_at_a_time:  # to read a workbook takes memory and time
            sheet = await asyncio.to_thread(sheets.read, self.kind, content)
        report = await (self._given_to(self.owner, sheet) if self.owner else self._taken_in(sheet))
        if report.errors and not self.dry_run:
            raise HasErrors(report)
        waiting = await self._waiting(report)
        return report.model_copy(update={"waiting_for_links": waiting}) if waiting else report

    async def _given_to(self, owner: Owner, sheet: Sheet) -> FileReport:
        if not self.dry_run:
            await command_of(self.request, self.asker)  # a request that writes says which one it is
        dry = self.dry_run or bool(sheet.faults)
        target = f"{owner.path}?dry_run={str(dry).lower()}".encode()
        services = await services_of(self.request)
        answer = await services.send(owner.service, Asked("POST", target, self._headers(), _body(sheet)))
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

    async def _taken_in(self, sheet: Sheet) -> FileReport:
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

    async def _waiting(self, report: FileReport) -> int:
        if not report.written or self.kind not in WITH_ACCOUNTS:
            return 0
        async with self.gate.database.transaction(self.asker.tenant) as db:
            return len(await links.waiting(db, clock.now()))

    def _seen(self, sheet: Sheet, intake: Intake) -> FileReport:
        return self._report(sheet, intake.outcomes(), self._told(intake.faults))

    def _report(self, sheet: Sheet, counts: Any, errors: Iterable[CellError]) -> FileReport:
        told = self._told(sheet.faults)
        of_form = {(error.row, error.column) for error in told}  # what else is said of such a cell only follows
        others = [error for error in errors if (error.row, error.column) not in of_form]
        found = sorted([*told, *others], key=lambda error: error.row)
        return self.shape(
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


def _body(sheet: Sheet) -> bytes:
    return json.dumps({"rows": sheet.rows}, ensure_ascii=False).encode()
