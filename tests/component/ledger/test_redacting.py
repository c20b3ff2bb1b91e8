"""A text that is given without the person is read in the place of the one that is erased, but for what was filed."""

import json
from typing import Any  # bodies are JSON

from services.ledger.queries.wording import ERASED
from shared.sealed import Sealed
from shared.testing.names import named
from shared.web.problems import Unavailable
from tests.component.ledger import district as d
from tests.component.ledger import forms
from tests.component.ledger.caseworker import Caseworker
from tests.component.ledger.stage import Stage
from tests.component.ledger.test_erasing_somebody import asked, erased, kinds, order, visited
from tests.component.ledger.test_filing_the_books import filing_of

WITHOUT = "走访一户，了解冷暖"
OPEN = {"text": WITHOUT, "state": "open"}


async def diary(stage: Stage, visit: str) -> Any:
    return (await stage.read(d.LI, f"/visits/{visit}"))["diary"]


async def test_it_is_read_where_the_text_stood(stage: Stage) -> None:
    visit, matter, _ = await visited(stage)
    await erased(stage, "C01-H1", redactions={visit: WITHOUT, matter: "补偿款没有发"})
    shown = await stage.read(d.LI, f"/visits/{visit}")
    assert (shown["diary"], shown["matters"][0]["words"]["text"]) == (OPEN, "补偿款没有发")
    books = await stage.read(d.LI, f"/places/{stage.place('C01')}/books")
    assert books["books"][0]["lines"][0]["content"] == WITHOUT
    (raised,) = [fact["data"] for fact in await stage.facts() if fact["type"].endswith("matter-raised.v1")]
    words = await stage.service_asks("/internal/words", {"values": [raised["words"]]})
    assert words.json()["values"] == ["补偿款没有发"]


async def test_no_key_is_left_for_the_text_itself_and_no_row_holds_either_in_plain(stage: Stage) -> None:
    visit, *_ = await visited(stage)
    receipt = await erased(stage, "C01-H1", redactions={visit: WITHOUT})
    assert kinds(receipt["erasures"][0]["dropped"]) == ["ledger identity", "ledger matter", "ledger visit"]
    assert receipt["opened"] == []
    (row,) = [row for row in await stage.rows() if row.type == "text-redacted.v1"]
    assert WITHOUT not in row.data
    assert (await stage.read(d.LI, f"/visits/{visit}"))["matters"][0]["words"]["state"] == "erased"


async def test_a_filed_book_says_erased_by_law_all_the_same(stage: Stage) -> None:
    visit, *_ = await visited(stage)
    filing = (await filing_of(stage, "2010-12"))["id"]
    await stage.done(d.HEAD, f"/filings/{filing}/draft")
    await stage.done(d.OFFICE, f"/filings/{filing}/submission")
    await erased(stage, "C01-H1", redactions={visit: WITHOUT})
    filed = await stage.read(d.OFFICE, f"/filings/{filing}/versions/1")
    assert filed["verified"]
    assert filed["books"][0]["lines"][0]["content"] == ERASED


async def test_erased_again_it_stays_and_given_again_the_newest_is_read(stage: Stage) -> None:
    visit, *_ = await visited(stage)
    first = await erased(stage, "C01-H1", redactions={visit: "走访李秀英的邻居"})
    assert await erased(stage, "C01-H1", command=str(named("again")), redactions={visit: WITHOUT}) == first
    assert await diary(stage, visit) == OPEN
    assert await erased(stage, "C01-H1", command=str(named("a third time"))) == first
    assert await diary(stage, visit) == OPEN


async def test_a_request_that_was_broken_off_is_sent_again(stage: Stage, caseworker: Caseworker) -> None:
    visit, *_ = await visited(stage)
    caseworker.away = True
    body = order("C01-H1", redactions={visit: WITHOUT})
    assert (await stage.gateway_asks("/internal/erasures", body)).status_code == 503
    assert (await diary(stage, visit))["text"] == "走访第一户，了解冷暖"
    caseworker.away = False
    assert (await stage.gateway_asks("/internal/erasures", body)).status_code == 200
    assert await diary(stage, visit) == OPEN


