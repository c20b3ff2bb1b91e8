"""What is seen of the field: by whose stay and place, with or without what was heard; and by whom not at all."""

from dataclasses import replace

from shared.ids import CampaignId
from shared.testing.names import named
from tests.component.ledger import district as d
from tests.component.ledger.stage import Official, Stage
from tests.component.ledger.test_filing_the_books import contents, field_work, filing_of

PARTS = ("/pairings", "/screenings", "/deeds", "/meetings", "/notes")


async def test_the_cadre_the_section_head_and_the_activity_office_read_what_was_written(stage: Stage) -> None:
    made = await field_work(stage)
    for reader in (d.LI, d.HEAD, d.OFFICE):
        visit = await stage.read(reader, f"/visits/{made['visit']}")
        assert visit["diary"]["text"] == "走访第一户，了解冷暖"
        pairing = await stage.read(reader, f"/pairings/{made['pairing']}")
        assert (pairing["needs"][0]["need"]["text"], pairing["measures"][0]["result"]["text"]) == (
            "盼有一份活计",
            "已上岗",
        )
        screening = await stage.read(reader, f"/screenings/{made['screening']}")
        assert screening["findings"][0]["what"]["text"] == "山塘坝体渗水"
        for path in PARTS:
            (one, *_) = (await stage.read(reader, path))["items"]
            assert (await stage.read(reader, f"{path}/{one['id']}"))["cadre"]["name"] == "李建国"


async def test_the_district_office_sees_the_visit_without_what_was_heard(stage: Stage) -> None:
    made = await field_work(stage)
    visit = await stage.read(d.DISTRICT, f"/visits/{made['visit']}")
    assert visit["diary"] == {"text": None, "state": "withheld"}
    assert visit["matters"] == []
    for path in PARTS:
        assert (await stage.get(d.DISTRICT, path)).status_code == 403
    filing = await filing_of(stage, "2010-12")
    await stage.move_clock("2010-12-31 16:00")
    await stage.done(d.HEAD, f"/filings/{filing['id']}/draft")
    await stage.done(d.OFFICE, f"/filings/{filing['id']}/submission")
    filed = await stage.read(d.DISTRICT, f"/filings/{filing['id']}/versions/1")
    assert contents(filed)["民情账"] == ["（不在您的阅读范围）"]
    assert contents(filed)["稳定账"][1] == "【安全生产·重大】山塘坝体渗水"
    assert filed["books"][1]["lines"][0]["result"] == "当场办结；（不在您的阅读范围）"
    live = await stage.read(d.DISTRICT, f"/places/{stage.place('C01')}/books")
    assert "渗水" not in str(live)


async def test_to_all_others_it_does_not_exist(stage: Stage) -> None:
    made = await field_work(stage)
    for stranger in (d.WANG, d.OTHER_HEAD, d.OTHER_OFFICE, d.ZHAO):
        await _sees_nothing_of_it(stage, stranger, made)


async def _sees_nothing_of_it(stage: Stage, stranger: Official, made: dict[str, str]) -> None:
    for path in (f"/visits/{made['visit']}", f"/pairings/{made['pairing']}", f"/screenings/{made['screening']}"):
        assert (await stage.get(stranger, path)).status_code == 404
    for path in ("/visits", *PARTS):
        assert (await stage.read(stranger, path))["items"] == []
    assert (await stage.get(stranger, f"/places/{stage.place('C01')}/books")).status_code == 404
    household = stage.household("C01-H1")
    assert (await stage.get(stranger, f"/households/{household}")).status_code == 404
    shown = (await stage.read(stranger, "/households"))["items"]
    assert not any(one["code"].startswith("C01") for one in shown)
    filings = (await stage.read(stranger, "/filings"))["items"]
    assert not any(one["place"] == str(stage.place("C01")) for one in filings)


async def test_the_next_batchs_cadre_reads_the_places_file_and_the_former_one_the_own_records_alone(
    stage: Stage,
) -> None:
    made = await field_work(stage)
    await stage.move_clock("2010-12-24 09:00")
    await d.next_stay_starts(stage)
    visit = await stage.read(d.ZHAO, f"/visits/{made['visit']}")
    assert (visit["diary"]["state"], visit["matters"]) == ("open", [])
    (file,) = [one for one in (await stage.read(d.ZHAO, "/households"))["items"] if one["visits"]]
    assert (file["code"], file["identity"]) == ("C01-H1", "withheld")
    household = await stage.read(d.ZHAO, f"/households/{file['id']}")
    assert household["diary"][0]["diary"]["text"] == "走访第一户，了解冷暖"
    assert household["pairings"][0]["kind"] == "hardship"
    assert "李秀英" not in str(household)
    assert (await stage.read(d.LI, "/households"))["items"] == []
    assert (await stage.read(d.LI, f"/visits/{made['visit']}"))["diary"]["state"] == "open"


async def test_a_grant_for_one_campaign_opens_the_household_files_where_that_campaign_goes_to(stage: Stage) -> None:
    for reader in (d.HEAD, d.OFFICE):
        all_of_them = (await stage.read(reader, "/households"))["items"]
        assert all_of_them
        of_it = replace(reader, campaign=d.CAMPAIGN)
        assert (await stage.read(of_it, "/households"))["items"] == all_of_them
        of_another = replace(reader, campaign=CampaignId(named("another campaign")))
        assert (await stage.read(of_another, "/households"))["items"] == []


async def test_another_district_sees_nothing(stage: Stage) -> None:
    made = await field_work(stage)
    elsewhere = stage.elsewhere()
    assert (await elsewhere.get(d.OFFICE, f"/visits/{made['visit']}")).status_code == 404
    assert (await elsewhere.read(d.OFFICE, "/filings"))["items"] == []
