"""安排表 before a browser without scripts: who is placed, who is missing, and that only what was read is published."""

from shared.roles import Role
from tests.component.gateway.pages.campaigns.office import HERE, LI, LIU, STAY, TAO, WANG, ZHAO, Desk, line
from tests.component.gateway.pages.reader import Reader, form_in

ROSTER = f"{HERE}/roster"
LI_1, WANG_2, ZHAO_2 = line(LI, "李建国", 1, LIU), line(WANG, "王敏", 2, TAO), line(ZHAO, "赵勇", 2, LIU)
DRAFT = [LI_1, WANG_2, ZHAO_2]
ENTRIES = [one | {"stay": STAY} for one in DRAFT]
FILE = "person,name,batch,place\nP1,李建国,1,C01\n".encode()


def asked(*lines: dict[str, object]) -> dict[str, object]:
    """A roster as the API takes it."""
    return {"entries": [{name: one[name] for name in ("person", "batch", "place")} for one in lines]}


async def test_before_there_is_a_roster_everybody_is_named_as_not_placed(desk: Desk) -> None:
    office = await desk.office(ROSTER)
    assert "还没有安排：3 人" in office.text
    assert "李建国、王敏、赵勇" in office.text
    assert f'action="{ROSTER}/publication"' not in office.text


async def test_a_draft_is_published_as_it_was_read(desk: Desk) -> None:
    desk.scheduling.roster(DRAFT)
    office = await desk.office(ROSTER)
    assert "发布后全区都能查到" in office.text
    await office.press(action=f"{ROSTER}/publication")
    assert desk.scheduling.told == [("POST", f"{ROSTER}/publication", None)]


async def test_a_draft_that_somebody_has_changed_meanwhile_is_not_published(desk: Desk) -> None:
    desk.scheduling.roster(DRAFT)
    office = await desk.office(ROSTER)
    desk.scheduling.roster([LI_1, WANG_2, line(ZHAO, "赵勇", 1, TAO)])
    await office.press(action=f"{ROSTER}/publication")
    assert "草稿刚刚有人改过。请核对后再发布。" in office.text
    assert desk.scheduling.told == []
    await office.press(action=f"{ROSTER}/publication")
    assert desk.scheduling.told != []


async def test_what_is_published_already_is_not_to_publish_and_leads_to_the_stays(desk: Desk) -> None:
    desk.scheduling.roster(DRAFT, ENTRIES, 1)
    office = await desk.office(ROSTER)
    assert f'href="/stays/{STAY}"' in office.text
    assert f'action="{ROSTER}/publication"' not in office.text


async def test_against_the_version_that_holds_the_draft_says_what_is_new(desk: Desk) -> None:
    desk.scheduling.roster([line(LI, "李建国", 2, TAO), ZHAO_2], ENTRIES[:2], 1)
    office = await desk.office(ROSTER)
    assert "原第 1 批 柳塘村" in office.text
    assert "新增" in office.text
    assert "与第 1 版相比，不再安排：王敏" in office.text
    assert "发布第 2 版" in office.text


async def test_one_cadre_is_moved_and_all_others_stay(desk: Desk) -> None:
    desk.scheduling.roster(DRAFT)
    office = await desk.office(ROSTER)
    await office.press(action=f"{ROSTER}/line", person=WANG, batch="1", place=LIU)
    ((method, path, body),) = desk.scheduling.told
    assert (method, path) == ("PUT", ROSTER)
    assert body == {"entries": [*asked(LI_1, ZHAO_2)["entries"], {"person": WANG, "batch": "1", "place": LIU}]}  # type: ignore[misc]  # a list


async def test_one_by_one_they_are_placed_only_where_no_other_is_missing(desk: Desk) -> None:
    office = await desk.office(ROSTER)
    assert f'action="{ROSTER}/line"' not in office.text
    desk.scheduling.roster([LI_1, WANG_2])
    await office.open(ROSTER)
    await office.press(action=f"{ROSTER}/line", person=ZHAO, batch="1", place=LIU)
    ((_, _, body),) = desk.scheduling.told
    assert [one["person"] for one in body["entries"]] == [LI, WANG, ZHAO]


