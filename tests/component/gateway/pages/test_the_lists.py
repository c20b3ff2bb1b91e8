"""登记簿, 消息 and 身份查阅记录: what one may see, found by the address; no names of petitioners."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from shared.roles import MAY, Role
from shared.testing.databases import MakeDatabase
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.pages.town import CASE, ME, UNIT, Town, town_in, turn


@pytest_asyncio.fixture
async def town(tmp_path: Path, make_database: MakeDatabase) -> AsyncIterator[Town]:
    async with town_in(tmp_path, await make_database("gateway")) as made:
        yield made


def status_of(reader: Reader) -> int:
    assert reader.page is not None
    return reader.page.status_code


async def test_a_line_says_where_a_matter_is_and_not_whose(town: Town) -> None:
    town.say("casework", "/matters", turn("", "accepted", limit="2010-12-21"), total=71)
    text = (await town.read(Role.CLERK, "/matters")).text
    for said in ("共 71 件（您可见的）", "FW62M-D0D1S", "矛盾纠纷·土地征用", "国土分局", "办理中", "还剩 14 天"):
        assert said in text
    assert "陈阿婆" not in text


async def test_a_line_says_what_it_waits_for_once_every_copy_has_an_outcome(town: Town) -> None:
    town.say("casework", "/matters", turn("", "issued"), turn("", "issued", served=True), total=2)
    table = (await town.read(Role.CLERK, "/matters")).text.partition("<tbody")[2]
    assert (table.count("已答复"), table.count("待销号")) == (1, 1)


async def test_who_does_not_see_a_state_is_not_shown_one(town: Town) -> None:
    town.say("casework", "/matters", turn("", None, unit=None), total=1)
    main = (await town.read(Role.CADRE, "/matters")).text.partition("<table")[2]
    assert "国土分局" not in main
    assert "办理中" not in main


async def test_the_filters_are_in_the_address_and_each_can_be_removed(town: Town) -> None:
    town.say("scheduling", "/places?level=village", {"id": str(UNIT), "name": "柳塘村"})
    town.say("casework", "/matters", total=0)
    reader = await town.read(Role.CLERK, f"/matters?overdue=true&place={UNIT}&reference=fw62m&kind=")
    asked = town.services["casework"].questions
    assert f"/matters?limit=50&counted=true&reference=FW62M&place={UNIT}&overdue=true" in asked
    assert f'href="/matters?reference=FW62M&amp;place={UNIT}"' in reader.text
    assert f'<option value="{UNIT}" selected>柳塘村</option>' in reader.text
    assert "没有符合条件的事项。" in reader.text


@pytest.mark.parametrize(("state", "served"), [("issued", "false"), ("to-be-struck", "true")])
async def test_what_waits_to_be_struck_off_is_found_apart_from_what_is_being_served(
    town: Town, state: str, served: str
) -> None:
    town.say("casework", "/matters", total=0)
    text = (await town.read(Role.ACTIVITY_OFFICE, f"/matters?state={state}")).text
    question = f"/matters?limit=50&counted=true&state=issued&served={served}"
    assert question in town.services["casework"].questions
    assert f'<option value="{state}" selected>' in text


async def test_a_districts_own_field_is_offered_by_its_name(town: Town) -> None:
    own = {"field": "water-rights", "name": "水权纠纷", "unit": {"id": str(UNIT), "name": "水利局"}}
    town.say("casework", "/competences", own, own | {"field": "employment", "name": None})
    town.say("casework", "/matters", total=0)
    text = (await town.read(Role.CLERK, "/matters?field=water-rights")).text
    assert '<option value="water-rights" selected>水权纠纷</option>' in text
    assert text.count(">劳动就业</option>") == 1
    assert '<a href="/matters">水权纠纷 ' in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?state=handed-over", "没有待受理的事项。"),
        (f"?state=result-recorded&campaign={UNIT}", "没有待签发的文书。"),
        ("?state=handed-over&kind=dispute", "没有符合条件的事项。"),
        ("?state=accepted", "没有符合条件的事项。"),
    ],
)
async def test_an_empty_list_of_what_waits_says_so(town: Town, query: str, said: str) -> None:
    town.say("casework", "/matters", total=0)
    text = (await town.read(Role.CLERK, f"/matters{query}")).text
    assert f'<p class="empty">{said}</p>' in text


@pytest.mark.parametrize(
    ("role", "path", "asked"),
    [
        (Role.CLERK, "/desk", "/live?of=/inbox&amp;of=/turns%3Flimit%3D1000"),
        (Role.CLERK, "/matters?kind=&state=to-be-struck", "/live?of=/matters%3Fstate%3Dissued%26served%3DTrue"),
        (Role.DISTRICT_OFFICE, "/filings?state=submitted", "/live?of=/filings%3Fstate%3Dsubmitted"),
        (Role.SECTION_HEAD, "/stays?state=ended", "/live?of=/stays%3Fstate%3Dended"),
        (Role.CLERK, "/inbox?day=2010-12-07", "/live?of=/inbox%3Fday%3D2010-12-07"),
    ],
)
async def test_a_list_listens_whether_it_is_still_the_newest(town: Town, role: Role, path: str, asked: str) -> None:
    town.say("casework", "/matters", total=0)
    assert f'data-live="{asked}" data-stale="stale"' in (await town.read(role, path)).text


async def test_the_next_page_keeps_the_filters(town: Town) -> None:
    town.say("casework", "/matters", turn("", "accepted"), total=51)
    town.services["casework"].answers["/matters"]["next"] = "2010-11-29T03:00:00.000000Z_x"
    text = (await town.read(Role.CLERK, "/matters?state=accepted")).text
    assert 'href="/matters?state=accepted&amp;after=2010-11-29T03%3A00%3A00.000000Z_x"' in text


@pytest.mark.parametrize("role", sorted({Role.ADMINISTRATOR, Role.AUDITOR}))
async def test_for_who_reads_no_matters_there_is_no_register(town: Town, role: Role) -> None:
    reader = await town.read(role, "/matters")
    assert status_of(reader) == 404
    assert 'href="/matters"' not in reader.text


async def test_a_message_leads_to_what_it_is_about(town: Town) -> None:
    things = {"case": "matters", "stay": "stays", "filing": "filings"}
    to = {"kind": "person", "person": str(ME), "post": None, "unit": None}
    told = {
        "at": "2010-12-07T09:00:00+08:00",
        "text": "柳塘村的事项将于 2010-12-09 到期。",
        "thing": str(CASE),
        "to": to,
    }
    town.say("notify", "/inbox", *({**told, "about": about} for about in things))
    text = (await town.read(Role.CLERK, "/inbox")).text
    for path in things.values():
        assert f'<a href="/{path}/{CASE}">柳塘村的事项将于 2010-12-09 到期。</a>' in text


async def test_no_messages_say_what_would_be_told(town: Town) -> None:
    assert "没有消息。" in (await town.read(Role.CLERK, "/inbox")).text


async def test_the_auditor_reads_who_opened_an_identity_and_why(town: Town) -> None:
    reader = await town.read(Role.AUDITOR, "/desk")
    assert 'href="/openings"' in reader.text
    account = (await town.stage.ask("admin", "GET", "/accounts")).json()["items"]
    mine = next(one["id"] for one in account if one["login"] == "li")
    opening = {
        "by": f"account:{mine}",
        "unit": str(UNIT),
        "subjects": [str(UUID(int=1))],
        "reference": "FW62M-D0D1S",
        "purpose": {"text": "核实补偿面积", "state": "open"},
        "at": "2010-12-06T10:00:00+08:00",
    }
    gone = opening | {"by": "account:" + str(UUID(int=99)), "purpose": {"text": None, "state": "erased"}}
    town.say("ledger", "/openings", opening, gone)
    town.say("scheduling", "/units", {"id": str(UNIT), "name": "国土分局"})
    text = (await reader.open("/openings")).text
    for said in ("FW62M-D0D1S", "核实补偿面积", "国土分局", ">li<", "已依法删除", str(UUID(int=99))):
        assert said in text
    town.services["scheduling"].answers[f"/people/{ME}"] = {"name": "周文斌", "unit": {"id": str(UNIT), "name": "局"}}
    assert ">周文斌<" in (await reader.open("/openings")).text


@pytest.mark.parametrize("role", sorted(set(Role) - MAY["opening.read"] - {Role.OPERATOR, Role.DEPARTMENT_KEY}))
async def test_for_others_there_are_no_openings(town: Town, role: Role) -> None:
    reader = await town.read(role, "/openings")
    assert status_of(reader) == 404
    assert "查阅" not in reader.text
