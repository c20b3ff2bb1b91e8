"""我的待办: each reader's own acts, what leaves least time first, and nothing that is somebody else's."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any  # answers are JSON
from uuid import UUID

import pytest
import pytest_asyncio

from shared.roles import Role
from shared.testing.databases import MakeDatabase
from tests.component.gateway.pages.town import CASE, ME, UNIT, Town, town_in, turn

STAY, PAIRING, FILING = (UUID(int=n) for n in (10, 11, 12))


@pytest_asyncio.fixture
async def town(tmp_path: Path, make_database: MakeDatabase) -> AsyncIterator[Town]:
    async with town_in(tmp_path, await make_database("gateway")) as made:
        yield made


def stay(state: str, **changed: Any) -> dict[str, Any]:
    """A stay of somebody."""
    told = {
        "id": str(STAY),
        "person": {"id": str(ME), "name": "李建国"},
        "place": {"id": str(UNIT), "name": "柳塘村"},
        "batch_begins": "2010-11-29",
        "batch_ends": "2010-12-12",
        "minimum_nights": 10,
        "nights": 7,
        "state": state,
        "started_at": "2010-11-30T09:00:00+08:00",
        "ended_at": None,
    }
    return told | changed


def acts(text: str) -> list[tuple[str, str]]:
    """Where each row leads, and what is to be done there."""
    rows = re.findall(r'data-head="要做的事"[^>]*><a[^>]* href="([^"]*)">([^<]*)<', text)
    return [(path, act) for path, act in rows]


MATTERS = [
    (Role.ACTIVITY_OFFICE, "hand-over", "opened", "hand-over", "交办"),
    (Role.PETITION_OFFICE, "hand-over", "returned", "hand-over", "交办"),
    (Role.CLERK, "acceptance", "handed-over", "acceptance", "受理"),
    (Role.HANDLER, "result", "accepted", "result", "记录办理结果"),
    (Role.LEADER, "signature", "result-recorded", "signature", "审核签发"),
    (Role.CLERK, "service", "issued", "copies", "登记送达"),
    (Role.ACTIVITY_OFFICE, "striking", "issued", "striking", "销号"),
]


@pytest.mark.parametrize(("role", "duty", "state", "path", "act"), MATTERS)
async def test_a_row_leads_to_the_act_it_waits_for(
    town: Town, role: Role, duty: str, state: str, path: str, act: str
) -> None:
    town.say("casework", "/turns", turn(duty, state))
    reader = await town.read(role, "/desk")
    assert acts(reader.text) == [(f"/matters/{CASE}/{path}", act)]
    assert "我的待办 1" in reader.text
    assert "陈阿婆" not in reader.text


async def test_an_escalation_leads_to_the_matter(town: Town) -> None:
    town.say("casework", "/turns", turn("escalation", "accepted", limit="2010-12-01", overdue=True))
    reader = await town.read(Role.DISTRICT_OFFICE, "/desk")
    assert acts(reader.text) == [(f"/matters/{CASE}", "查看")]
    assert "超期 6 天" in reader.text


async def test_what_leaves_least_time_comes_first_and_can_be_looked_at_alone(town: Town) -> None:
    limits = {1: None, 2: "2010-12-09", 3: "2010-12-06", 4: "2010-12-07"}
    town.say(
        "casework",
        "/turns",
        *(turn("result", "accepted", id=str(UUID(int=n)), limit=day, overdue=n == 3) for n, day in limits.items()),
    )
    reader = await town.read(Role.HANDLER, "/desk")
    assert [UUID(path.split("/")[2]).int for path, _ in acts(reader.text)] == [3, 4, 2, 1]
    assert reader.text.index("超期 1 天") < reader.text.index("还剩 2 天")
    await reader.open("/desk?left=late")
    assert [UUID(path.split("/")[2]).int for path, _ in acts(reader.text)] == [3]
    await reader.open("/desk?left=today")
    assert [UUID(path.split("/")[2]).int for path, _ in acts(reader.text)] == [4]


async def test_a_result_in_time_is_late_no_more(town: Town) -> None:
    town.say("casework", "/turns", turn("signature", "result-recorded", limit="2010-12-01"))
    assert "没有期限" in (await town.read(Role.LEADER, "/desk")).text


async def test_a_long_desk_has_pages(town: Town) -> None:
    town.say("casework", "/turns", *(turn("result", "accepted", id=str(UUID(int=n))) for n in range(60)))
    reader = await town.read(Role.HANDLER, "/desk")
    assert len(acts(reader.text)) == 50
    assert "/desk?after=50" in reader.text
    assert len(acts((await reader.open("/desk?after=50")).text)) == 10


FILINGS = [
    (Role.SECTION_HEAD, "opened", ["draft"], "起草台账"),
    (Role.SECTION_HEAD, "returned", ["draft"], "起草台账"),
    (Role.ACTIVITY_OFFICE, "drafted", ["submission"], "报送备案"),
    (Role.DISTRICT_OFFICE, "submitted", ["receipt", "return"], "出具回执"),
]


def filing(state: str, may: list[str], **changed: Any) -> dict[str, Any]:
    """A filing as a list has it."""
    of = {"id": str(FILING), "period": "2010-12", "due": "2010-12-31", "place_name": "柳塘村", "filed": 0}
    return of | {"state": state, "acts": may} | changed


@pytest.mark.parametrize(("role", "state", "may", "act"), FILINGS)
async def test_a_filing_waits_for_whose_turn_it_is(
    town: Town, role: Role, state: str, may: list[str], act: str
) -> None:
    town.say("ledger", f"/filings?state={state}", filing(state, may), filing(state, [], id=str(CASE)))
    reader = await town.read(role, "/desk")
    assert acts(reader.text) == [(f"/filings/{FILING}", act)]
    assert "还剩 24 天" in reader.text


async def test_the_filing_of_a_later_month_is_nobodys_yet(town: Town) -> None:
    town.say("ledger", "/filings?state=opened", filing("opened", ["draft"], period="2011-01", due="2011-01-31"))
    assert "今天没有待办。" in (await town.read(Role.SECTION_HEAD, "/desk")).text


async def test_a_cadre_has_a_stay_and_who_to_pair_with(town: Town) -> None:
    town.say("scheduling", "/stays", stay("started"))
    reader = await town.read(Role.CADRE, "/desk")
    assert acts(reader.text) == [(f"/stays/{STAY}/visits", "登记走访"), (f"/stays/{STAY}/pairings", "结对一户")]
    assert f"/stays?person={ME}" in town.services["scheduling"].questions
    household = {"group": "三组", "number": 8}
    of = {"id": str(PAIRING), "place": {"id": str(UNIT), "name": "柳塘村"}, "household": household}
    town.say("ledger", "/pairings", {**of, "needs": [1], "measures": [{"number": 1, "result": None}]})
    assert (f"/pairings/{PAIRING}", "填写结果") in acts((await reader.open("/desk")).text)
    town.say("ledger", "/pairings", {**of, "needs": [1], "measures": [{"number": 1, "result": "已办"}]})
    assert len(acts((await reader.open("/desk")).text)) == 1


@pytest.mark.parametrize(
    ("told", "act"),
    [
        (stay("planned", started_at=None), ["登记进村"]),
        (stay("planned", started_at=None, batch_begins="2010-12-13"), []),
        (stay("interrupted"), ["登记返回"]),
        (stay("ended", ended_at="2010-12-05T10:00:00+08:00"), ["补记走访"]),
        (stay("ended", ended_at="2010-11-25T10:00:00+08:00"), []),
    ],
    ids=["to begin", "too early", "away", "just over", "long over"],
)
async def test_a_stays_next_step_is_on_its_cadres_desk(town: Town, told: dict[str, Any], act: list[str]) -> None:
    town.say("scheduling", "/stays", told)
    reader = await town.read(Role.CADRE, "/desk")
    assert [label for path, label in acts(reader.text) if "pairings" not in path] == act


async def test_a_stay_that_grows_too_short_is_on_the_heads_desk(town: Town) -> None:
    town.say("scheduling", "/stays?foreseen=true", stay("started"), stay("ended", id=str(CASE)))
    assert acts((await town.read(Role.SECTION_HEAD, "/desk")).text) == [(f"/stays/{STAY}", "查看")]


async def test_the_villages_copies_are_on_its_clerks_desk(town: Town) -> None:
    reader = await town.read(Role.VILLAGE_CLERK, "/desk")
    assert "还没有给本村（居）的书面回复" in reader.text
    town.say("casework", "/matters", turn("", None))
    assert f'href="/matters/{CASE}/copies"' in (await reader.open("/desk")).text


async def test_an_empty_desk_says_so_and_nobody_is_asked_what_is_not_theirs(town: Town) -> None:
    reader = await town.read(Role.CLERK, "/desk")
    assert "今天没有待办。" in reader.text
    assert {service: one.questions for service, one in town.services.items()} == {
        "casework": ["/turns?limit=1000"],
        "ledger": [],
        "scheduling": [f"/people/{ME}"],
        "notify": ["/inbox?day=2010-12-07&limit=500"],
    }
    assert "身份查阅记录" not in reader.text


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR])
async def test_who_has_no_desk_gets_no_such_page(town: Town, role: Role) -> None:
    reader = await town.read(role, "/desk")
    assert reader.page is not None
    assert reader.page.status_code == 404
    assert 'href="/desk"' not in reader.text
