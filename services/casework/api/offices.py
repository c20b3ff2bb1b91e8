"""The tables of offices over HTTP: who is competent for what, and how a unit's letters begin."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.casework.api.bodies import CompetentUnit, Letterhead
from services.casework.commands.offices import SetCompetence, SetLetterhead
from services.casework.queries import offices
from services.casework.queries.views import Competence, Listed
from shared import directory
from shared.ids import UnitId, imported
from shared.web.asking import Db, Handler, Me, action
from shared.words import Field, UnitKind

router = APIRouter(prefix="/api/v1", tags=["offices"])


async def kind_of_competent(body: CompetentUnit, db: Db) -> UnitKind | None:
    """What the unit is, None if there is no such unit."""
    found = await directory.unit(db, body.unit)
    return found.kind if found else None


async def kind_of(unit: UnitId, db: Db) -> UnitKind | None:
    """What the unit is, None if there is no such unit."""
    found = await directory.unit(db, unit)
    return found.kind if found else None


Competent = Annotated[UnitKind | None, Depends(kind_of_competent)]
Kind = Annotated[UnitKind | None, Depends(kind_of)]


@router.get("/competences", **action("directory.read"))
async def list_competences(db: Db) -> Listed[Competence]:
    """Which unit is competent for which field (R117)."""
    return Listed(items=await offices.competences(db))


@router.put("/competences/{field}", status_code=204, **action("competence.set"))
async def set_competence(field: Field, body: CompetentUnit, kind: Competent, me: Me, handle: Handler) -> None:
    """Make a unit competent for a field; matters already handed over stay where they are."""
    await handle(
        SetCompetence(
            line=imported(me.tenant, "competence", field),
            field=field,
            unit=body.unit,
            kind=kind,
            name=body.name,
            by=me.person,
            at=handle.context.occurred,
        )
    )


@router.put("/letterheads/{unit}", status_code=204, **action("competence.set"))
async def set_letterhead(unit: UnitId, body: Letterhead, kind: Kind, me: Me, handle: Handler) -> None:
    """Let a unit's letters bear a prefix of its own, as 示国土复."""
    await handle(SetLetterhead(unit=unit, kind=kind, prefix=body.prefix, by=me.person, at=handle.context.occurred))
