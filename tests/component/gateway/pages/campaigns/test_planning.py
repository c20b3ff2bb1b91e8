"""排定新活动 before a browser without scripts: what is typed is what is asked for, and nothing typed is lost."""

from uuid import UUID

import pytest

from shared.roles import MAY, Role
from tests.component.gateway.pages.campaigns.office import (
    BUREAU,
    CAMPAIGN,
    DISTRICT,
    HERE,
    LI,
    LIU,
    ME,
    OFFICE,
    QING,
    TAO,
    TOWN,
    WANG,
    Desk,
)
from tests.component.gateway.pages.reader import Reader

NEW = "/campaigns/new"
DAYS = {"begins": "2010-11-22", "ends": "2011-01-20"}
FIRST = {"batches.0.begins": "2010-11-22", "batches.0.ends": "2011-01-20"}
WHERE = {"towns": TOWN, "places": QING}


async def test_a_campaign_is_asked_for_as_it_was_typed(desk: Desk) -> None:
    office = await desk.office(NEW)
    said = {"statement.theme": "排忧解难", "statement.aims": "转变作风\n\n密切关系"}
    due = {"filings.0.period": "2010-12", "filings.0.due": "2010-12-31"}
    await office.press(action=NEW, name="下基层", **DAYS, **FIRST, **WHERE, **due, **said)
    ((method, path, body),) = desk.scheduling.told
    assert (method, path) == ("POST", "/campaigns")
    assert body == {
        "name": "下基层",
        "unit": BUREAU,
        "activity_office": OFFICE,
        "district_office": DISTRICT,
        "leading_group": None,
        **DAYS,
        "minimum_nights": 10,
        "batches": [{"number": 1, **DAYS}],
        "filings": [{"period": "2010-12", "due": "2010-12-31"}],
        "places": [LIU, TAO, QING],
        "statement": {"theme": "排忧解难", "aims": ["转变作风", "密切关系"], "linked": []},
    }
    assert "活动已排定。" in office.text


async def test_room_for_another_batch_keeps_what_was_typed_and_asks_for_nothing(desk: Desk) -> None:
    office = await desk.office(NEW)
    await office.press(action=NEW, name="下基层", **DAYS, **FIRST, **WHERE, more="batches")
    assert 'name="batches.1.begins"' in office.text
    assert 'value="下基层"' in office.text
    assert f'value="{TOWN}" checked' in office.text
    assert desk.scheduling.told == []


async def test_the_months_of_the_campaign_are_listed_with_their_last_days(desk: Desk) -> None:
    office = await desk.office(NEW)
    await office.press(action=NEW, months="yes")
    assert "请填写第一天。" in office.text
    await office.press(action=NEW, **DAYS, months="yes")
    for shown in ("2010-11", "2010-11-30", "2010-12", "2010-12-31", "2011-01", "2011-01-31"):
        assert f'value="{shown}"' in office.text
    assert 'value="2011-02"' not in office.text


async def test_what_is_missing_is_said_at_its_field_and_nothing_is_asked_for(desk: Desk) -> None:
    office = await desk.office(NEW)
    await office.press(action=NEW, **{"batches.0.begins": "2010-11-22"}, minimum_nights="ten")
    for said in (
        "请填写活动名称。",
        "请填写第一天。",
        "请填写这一批的最后一天。",
        "请选择驻点村（社区）。",
        "请填写数字。",
    ):
        assert said in office.text
    assert 'value="2010-11-22"' in office.text
    assert desk.scheduling.told == []


async def test_what_a_rule_refuses_is_said_over_the_form(desk: Desk) -> None:
    office = await desk.office(NEW)
    desk.scheduling.refusal = {"status": 409, "code": "batch-too-short", "detail": "第 1 批住不满 10 夜，请延长。"}
    await office.press(action=NEW, name="下基层", **DAYS, **FIRST, **WHERE)
    assert "第 1 批住不满 10 夜，请延长。" in office.text
    assert 'value="下基层"' in office.text


async def test_other_offices_are_not_to_choose(desk: Desk) -> None:
    office = await desk.office(NEW)
    assert "民政局活动办公室" in office.text
    assert "别局活动办公室" not in office.text


async def test_who_acts_for_one_place_alone_is_told_that_a_whole_office_plans(desk: Desk) -> None:
    reader = await Reader.of(desk.stage, "wang", Role.ACTIVITY_OFFICE, UUID(ME), unit=OFFICE, place=LIU)
    await reader.open(NEW)
    assert "您的账号没有管整个活动办公室的权限，请管理员授权。" in reader.text
    assert f'action="{NEW}"' not in reader.text


async def test_nobody_is_exempt_without_reason_and_document(desk: Desk) -> None:
    office = await desk.office(f"{HERE}/exemptions")
    await office.press(person=WANG, reason="留守值班")
    assert "请填写依据的文件。" in office.text
    assert desk.scheduling.told == []
    await office.press(document="示民〔2010〕1号")
    body = {"person": WANG, "reason": "留守值班", "document": "示民〔2010〕1号"}
    assert desk.scheduling.told == [("POST", f"{HERE}/exemptions", body)]


async def test_a_campaign_is_shown_with_its_batches_and_what_comes_next(desk: Desk) -> None:
    office = await desk.office(HERE)
    for said in ("第 1 批", "2010-12-22", "柳塘村", "区活动办公室", "编排安排表"):
        assert said in office.text
    assert 'data-stale="stale"' in office.text


OTHERS = sorted(set(Role) - MAY["campaign.plan"] - {Role.OPERATOR, Role.DEPARTMENT_KEY})


@pytest.mark.parametrize("role", OTHERS)
async def test_for_every_other_role_there_is_no_such_page(desk: Desk, role: Role) -> None:
    reader = await desk.office("/campaigns", role)
    for path in ("/campaigns", NEW, HERE, f"{HERE}/exemptions", f"{HERE}/roster", f"{HERE}/roster.csv"):
        await reader.open(path)
        assert reader.page is not None
        assert reader.page.status_code == 404, path
        assert 'href="/campaigns"' not in reader.text
        assert CAMPAIGN not in reader.text.replace(HERE, "")
        assert LI not in reader.text
