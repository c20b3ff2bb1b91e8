"""The file of a campaign's roster: read here, given to scheduling in the asker's name, by the activity office alone."""

from uuid import UUID

from tests.component.gateway.stage import Stage, problem_of

PATH = f"/campaigns/{UUID(int=5)}/roster/import"
FILE = "person,name,batch,place\nMZ-02,王秀英,1,C01\n".encode()


async def test_its_rows_are_given_to_scheduling(stage: Stage) -> None:
    await stage.account("li", "activity-office", unit=str(UUID(int=1)))
    report = (await stage.ask("li", "POST", PATH, FILE)).json()
    assert (report["kind"], report["rows"], report["written"]) == ("roster", 1, True)
    (asked,) = stage.services["scheduling"].asked
    assert asked["rows"] == [{"person": "MZ-02", "name": "王秀英", "batch": "1", "place": "C01"}]
    assert (asked["dry_run"], asked["claims"]["grants"][0]["role"]) == (False, "activity-office")


async def test_with_an_error_nothing_is_written_and_a_dry_run_tells_it_too(stage: Stage) -> None:
    await stage.account("li", "activity-office", unit=str(UUID(int=1)))
    error = {"row": 3, "column": "person", "problem": "there is no P2", "fix": "add a row"}
    stage.services["scheduling"].import_errors = [error]
    assert problem_of(await stage.ask("li", "POST", PATH, FILE)) == (422, "import-has-errors")
    tried = await stage.ask("li", "POST", PATH + "?dry_run=true", FILE)
    assert (tried.status_code, tried.json()["written"], tried.json()["errors"]) == (200, False, [error])


async def test_other_columns_are_refused_with_those_that_are_expected(stage: Stage) -> None:
    await stage.account("li", "activity-office", unit=str(UUID(int=1)))
    answer = await stage.ask("li", "POST", PATH, b"who,where\nP1,C01\n")
    assert problem_of(answer) == (422, "file-columns")
    assert "person, name, batch, place" in answer.json()["detail"]


async def test_it_is_no_business_of_the_administrator(stage: Stage) -> None:
    assert problem_of(await stage.ask("admin", "POST", PATH, FILE))[0] == 403
    assert stage.services["scheduling"].asked == []
