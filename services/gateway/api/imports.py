"""Imports: a CSV or XLSX file, who owns its rows, and what is said of errors in it."""

from typing import Annotated, Any  # what a route says of itself is JSON
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from services.gateway.accounts.asking import Asks, AtGate, action
from services.gateway.api.importing import FileReport, HasErrors, Importing, Kind, Owner, Refusal, Report, RosterReport
from shared.web.problems import problem

router = APIRouter(tags=["imports"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OWNERS = {
    Kind.UNITS: "scheduling",
    Kind.PEOPLE: "scheduling",
    Kind.PLACES: "scheduling",
    Kind.HOUSEHOLDS: "ledger",
    Kind.COMPETENCES: "casework",
}


async def importing_of(  # noqa: PLR0913 each a dependency, or a word of the request
    request: Request, response: Response, asker: Asks, gate: AtGate, kind: Kind, dry_run: bool = False
) -> Importing:
    """The file that this request brings."""
    owner = Owner(OWNERS[kind], f"/internal/imports/{kind}") if kind in OWNERS else None
    return Importing(request, response, asker, gate, kind, Report, owner, dry_run)


async def roster_of(  # noqa: PLR0913 each a dependency, or a word of the request
    request: Request, response: Response, asker: Asks, gate: AtGate, campaign: UUID, dry_run: bool = False
) -> Importing:
    """The file of a campaign's roster that this request brings."""
    owner = Owner("scheduling", f"/internal/campaigns/{campaign}/roster")
    return Importing(request, response, asker, gate, "roster", RosterReport, owner, dry_run)


def _with_a_file(name: str) -> dict[str, Any]:
    """What a route of this action says of itself when its body is a sheet."""
    said = action(name)
    body = {"text/csv": {"schema": {"type": "string"}}, XLSX: {"schema": {"type": "string", "format": "binary"}}}
    said["openapi_extra"] = {**said["openapi_extra"], "requestBody": {"required": True, "content": body}}
    return said


@router.post("/campaigns/{campaign}/roster/import", response_model=RosterReport, **_with_a_file("campaign.plan"))
async def import_roster(importing: Annotated[Importing, Depends(roster_of)]) -> FileReport:
    """Write the whole roster from a CSV (UTF-8) or XLSX file, or see with `dry_run=true` what it would do.

    Nobody goes by it until it is published. Of a workbook the first sheet is read, as values.
    """
    return await importing.done()


@router.post("/imports/{kind}", response_model=Report, **_with_a_file("import"))
async def import_file(importing: Annotated[Importing, Depends(importing_of)]) -> FileReport:
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
