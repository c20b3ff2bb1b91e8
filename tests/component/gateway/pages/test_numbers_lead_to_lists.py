"""A number is a link to its list, with as many rows; where a reader has no list, a word stands in its place."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any  # answers are JSON
from uuid import UUID

import pytest
import pytest_asyncio

from shared.roles import MAY, Role
from shared.testing.databases import MakeDatabase
from tests.component.gateway.pages.town import ME, UNIT, Town, town_in

STAY, FILING = UUID(int=10), UUID(int=12)


@pytest_asyncio.fixture
async def town(tmp_path: Path, make_database: MakeDatabase) -> AsyncIterator[Town]:
    async with town_in(tmp_path, await make_database("gateway")) as made:
        yield made


def stay(state: str) -> dict[str, Any]:
    """A stay as a list has it, with seven nights and 23 visits."""
    named = {"id": str(UNIT), "name": "柳塘村"}
    told = {"id": str(STAY), "person": named, "place": named, "unit": named, "batch": 1, "state": state}
    return told | {"nights": 7, "minimum_nights": 10, "visits": 23, "short": None, "shortfall_foreseen_at": None}


def numbers(text: str) -> dict[str, str]:
    """The links of a table whose text begins with a digit, and where they lead."""
    links = re.findall(r'<a href="([^"]*)"[^>]*>(\d[^<]*)</a>', text.partition("<tbody")[2].partition("</tbody")[0])
    return {said: path for path, said in links}


def figures(text: str) -> list[str]:
    """What stands in the columns of figures."""
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r'class="amount">(.*?)</td>', text, re.DOTALL)]


@pytest.mark.parametrize("role", sorted(MAY["stay.read"] & MAY["visit.read"]))
async def test_nights_and_visits_of_a_stay_lead_to_where_they_are_listed(town: Town, role: Role) -> None:
    town.say("scheduling", "/stays", stay("started"))
    found = numbers((await town.read(role, "/stays")).text)
    assert found == {"7/10 夜": f"/stays/{STAY}#nights", "23": f"/stays/{STAY}#visits"}


@pytest.mark.parametrize("role", sorted(MAY["stay.read"] - MAY["visit.read"]))
async def test_who_reads_no_visits_is_told_that_there_are_some_and_not_how_many(town: Town, role: Role) -> None:
    town.say("scheduling", "/stays", stay("started"))
    text = (await town.read(role, "/stays")).text
    assert figures(text)[-1] == "有"
    assert "#visits" not in text


async def test_a_stay_that_has_not_begun_has_no_list_of_nights(town: Town) -> None:
    town.say("scheduling", "/stays", stay("planned"))
    assert "#nights" not in (await town.read(Role.SECTION_HEAD, "/stays")).text


async def test_the_version_of_a_filing_leads_to_all_its_versions(town: Town) -> None:
    section = {"id": str(UNIT), "name": "社会救助科"}
    filing = {"id": str(FILING), "period": "2010-12", "due": "2010-12-31", "place_name": "柳塘村", "section": section}
    state = {"state": "submitted", "overdue": False, "late": False, "number": None}
    town.say("ledger", "/filings", filing | state | {"filed": 2})
    text = (await town.read(Role.SECTION_HEAD, "/filings")).text
    assert numbers(text)["2"] == f"/filings/{FILING}#versions"


async def test_todays_messages_lead_to_those_of_today_alone(town: Town) -> None:
    to = {"kind": "person", "person": str(ME), "post": None, "unit": None}
    told = [
        {"at": f"2010-12-07T0{hour}:00:00+08:00", "text": "临期", "about": "case", "thing": str(UNIT), "to": to}
        for hour in (8, 9)
    ]
    town.say("notify", "/inbox?day=2010-12-07&limit=500", *told)
    reader = await town.read(Role.CLERK, "/desk")
    assert '<a href="/inbox?day=2010-12-07">消息，今天 2 条</a>' in reader.text
    town.say("notify", "/inbox?limit=50&day=2010-12-07", *told)
    await reader.open("/inbox?day=2010-12-07")
    assert reader.text.count(f'<a href="/matters/{UNIT}">') == 2
    assert '<a href="/inbox">全部消息</a>' in reader.text


async def test_a_day_without_messages_says_so(town: Town) -> None:
    assert "这一天没有消息。" in (await town.read(Role.CLERK, "/inbox?day=2010-12-06")).text


async def test_an_opening_has_no_figure_since_the_auditor_has_no_list_of_whose(town: Town) -> None:
    opening = {"by": "key:x", "unit": None, "subjects": [str(ME), str(UNIT)], "reference": "FW62M-D0D1S"}
    town.say("ledger", "/openings", opening | {"purpose": {"text": "归档"}, "at": "2010-12-06T10:00:00+08:00"})
    text = (await town.read(Role.AUDITOR, "/openings")).text
    assert "FW62M-D0D1S" in text
    assert figures(text) == []