async def test_a_text_that_was_given_without_another_goes_with_the_next_whom_it_may_name(stage: Stage) -> None:
    two = [{"household": str(stage.household(code))} for code in ("C01-H1", "C01-H2")]
    visit, *_ = await visited(stage, mode="reception", callers=two)
    await erased(stage, "C01-H1", redactions={visit: "接待陈志强"})
    assert (await diary(stage, visit))["text"] == "接待陈志强"
    await erased(stage, "C01-H2", command=str(named("the other")))
    assert (await diary(stage, visit))["state"] == "erased"
    await erased(stage, "C01-H2", command=str(named("anew")), redactions={visit: WITHOUT})
    assert await diary(stage, visit) == OPEN


async def test_a_text_given_without_another_names_nobody_who_is_erased_for_the_second_time(stage: Stage) -> None:
    two = [{"household": str(stage.household(code))} for code in ("C01-H1", "C01-H2")]
    await erased(stage, "C01-H2")
    visit, *_ = await visited(stage, mode="reception", callers=two)
    await erased(stage, "C01-H1", redactions={visit: "接待陈志强"})
    assert (await diary(stage, visit))["text"] == "接待陈志强"
    standing = await asked(stage, "/preview", {"subject": "C01-H2"})
    assert kinds(standing["opened"]) == ["ledger visit"]
    await erased(stage, "C01-H2", command=str(named("the other again")))
    assert (await diary(stage, visit))["state"] == "erased"


async def test_a_text_that_names_the_next_goes_though_their_own_follows_it(
    stage: Stage, caseworker: Caseworker
) -> None:
    two = [{"household": str(stage.household(code))} for code in ("C01-H1", "C01-H2")]
    visit, *_ = await visited(stage, mode="reception", callers=two)
    await erased(stage, "C01-H1", redactions={visit: "接待陈志强"})

    async def broken_off() -> None:
        raise Unavailable()

    caseworker.meanwhile = broken_off  # its text is on record by then, its keys are not destroyed
    body = order("C01-H2", command=str(named("the other")), redactions={visit: WITHOUT})
    assert (await stage.gateway_asks("/internal/erasures", body)).status_code == 503
    caseworker.meanwhile = None
    assert (await stage.gateway_asks("/internal/erasures", body)).status_code == 200
    assert await diary(stage, visit) == OPEN
    given = [row.data for row in await stage.rows() if row.type == "text-redacted.v1"]
    texts = [Sealed.model_validate(json.loads(data)["text"]) for data in given]
    assert [await stage.ports.keys.open(stage.tenant, text) for text in texts] == [None, WITHOUT]


async def test_what_was_given_before_goes_when_the_next_is_on_record(stage: Stage) -> None:
    visit, *_ = await visited(stage)
    await erased(stage, "C01-H1", redactions={visit: "走访李秀英的邻居"})
    await erased(stage, "C01-H1", command=str(named("again")), redactions={visit: WITHOUT})
    given = [row.data for row in await stage.rows() if row.type == "text-redacted.v1"]
    texts = [Sealed.model_validate(json.loads(data)["text"]) for data in given]
    assert [await stage.ports.keys.open(stage.tenant, text) for text in texts] == [None, WITHOUT]


async def test_an_order_that_is_refused_or_broken_off_leaves_what_was_given_before(
    stage: Stage, caseworker: Caseworker
) -> None:
    visit, *_ = await visited(stage)
    await erased(stage, "C01-H1", redactions={visit: WITHOUT})
    wrong = {visit: "另一段文字", str(named("nothing")): "另一段文字"}
    again = order("C01-H1", command=str(named("again")), redactions=wrong)
    assert (await stage.gateway_asks("/internal/erasures", again)).status_code == 409
    assert await diary(stage, visit) == OPEN
    caseworker.away = True
    away = order("C01-H1", command=str(named("a third")), redactions={visit: "另一段文字"})
    assert (await stage.gateway_asks("/internal/erasures", away)).status_code == 503
    assert await diary(stage, visit) == OPEN
    assert len([row for row in await stage.rows() if row.type == "text-redacted.v1"]) == 1


async def test_only_a_text_of_theirs_may_be_given_anew(stage: Stage) -> None:
    await visited(stage)
    other, *_ = await visited(stage, callers=[{"household": str(stage.household("C01-H2"))}])
    household = str(stage.household("C01-H1"))
    accused = await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.ACCUSATION))
    for record in (other, household, str(named("nothing")), accused["matters"][0]["id"]):
        answer = await stage.gateway_asks("/internal/erasures", order("C01-H1", redactions={record: WITHOUT}))
        assert (answer.status_code, answer.json()["code"]) == (409, "no-text-to-redact"), record
    assert not [row for row in await stage.rows() if row.type in ("subject-erased.v1", "text-redacted.v1")]
