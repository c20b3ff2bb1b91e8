"""最新动态: what happened last, in the matters whose state the asker may see?"""

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.casework.projections.register_tables import MATTERS, STEPS
from services.casework.queries.overviews import LatestStep
from services.casework.queries.register import named
from services.casework.queries.sight import Seer, seen_by, state_seen_by
from services.casework.queries.views import Named
from shared.directory.tables import places, units

_M, _S = MATTERS.c, STEPS.c
_ACTING = units.alias("acting")
_RECEIVING = units.alias("receiving")
_STEPS = (
    select(
        *(_M[name] for name in ("case", "reference", "kind", "field", "place")),
        *(_S[name] for name in ("what", "at", "unit", "handed_to")),
        places.c.name.label("place_name"),
        _ACTING.c.name.label("unit_name"),
        _RECEIVING.c.name.label("handed_to_name"),
    )
    .join_from(STEPS, MATTERS, _M.case == _S.case)
    .outerjoin(places, places.c.place == _M.place)
    .outerjoin(_ACTING, _ACTING.c.unit == _S.unit)
    .outerjoin(_RECEIVING, _RECEIVING.c.unit == _S.handed_to)
    .order_by(_S.at.desc(), _S.position.desc())  # where a clock stands still, what was done last is still the newest
)


async def latest_steps(db: AsyncConnection, seer: Seer, limit: int) -> list[LatestStep]:
    """The newest steps first."""
    rows = await db.execute(_STEPS.where(seen_by(seer), state_seen_by(seer)).limit(limit))
    return [_step(row) for row in rows.mappings()]


def _step(row: RowMapping) -> LatestStep:
    return LatestStep(
        matter=row["case"],
        place=Named(id=row["place"], name=row["place_name"]),
        unit=named(row["unit"], row["unit_name"]),
        handed_to=named(row["handed_to"], row["handed_to_name"]),
        **{name: row[name] for name in ("reference", "kind", "field", "what", "at")},
    )
