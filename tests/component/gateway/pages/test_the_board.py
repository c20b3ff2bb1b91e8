"""看板 before a browser without scripts: each number leads to its list, and says whose it is."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any  # answers are JSON

import pytest
import pytest_asyncio

from shared.roles import Role
from shared.testing.databases import MakeDatabase
from tests.component.gateway.pages.town import UNIT, Town, town_in, turn

CAMPAIGN = str(UNIT)
OF_CAMPAIGN = f"/campaigns/{CAMPAIGN}"
NO_VISIT = "还没有走访。住村开始后，这里显示进展。"
CASES: dict[str, Any] = {"raised": 0, "by_state": {}, "overdue": 0}
STAYS: dict[str, Any] = {"stays": 3, "stays_by_state": {"planned": 3}, "shortfalls_foreseen": 0, "visits": 0}
_NEXT = re.compile(r'<a href="([^"]*)" rel="next"')
FIELD: dict[str, Any] = {"visits": 0, "periods": []}


@pytest_asyncio.fixture
async def town(tmp_path: Path, make_database: MakeDatabase) -> AsyncIterator[Town]:
    async with town_in(tmp_path, await make_database("gateway")) as made:
        due = {"period": "2010-12", "due": "2010-12-31"}
        made.say("scheduling", "/campaigns", {"id": CAMPAIGN, "name": "大下访", "filings": [due]})
        tell(made)
        yield made


def tell(town: Town, cases: Any = CASES, stays: Any = STAYS, field: Any = FIELD) -> None:
    """How the campaign stands from now on."""
    town.services["casework"].answers[f"{OF_CAMPAIGN}/case-figures"] = cases
    town.services["scheduling"].answers[f"{OF_CAMPAIGN}/figures"] = stays
    town.services["ledger"].answers[f"{OF_CAMPAIGN}/field-figures"] = field
    number = {"number": 3, "scope": "yours", "items": [turn("", "accepted")] * 3}
    town.services["casework"].answers["/unsettled"] = number


async def test_the_number_of_whoever_has_a_list_says_that_it_is_of_what_they_may_see(town: Town) -> None:
    text = (await town.read(Role.ACTIVITY_OFFICE, "/board")).text
    assert '<a href="/unsettled" id="unsettled"><strong>3</strong></a> 件没有着落（您可见的）' in text


async def test_its_list_has_fifty_a_page_and_all_of_them(town: Town) -> None:
    matters = [turn("", "accepted", reference=f"FW62M-D0{n:03}") for n in range(101)]
    town.services["casework"].answers["/unsettled"] = {"number": 101, "scope": "yours", "items": matters}
    reader, rows = await town.read(Role.ACTIVITY_OFFICE, "/unsettled"), []
    while onwards := _NEXT.search(reader.text):
        rows.append(reader.text.count(">FW62M-D0"))
        await reader.open(onwards[1])
        assert "共 101 件（您可见的）" in reader.text
    assert [*rows, reader.text.count(">FW62M-D0")] == [50, 50, 1]
    assert ">FW62M-D0100<" in reader.text


async def test_the_number_over_all_matters_says_so_and_has_no_list(town: Town) -> None:
    town.services["casework"].answers["/unsettled"] = {"number": 4, "scope": "all", "items": None}
    text = (await town.read(Role.AUDITOR, "/board")).text
    assert "<strong>4</strong> 件没有着落（全部事项）" in text
    assert "您可见的" not in text
    assert NO_VISIT not in text


async def test_every_figure_of_the_filings_leads_to_those_of_the_campaign(town: Town) -> None:
    states = {"opened": 2, "receipted": 3, "returned": 1}
    period = {"period": "2010-12", "due": "2010-12-31", "by_state": states, "overdue": 2}
    tell(town, field={"visits": 1, "periods": [period]})
    text = (await town.read(Role.ACTIVITY_OFFICE, "/board")).text
    further_on = ('" id="due"', '&state=receipted" id="filed"', '&state=returned" id="returned"')
    for further in (*further_on, '&overdue=true" id="missing"'):
        assert f'href="/filings?period=2010-12&campaign={CAMPAIGN}{further}' in text


async def test_until_there_is_a_visit_it_says_so_also_where_stays_are_planned(town: Town) -> None:
    text = (await town.read(Role.ACTIVITY_OFFICE, "/board")).text
    assert NO_VISIT in text
    assert "报送期限" in text


@pytest.mark.parametrize(
    "told", [{"stays": STAYS | {"visits": 1}}, {"field": FIELD | {"visits": 1}}, {"cases": CASES | {"raised": 1}}]
)
async def test_whoever_sees_that_there_was_a_visit_is_not_told_that_there_is_none(
    town: Town, told: dict[str, Any]
) -> None:
    tell(town, **told)
    assert NO_VISIT not in (await town.read(Role.ACTIVITY_OFFICE, "/board")).text