async def test_whoever_is_exempt_by_now_is_taken_off_the_draft(desk: Desk) -> None:
    desk.scheduling.roster(DRAFT, ENTRIES, 1)
    desk.scheduling.items(f"{HERE}/exemptions", {"person": {"id": ZHAO, "name": "赵勇"}})
    office = await desk.office(ROSTER)
    assert "已登记不参加，还在表里：1 人" in office.text
    assert f'action="{ROSTER}/publication"' not in office.text
    await office.press(action=f"{ROSTER}/rest")
    assert desk.scheduling.told == [("PUT", ROSTER, asked(LI_1, WANG_2))]


async def test_whose_stay_has_begun_stays_on_the_roster_though_exempt(desk: Desk) -> None:
    desk.scheduling.roster(DRAFT, ENTRIES, 1)
    desk.scheduling.items(f"{HERE}/exemptions", {"person": {"id": ZHAO, "name": "赵勇"}})
    desk.scheduling.items("/stays", {"person": {"id": ZHAO, "name": "赵勇"}, "state": "started"})
    office = await desk.office(ROSTER)
    assert "还在表里" not in office.text


async def chosen(office: Reader, file: bytes) -> Reader:
    """Read the roster from a file."""
    _, fields = form_in(office.text, f"{ROSTER}/file")
    fields.pop("file")
    office.page = await office.http.post(f"{ROSTER}/file", data=fields, files={"file": ("安排表.csv", file)})
    return office


async def test_a_file_is_read_into_the_draft_once_it_has_no_error(desk: Desk) -> None:
    office = await chosen(await desk.office(ROSTER), FILE)
    assert "已读入草稿：1 人，新增 1 相同 0 更改 0。请核对后发布。" in office.text
    assert [one["dry_run"] for one in desk.scheduling.asked] == [True, False]


async def test_errors_of_a_file_are_told_by_row_and_nothing_is_read(desk: Desk) -> None:
    desk.scheduling.import_errors = [{"row": 2, "column": "batch", "problem": "没有这一批", "fix": "改为 1, 2"}]
    office = await chosen(await desk.office(ROSTER), FILE)
    assert office.page is not None
    assert office.page.status_code == 422
    for said in ("文件有误 1 处", "没有这一批", "改为 1, 2", "批次（batch）"):
        assert said in office.text
    assert [one["dry_run"] for one in desk.scheduling.asked] == [True]


async def test_what_is_no_file_is_said(desk: Desk) -> None:
    office = await chosen(await desk.office(ROSTER), b"")
    assert "请选择文件（CSV 或 XLSX）。" in office.text
    office = await chosen(office, b"\xff\xd8\x00\x10")
    assert "文件不是 CSV 或 XLSX，请另存后再选。" in office.text


async def test_a_file_travels_sealed_while_the_service_is_away(desk: Desk) -> None:
    office = await desk.office(ROSTER)
    await desk.stage.processes["scheduling"].stop()
    await chosen(office, FILE)
    assert "您的内容还没有保存。" in office.text
    assert "李建国" not in office.text
    await desk.stage.processes["scheduling"].start()
    await office.press()
    assert "已读入草稿：1 人" in office.text


async def test_the_sheet_has_everybody_who_takes_part_with_places_by_name(desk: Desk) -> None:
    desk.scheduling.roster([LI_1])
    desk.scheduling.items(f"{HERE}/exemptions", {"person": {"id": ZHAO, "name": "赵勇"}})
    office = await desk.office(f"{ROSTER}.csv")
    assert office.text.lstrip("\ufeff").splitlines() == ["person,name,batch,place", "P1,李建国,1,柳塘村", "P2,王敏,,"]


async def test_of_another_offices_campaign_the_published_roster_is_there_and_no_form(desk: Desk) -> None:
    desk.scheduling.roster(None, ENTRIES[:1], 1)
    del desk.scheduling.answers[f"{HERE}/exemptions"]
    office = await desk.office(ROSTER, Role.ACTIVITY_OFFICE)
    main = office.text.partition("<main")[2].partition("</main>")[0]
    assert "李建国" in main
    assert "<form" not in main
    assert STAY not in main
    assert "还没有安排" not in main
