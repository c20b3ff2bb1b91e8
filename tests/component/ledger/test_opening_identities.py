"""Opening: services ask with a purpose, it is recorded before it is answered; words need none; the auditor sees who."""

from typing import Any  # bodies are JSON
from uuid import UUID

from shared.testing.names import named
from tests.component.ledger import district as d
from tests.component.ledger import forms
from tests.component.ledger.stage import Official, Stage, unit

KEY = "6a1f8d0e-0b57-5f3e-9a51-2f4f0c6f9b11"


async def raised(stage: Stage, *matters: dict[str, Any]) -> list[dict[str, Any]]:
    """The facts of the matters of a visit."""
    await stage.done(d.LI, "/visits", forms.a_visit(stage, *matters))
    return [fact["data"] for fact in await stage.facts() if fact["type"].endswith("matter-raised.v1")]


def opening(matter: dict[str, Any], *sealed: Any, **changed: Any) -> dict[str, Any]:
    body = {
        "sealed": list(sealed),
        "purpose": "电话回访核实",
        "matter": matter["matter"],
        "actor": f"account:{named('handler')}",
        "unit": str(unit("国土分局")),
        "at": "2010-11-30T10:00:00+08:00",
    }
    return body | changed


async def opened(stage: Stage, body: dict[str, Any], key: str = KEY) -> Any:
    return await stage.service_asks("/internal/openings", body, **{"Idempotency-Key": key})


async def test_an_identity_is_opened_on_record_and_once_for_a_request_asked_again(stage: Stage) -> None:
    (matter,) = await raised(stage, forms.DISPUTE)
    person = matter["petitioners"][0]
    body = opening(matter, person["name"], person["telephone"])
    for _ in range(2):
        answer = await opened(stage, body)
        assert (answer.status_code, answer.json()["values"]) == (200, ["李秀英", "13800138001"])
    (fact,) = [fact for fact in await stage.facts() if fact["type"].endswith("identity-opened.v1")]
    assert (fact["data"]["matter"], fact["data"]["by"]) == (matter["matter"], body["actor"])
    (row,) = [row for row in await stage.rows() if row.type == "identity-opened.v1"]
    assert (row.actor, "李秀英" in row.data, "回访" in row.data) == (body["actor"], False, False)

    stage.position = ""
    await stage.quiet()
    (entry,) = (await stage.read(d.AUDITOR, "/openings"))["items"]
    assert (entry["purpose"]["text"], entry["subjects"]) == ("电话回访核实", [person["subject"]])
    assert (entry["by"], entry["matter"]) == (body["actor"], matter["matter"])
    assert (await stage.get(d.OFFICE, "/openings")).status_code == 403
    figures = await stage.read(d.OFFICE, f"/campaigns/{d.CAMPAIGN}/field-figures")
    assert figures["identities_opened"] == 1


async def test_an_auditor_of_one_place_reads_the_openings_of_its_matters_alone(stage: Stage) -> None:
    (matter,) = await raised(stage, forms.DISPUTE)
    await opened(stage, opening(matter, matter["petitioners"][0]["name"]))
    stage.position = ""
    await stage.quiet()
    for village, seen in (("C01", [matter["matter"]]), ("C02", [])):
        auditor = Official("审计员", d.AUDITOR.role, "审计局", village)
        assert [one["matter"] for one in (await stage.read(auditor, "/openings"))["items"]] == seen


async def test_nothing_is_opened_without_a_purpose_or_for_another_matter(stage: Stage) -> None:
    first, second = await raised(stage, forms.DISPUTE, {**forms.REQUEST, "subject": "别的事"})
    person = first["petitioners"][0]
    assert (await opened(stage, opening(first, person["name"], purpose="  "))).status_code == 422
    other = {**second, "matter": str(named("no such matter"))}
    assert (await opened(stage, opening(other, person["name"]))).status_code == 404
    words = opening(first, second["words"])
    assert (await opened(stage, words)).status_code == 404
    foreign = {"sealed": {**person["name"]["sealed"], "owner": "casework"}}
    assert (await opened(stage, opening(first, foreign))).status_code == 422
    assert not [row for row in await stage.rows() if row.type == "identity-opened.v1"]


async def test_words_are_opened_without_a_purpose_and_without_a_record(stage: Stage) -> None:
    dispute, request = await raised(stage, forms.DISPUTE, forms.REQUEST)
    values = [dispute["words"], request["answer"]]
    answer = await stage.service_asks("/internal/words", {"values": values})
    assert answer.json()["values"] == ["补偿款拖了两年没有发", "本月二十五日前发放"]
    identity = {"values": [dispute["petitioners"][0]["name"]]}
    assert (await stage.service_asks("/internal/words", identity)).status_code == 404


async def test_an_accusations_words_are_opened_like_an_identity(stage: Stage) -> None:
    (accusation,) = await raised(stage, forms.ACCUSATION)
    words = await stage.service_asks("/internal/words", {"values": [accusation["words"]]})
    assert words.status_code == 404
    answer = await opened(stage, opening(accusation, accusation["words"]))
    assert answer.json()["values"] == ["反映村干部私分救灾款"]
    figures = await stage.read(d.OFFICE, f"/campaigns/{d.CAMPAIGN}/field-figures")
    assert figures["identities_opened"] == 0


async def test_people_and_other_districts_have_no_way_in(stage: Stage) -> None:
    (matter,) = await raised(stage, forms.DISPUTE)
    body = opening(matter, matter["petitioners"][0]["name"])
    as_person = {**stage.headers(d.OFFICE), "Idempotency-Key": KEY}
    assert (await stage.client.post("/internal/openings", json=body, headers=as_person)).status_code == 403
    assert (await opened(stage.elsewhere(), body)).status_code == 404


async def test_after_erasure_nobody_can_open_it(stage: Stage) -> None:
    (matter,) = await raised(stage, forms.DISPUTE)
    person = matter["petitioners"][0]
    await stage.ports.keys.erase(stage.tenant, UUID(person["subject"]))
    answer = await opened(stage, opening(matter, person["name"]))
    assert answer.json()["values"] == [None]
