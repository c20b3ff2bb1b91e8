"""The table of competence as a file: which unit handles which field."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from services.casework.commands.offices import SetCompetence
from services.casework.events.offices import HANDLING_KINDS
from services.casework.queries import offices
from shared import directory
from shared.ids import UnitId, imported
from shared.viewer import Viewer
from shared.web.afterwards import ToldWhoAndWhere
from shared.web.asking import Db, Me, Now, action
from shared.web.imports import AskedLanguage, Report, Row, Rows, Writing, carried_out, refused, rows_of
from shared.words import UnitKind

router = APIRouter(prefix="/internal/imports", include_in_schema=False)

COLUMNS = ("field", "unit")
_FIELD = re.compile(r"[a-z][a-z0-9-]{1,39}")
Kinds = dict[UnitId, UnitKind]


async def kinds_of_units(_: ToldWhoAndWhere, db: Db) -> Kinds:
    """Every unit of the district with what it is."""
    return {UnitId(unit.unit): unit.kind for unit in await directory.all_units(db)}


Known = Annotated[Kinds, Depends(kinds_of_units)]


async def rows_read(body: Rows, known: Known, me: Me, now: Now) -> tuple[list[Row], list[SetCompetence]]:
    """The rows, and the command of each; what is wrong is noted with the rows."""
    rows = rows_of(body, COLUMNS, "field")
    return rows, [_command(row, known, me, now) for row in rows]


def _command(row: Row, known: Kinds, me: Viewer, at: datetime) -> SetCompetence:
    field = row.required("field")
    if field and not _FIELD.fullmatch(field):
        row.fault("field", "import-malformed-field", value=field)
    unit = UnitId(imported(me.tenant, "unit", row.required("unit")))
    kind = known.get(unit)
    if row.cells.get("unit") and kind not in HANDLING_KINDS:
        row.fault("unit", "import-not-a-handling-unit", value=row.cells["unit"])
    return SetCompetence(
        line=imported(me.tenant, "competence", field),
        field=field,
        unit=unit,
        kind=kind,
        name=None,
        by=me.person,
        at=at,
    )


Read = Annotated[tuple[Sequence[Row], Sequence[SetCompetence]], Depends(rows_read)]


async def foretold(read: Read, db: Db, language: AskedLanguage) -> Report:
    """What the import would do, or what is wrong with its rows."""
    rows, commands = read
    if rows and rows[0].faults:
        return refused(len(rows), rows[0].faults, language)
    now = {one.field: one.unit.id for one in await offices.competences(db)}
    new = sum(command.field not in now for command in commands)
    same = sum(now.get(command.field) == command.unit for command in commands)
    return Report(rows=len(rows), new=new, same=same, changed=len(rows) - new - same)


Foretold = Annotated[Report, Depends(foretold)]


@router.post("/competences", **action("import"))
async def import_competences(read: Read, report: Foretold, handle: Writing) -> Report:
    """Set every row's competence, or with any error none; a dry run only reports."""
    return report if handle is None or report.errors else await carried_out(handle, read[1])
