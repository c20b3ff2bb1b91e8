"""A file of units: code, name, kind, parent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast, get_args  # a word that was checked against its own list
from uuid import UUID

from services.scheduling.api.imports.checked import Checked, Tree, id_in, ids_of
from services.scheduling.commands.unit import DescribeUnit
from shared.ids import Tenant, UnitId, imported
from shared.web.imports import Row, Rows, rows_of
from shared.words import UnitKind

COLUMNS = ("code", "name", "kind", "parent")
KINDS = get_args(UnitKind)


def check(body: Rows, tenant: Tenant, known: Mapping[UUID, DescribeUnit]) -> Checked[DescribeUnit]:
    """The units that a file describes, in any order, beside those known."""
    rows = rows_of(body, COLUMNS)
    told = ids_of(tenant, "unit", rows)
    above = {unit: id_in(row, "parent", lambda code: unit_id(tenant, code)) for unit, row in told}
    tree = Tree({unit: said.parent for unit, said in known.items()} | above)
    for unit, row in told:
        tree.check(row, unit, "import-no-such-unit")
    commands = [(unit, _described(UnitId(unit), row, tree)) for unit, row in told]
    moved = [
        replace(said, path=tuple(map(UnitId, tree.path(unit))))
        for unit, said in known.items()
        if unit not in above and tree.path(unit) != said.path
    ]
    return Checked(commands, moved, known, rows[0].faults if rows else ())


def _described(unit: UnitId, row: Row, tree: Tree) -> DescribeUnit:
    parent = tree.parents[unit]
    return DescribeUnit(
        unit=unit,
        code=row.optional("code"),
        name=row.required("name"),
        kind=cast(UnitKind, row.word("kind", KINDS)),  # another word is a fault, and then nothing is written
        parent=UnitId(parent) if parent else None,
        path=tuple(map(UnitId, tree.path(unit))),
    )


def unit_id(tenant: Tenant, code: str) -> UnitId:
    """The id of the unit with a code."""
    return UnitId(imported(tenant, "unit", code))
