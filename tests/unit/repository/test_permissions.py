from pathlib import Path

from deploy.minqing.permissions import CALLED, WHAT, table
from shared.roles import MAY, Role

PAGE = (Path(__file__).parents[3] / "docs" / "permissions.md").read_text(encoding="utf-8")


def test_the_page_shows_the_table_that_the_gateway_checks() -> None:
    assert table() in PAGE, "run `minqing permissions` and put what it prints into docs/permissions.md"


def test_every_action_and_every_role_is_explained() -> None:
    assert set(WHAT) == set(MAY)
    assert set(CALLED) == set(Role)
    assert all(f"| {called} |" in PAGE for called in CALLED.values())
