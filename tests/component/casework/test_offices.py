"""The table of competence and the letterheads, set one by one or by a file."""

from typing import Any  # answers are JSON

from tests.component.casework import district as d
from tests.component.casework.stage import Stage


async def imported(stage: Stage, rows: list[dict[str, str]], **more: str) -> Any:
    """What becomes of a file."""
    answer = await stage.imports(d.ADMINISTRATOR, "competences", rows, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def fields(stage: Stage) -> dict[str, str]:
    table = await stage.read(d.LAND_CLERK, "/competences")
    return {one["field"]: one["unit"]["name"] for one in table["items"]}


def row(field: str, unit: str) -> dict[str, str]:
    return {"field": field, "unit": unit}


async def test_a_file_sets_the_table_and_twice_is_once(stage: Stage) -> None:
    rows = [row("land-requisition", "GT"), row("employment", "JM"), row("work-safety", "JM")]
    await d.imported_units(stage)
    foretold = await imported(stage, rows, dry_run="true")
    assert (foretold["rows"], foretold["new"], foretold["changed"]) == (3, 1, 2)
    assert "work-safety" not in await fields(stage)
    done = await imported(stage, rows)
    assert (done["new"], done["changed"], done["errors"]) == (1, 2, [])
    assert (await fields(stage))["work-safety"] == "经贸局（导入）"
    assert (await imported(stage, rows))["same"] == 3


async def test_a_file_with_errors_sets_nothing(stage: Stage) -> None:
    await d.imported_units(stage)
    report = await imported(stage, [row("work-safety", "GT"), row("Nonsense!", "GT"), row("litigation", "nobody")])
    assert [(error["row"], error["column"]) for error in report["errors"]] == [(3, "field"), (4, "unit")]
    assert set(await fields(stage)) == {"land-requisition", "employment"}


async def test_only_the_administrator_imports(stage: Stage) -> None:
    assert (await stage.imports(d.OFFICE, "competences", [])).status_code == 403


async def test_a_district_names_its_own_fields(stage: Stage) -> None:
    body = {"unit": str(d.unit("国土分局")), "name": "山塘水库"}
    await stage.done(d.OFFICE, "/competences/reservoirs", body, method="PUT")
    matter = await d.issued(stage, field="reservoirs")
    assert (await stage.read(d.LAND_CLERK, f"/matters/{matter}/reply"))["title"] == "关于柳塘村山塘水库事项的答复"


async def test_a_units_letters_bear_the_prefix_it_has_set(stage: Stage) -> None:
    path = f"/letterheads/{d.unit('国土分局')}"
    await stage.done(d.OFFICE, path, {"prefix": "示国土资复"}, method="PUT")
    matter = await d.issued(stage)
    assert (await stage.read(d.LAND_CLERK, f"/matters/{matter}/reply"))["number"] == "示国土资复〔2010〕1号"


async def test_only_a_unit_that_handles_matters_is_competent(stage: Stage) -> None:
    answer = await stage.send(d.OFFICE, "/competences/litigation", {"unit": str(d.unit("社会救助科"))}, method="PUT")
    assert (answer.status_code, answer.json()["code"]) == (409, "not-a-handling-unit")


async def test_another_district_sees_nothing_of_this_one(stage: Stage) -> None:
    await d.issued(stage)
    elsewhere = stage.elsewhere()
    assert (await elsewhere.read(d.OFFICE, "/matters"))["items"] == []
    assert (await elsewhere.read(d.OFFICE, "/competences"))["items"] == []
