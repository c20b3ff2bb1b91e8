"""Units, people and places come in by import and are there for everybody in the district."""

from tests.component.scheduling.district import ADMINISTRATOR, CLERK, FILES, OFFICE, rows
from tests.component.scheduling.stage import Stage


async def test_what_was_imported_is_shown_with_its_tree_its_posts_and_who_stands_by_it(stage: Stage) -> None:
    units = await stage.read(CLERK, "/units", below=str(stage.unit("MZ")))
    assert [one["code"] for one in units["items"]] == ["MZ", "MZ-HD", "MZ-LD", "MZ-S1", "MZ-S2"]
    assert units["items"][3]["path"] == [str(stage.unit("MZ")), str(stage.unit("MZ-S1"))]
    (head,) = [one for one in (await stage.read(CLERK, "/people"))["items"] if one["code"] == "H1"]
    assert {(held["post"], held["unit"]) for held in head["posts"]} == {
        ("head", str(stage.unit("MZ-S1"))),
        ("head", str(stage.unit("MZ-HD"))),
    }
    group = (await stage.read(CLERK, "/places", level="group"))["items"][0]
    assert group["path"] == [str(stage.place(code)) for code in ("D", "T1", "C01", "C01-G1")]
    assert group["contact_section"] == {"id": str(stage.unit("MZ-S1")), "name": "社会救助科"}
    assert group["contact_leader"]["name"] == "赵局长"


async def test_lists_come_page_by_page(stage: Stage) -> None:
    first = await stage.read(CLERK, "/units", limit=5)
    second = await stage.read(CLERK, "/units", limit=5, after=first["next"])
    assert [one["code"] for one in first["items"] + second["items"]] == sorted(line[0] for line in FILES["units"])
    assert second["next"] is None


async def test_twice_the_same_is_once_and_a_change_is_a_change(stage: Stage) -> None:
    again = await stage.imports(ADMINISTRATOR, "units", rows("units"))
    assert again.json() == {"rows": 8, "new": 0, "same": 8, "changed": 0, "errors": []}
    changed = await stage.imports(
        ADMINISTRATOR, "units", rows("units", ("MZ-S1", "社会救助和养老科", "section", "MZ")), key="renaming"
    )
    assert changed.json() == {"rows": 1, "new": 0, "same": 0, "changed": 1, "errors": []}
    sent_again = await stage.imports(
        ADMINISTRATOR, "units", rows("units", ("MZ-S1", "社会救助和养老科", "section", "MZ")), key="renaming"
    )
    assert sent_again.json() == changed.json()
    back = await stage.imports(ADMINISTRATOR, "units", rows("units"))
    assert back.json() == {"rows": 8, "new": 0, "same": 7, "changed": 1, "errors": []}


async def test_a_dry_run_says_what_it_would_do_and_does_nothing(stage: Stage) -> None:
    new = rows("units", ("XF", "信访局", "petition-office", ""), ("MZ", "民政局", "department", ""))
    answer = await stage.imports(ADMINISTRATOR, "units", new, dry_run="true")
    assert answer.json() == {"rows": 2, "new": 1, "same": 1, "changed": 0, "errors": []}
    assert "XF" not in {one["code"] for one in (await stage.read(CLERK, "/units"))["items"]}


async def test_with_one_error_nothing_is_written_and_the_error_says_what_to_do(stage: Stage) -> None:
    before = await stage.ports.log.head(stage.tenant)
    bad = rows("people", ("P9", "钱伟", "MZ-S1", "yes", ""), ("P8", "吴芳", "MZ-S9", "yes", ""))
    answer = await stage.imports(ADMINISTRATOR, "people", bad, language="en")
    assert answer.json()["errors"] == [
        {
            "row": 3,
            "column": "unit",
            "problem": "There is no unit with the code “MZ-S9”.",
            "fix": "Import that unit first, or correct the code.",
        }
    ]
    assert await stage.ports.log.head(stage.tenant) == before


async def test_units_below_a_moved_unit_move_with_it(stage: Stage) -> None:
    moved = rows("units", ("QZF", "区政府", "town", ""), ("MZ", "民政局", "department", "QZF"))
    await stage.imports(ADMINISTRATOR, "units", moved)
    await stage.quiet()
    (section,) = (await stage.read(CLERK, "/units", below=str(stage.unit("MZ-S1"))))["items"]
    assert section["path"] == [str(stage.unit(code)) for code in ("QZF", "MZ", "MZ-S1")]


async def test_only_an_administrator_imports(stage: Stage) -> None:
    answer = await stage.imports(OFFICE, "units", rows("units"))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_another_district_sees_nothing_of_it(stage: Stage) -> None:
    elsewhere = stage.elsewhere()
    for path in ("/units", "/people", "/places", "/campaigns"):
        assert (await elsewhere.read(ADMINISTRATOR, path))["items"] == []
