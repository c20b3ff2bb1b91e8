"""Matters that name nobody are not those of an account without a person."""

import pytest

from services.casework.queries.sight import sights
from shared.ids import UnitId
from shared.roles import Role
from tests.unit.casework import cast


@pytest.mark.parametrize(
    ("sight", "role", "unit"),
    [("as_handler", Role.HANDLER, cast.LAND), ("as_hearer", Role.CADRE, cast.SECTION)],
)
def test_an_account_that_is_nobodys_is_not_named_by_the_matters_that_name_nobody(
    sight: str, role: Role, unit: UnitId
) -> None:
    of_nobody, of_somebody = (str(sights(cast.viewer(who, (role, unit)))[sight]) for who in (None, cast.HANDLER))
    assert of_nobody.startswith("false")
    assert "IS NULL" not in of_nobody
    assert not of_somebody.startswith("false")
