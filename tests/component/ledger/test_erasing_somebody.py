"""An erasure destroys every key of somebody, here and at casework, on record; what stood there is 已依法删除."""

from typing import Any  # bodies are JSON
from uuid import UUID

from services.ledger.queries.wording import ERASED
from shared.sealed import Sealed
from shared.testing.names import named
from tests.component.ledger import district as d
from tests.component.ledger import forms
from tests.component.ledger.caseworker import Caseworker
from tests.component.ledger.stage import Stage
from tests.component.ledger.test_filing_the_books import filing_of

OPERATOR = f"account:{named('operator')}"
STRANGER = {"mode": "reception", "callers": [{"name": "赵六", "telephone": "13911112222"}]}


def order(subject: object, **changed: Any) -> dict[str, Any]:
    body = {
        "subject": str(subject),
        "command": str(named("command")),
        "ground": "consent-withdrawn",
        "document": "示信〔2010〕9号",
        "by": OPERATOR,
        "at": "2010-11-30T10:00:00+08:00",
    }
    return body | changed


LOOK = {"command": str(named("a look")), "by": OPERATOR, "at": "2010-11-30T09:30:00+08:00"}


async def asked(stage: Stage, path: str, body: dict[str, Any]) -> Any:
    answer = await stage.gateway_asks(f"/internal/erasures{path}", LOOK | body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def erased(stage: Stage, subject: object, **changed: Any) -> Any:
    return await asked(stage, "", order(subject, **changed))


def kinds(dropped: list[dict[str, Any]]) -> list[str]:
    return [f"{one['service']} {one['kind']}" for one in dropped]


async def visited(stage: Stage, **changed: Any) -> list[str]:
    """A visit with a dispute; the ids of what was raised."""
    form = forms.a_visit(stage, forms.DISPUTE, **changed)
    made = await stage.done(d.LI, "/visits", form)
    return [made["id"], made["matters"][0]["id"], made["matters"][0]["reference"]]


async def test_all_that_was_written_about_a_household_opens_no_more(stage: Stage, caseworker: Caseworker) -> None:
    visit, matter, _ = await visited(stage)
    caseworker.sealed = {UUID(matter)}
    house = stage.household("C01-H1")

    before = await asked(stage, "/preview", {"subject": "C01-H1"})
    assert before["subject"] == str(house)
    assert kinds(before["opened"]) == ["ledger identity", "ledger matter", "ledger visit", "casework case"]
    assert before["erasures"] == []

    receipt = await erased(stage, "C01-H1")
    assert receipt["opened"] == []
    (one,) = receipt["erasures"]
    assert (one["dropped"], one["by"], one["document"]) == (before["opened"], OPERATOR, "示信〔2010〕9号")

    (raised,) = [fact["data"] for fact in await stage.facts() if fact["type"].endswith("matter-raised.v1")]
    person = raised["petitioners"][0]
    for sealed in (person["name"], person["telephone"], raised["words"]):
        assert await stage.ports.keys.open(stage.tenant, Sealed.model_validate(sealed)) is None
    shown = await stage.read(d.LI, f"/visits/{visit}")
    assert shown["diary"] == {"text": None, "state": "erased"}
    assert shown["matters"][0]["words"] == {"text": None, "state": "erased"}
    assert shown["matters"][0]["subject"] == forms.DISPUTE["subject"]


async def test_it_is_an_event_that_tells_no_value(stage: Stage) -> None:
    await visited(stage)
    await erased(stage, "C01-H1")
    (row,) = [row for row in await stage.rows() if row.type == "subject-erased.v1"]
    assert (row.stream, row.actor, row.fact_type) == (f"erasure/{stage.household('C01-H1')}", OPERATOR, None)
    assert "sealed" not in row.data
    assert "李秀英" not in row.data


async def test_erased_twice_is_erased_once_and_answered_the_same(stage: Stage, caseworker: Caseworker) -> None:
    await visited(stage)
    first = await erased(stage, "C01-H1")
    assert await erased(stage, "C01-H1") == first
    assert await erased(stage, "C01-H1", command=str(named("another")), document="示信〔2010〕10号") == first
    assert len([row for row in await stage.rows() if row.type == "subject-erased.v1"]) == 1
    assert len(caseworker.orders) == 3


async def test_what_was_written_since_goes_the_second_time(stage: Stage) -> None:
    await visited(stage)
    await erased(stage, "C01-H1")
    await visited(stage, diary="又去了一次")
    receipt = await erased(stage, "C01-H1", command=str(named("another")))
    assert [kinds(one["dropped"]) for one in receipt["erasures"]][1:] == [["ledger matter", "ledger visit"]]
    assert receipt["opened"] == []


async def test_figures_stay_as_they_were(stage: Stage) -> None:
    await visited(stage)
    asked_for = (f"/campaigns/{d.CAMPAIGN}/field-figures", f"/campaigns/{d.CAMPAIGN}/coverage")
    before = [await stage.read(d.OFFICE, path) for path in asked_for]
    assert before[1]["met"] == 1
    await erased(stage, "C01-H1")
    assert [await stage.read(d.OFFICE, path) for path in asked_for] == before


async def test_others_are_left_as_they_were(stage: Stage) -> None:
    await visited(stage)
    callers = [{"household": str(stage.household("C01-H2"))}]
    other, *_ = await visited(stage, callers=callers)
    await erased(stage, "C01-H1")
    assert (await stage.read(d.LI, f"/visits/{other}"))["diary"]["state"] == "open"
    standing = await asked(stage, "/preview", {"subject": "C01-H2"})
    assert kinds(standing["opened"]) == ["ledger identity", "ledger matter", "ledger visit"]


async def test_somebody_of_no_household_is_found_by_the_matter_that_they_raised(stage: Stage) -> None:
    visit, _, reference = await visited(stage, **STRANGER)
    receipt = await erased(stage, reference)
    assert kinds(receipt["erasures"][0]["dropped"]) == ["ledger identity", "ledger matter", "ledger visit"]
    assert (await stage.read(d.LI, f"/visits/{visit}"))["diary"]["state"] == "erased"
    assert (await asked(stage, "/preview", {"subject": receipt["subject"]})) == receipt


async def test_words_go_whose_writer_said_that_they_name_the_household(stage: Stage) -> None:
    house, other = str(stage.household("C01-H1")), str(stage.household("C01-H2"))
    about = {"stay": str(d.STAY), "about": "branch-and-members"}
    named, silent = [
        (await stage.done(d.LI, "/notes", {**about, "text": "李秀英是老党员", "names": names}))["id"]
        for names in ([house], [])
    ]
    visit, *_ = await visited(stage, callers=[{"household": other}], diary="途中遇李秀英", names=[house])
    corrected = {"diary": "途中遇一人", "reason": "改写"}
    etag = (await stage.get(d.LI, f"/visits/{visit}")).headers["ETag"]
    await stage.done(d.LI, f"/visits/{visit}/correction", corrected, if_match=etag)
    receipt = await erased(stage, "C01-H1")
    assert kinds(receipt["erasures"][0]["dropped"]) == ["ledger identity", "ledger note", "ledger visit"]
    assert (await stage.read(d.LI, f"/notes/{named}"))["text"]["state"] == "erased"
    assert (await stage.read(d.LI, f"/notes/{silent}"))["text"]["state"] == "open"
    shown = await stage.read(d.LI, f"/visits/{visit}")
    assert [shown["diary"]["state"], *(one["state"] for one in shown["struck"])] == ["erased", "erased"]
    assert shown["matters"][0]["words"]["state"] == "open"
    elsewhere = {**about, "text": "x", "names": [str(stage.household("C02-H1"))]}
    assert await stage.refused(d.LI, "/notes", elsewhere) == (409, "household-elsewhere")


async def test_why_somebody_was_looked_up_goes_too(stage: Stage) -> None:
    _, matter, _ = await visited(stage)
    (raised,) = [fact["data"] for fact in await stage.facts() if fact["type"].endswith("matter-raised.v1")]
    opening = {
        "sealed": [raised["petitioners"][0]["name"]],
        "purpose": "电话回访李秀英",
        "matter": matter,
        "actor": OPERATOR,
        "unit": None,
        "at": "2010-11-30T10:00:00+08:00",
    }
    await stage.service_asks("/internal/openings", opening, **{"Idempotency-Key": str(named("key"))})
    assert "ledger opening" in kinds((await erased(stage, "C01-H1"))["erasures"][0]["dropped"])
    stage.position = ""
    await stage.quiet()
    (entry,) = (await stage.read(d.AUDITOR, "/openings"))["items"]
    assert entry["purpose"] == {"text": None, "state": "erased"}


async def test_the_same_row_of_the_households_file_brings_nobody_back(stage: Stage) -> None:
    await erased(stage, "C01-H1")
    before = await asked(stage, "/preview", {"subject": "C01-H1"})
    report = await stage.imported(d.rows())
    assert await asked(stage, "/preview", {"subject": "C01-H1"}) == before
    assert before["opened"] == []
    assert (report["same"], report["changed"]) == (4, 0)
    newest = [row for row in await stage.rows() if row.type == "household-described.v1"]
    assert len(newest) == 4


async def test_while_casework_is_away_nothing_is_destroyed_and_nothing_recorded(
    stage: Stage, caseworker: Caseworker
) -> None:
    visit, *_ = await visited(stage)
    caseworker.away = True
    answer = await stage.gateway_asks("/internal/erasures", order("C01-H1"))
    assert (answer.status_code, answer.json()["code"]) == (503, "service-away")
    assert (await stage.read(d.LI, f"/visits/{visit}"))["diary"]["state"] == "open"
    assert not [row for row in await stage.rows() if row.type == "subject-erased.v1"]


async def test_nobody_known_is_nobody_erased_and_people_have_no_way_in(stage: Stage) -> None:
    for unknown in ("C09-H9", named("nobody"), "FW62M-D0D1S"):
        answer = await stage.gateway_asks("/internal/erasures", order(unknown))
        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-subject")
    elsewhere = await stage.elsewhere().gateway_asks("/internal/erasures", order(stage.household("C01-H1")))
    assert elsewhere.status_code == 404
    no = await stage.client.post("/internal/erasures", json=order("C01-H1"), headers=stage.headers(d.OFFICE))
    assert no.status_code == 403
    shapeless = await stage.gateway_asks("/internal/erasures", order("C01-H1", ground="because"))
    assert shapeless.status_code == 422
    assert (await asked(stage, "/preview", {"subject": "C01-H1"}))["opened"] != []


async def test_a_filed_book_keeps_its_digest_and_shows_what_was_erased_as_that(stage: Stage) -> None:
    await visited(stage)
    filing = (await filing_of(stage, "2010-12"))["id"]
    await stage.done(d.HEAD, f"/filings/{filing}/draft")
    await stage.done(d.OFFICE, f"/filings/{filing}/submission")
    before = await stage.read(d.OFFICE, f"/filings/{filing}/versions/1")
    await erased(stage, "C01-H1")
    after = await stage.read(d.OFFICE, f"/filings/{filing}/versions/1")
    assert (after["digest"], after["verified"]) == (before["digest"], True)
    contents = [str(line["content"]) for book in after["books"] for line in book["lines"]]
    assert ERASED in contents
    assert str(forms.DISPUTE["words"]) not in str(after)
