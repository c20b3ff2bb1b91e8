"""The ledger, which knows who is listed where, has casework destroy its own words of matters, on record."""

from typing import Any  # bodies are JSON

import httpx
import pytest

from shared.testing.names import named
from tests.component.casework import district as d
from tests.component.casework.stage import Stage

FINDING = {"outcome": "supported", "facts": "经核实陈阿婆所述属实", "opinion": "限期补发陈阿婆"}
ORDER = {
    "command": str(named("command")),
    "subject": str(named("somebody")),
    "ground": "term-ended",
    "document": "示信〔2010〕9号",
    "by": f"account:{named('operator')}",
    "at": "2010-12-20T10:00:00+08:00",
}


async def asked(stage: Stage, path: str, body: dict[str, Any]) -> httpx.Response:
    return await stage.client.post(f"/internal/erasures{path}", json=body, headers=stage.as_service("ledger"))


async def dropped(stage: Stage, path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await asked(stage, path, body)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["dropped"])


async def answered(stage: Stage) -> str:
    """A matter whose result was recorded; its id."""
    matter = await d.accepted(stage)
    await stage.done(d.LAND_HANDLER, f"/matters/{matter}/result", FINDING)
    return str(matter)


async def test_what_was_found_and_thought_opens_no_more_and_the_matter_stands_as_it_did(stage: Stage) -> None:
    matter = await answered(stage)
    before = await stage.read(d.LAND_HANDLER, f"/matters/{matter}")
    assert (await stage.read(d.LAND_HANDLER, f"/matters/{matter}/draft"))["facts"]["text"] == FINDING["facts"]
    case = {"service": "casework", "kind": "case", "record": matter, "key": 1}
    assert await dropped(stage, "/preview", {"matters": [matter]}) == [case]

    assert await dropped(stage, "", {**ORDER, "matters": [matter]}) == [case]

    assert await dropped(stage, "/preview", {"matters": [matter]}) == []
    draft = await stage.read(d.LAND_HANDLER, f"/matters/{matter}/draft")
    assert {draft[name]["withheld"] for name in ("facts", "opinion")} == {"erased"}
    after = await stage.read(d.LAND_HANDLER, f"/matters/{matter}")
    assert {name for name in after if after[name] != before[name]} <= {"thread"}
    assert [step["what"] for step in after["thread"]] == [step["what"] for step in before["thread"]]


async def test_it_is_recorded_once_without_a_value(stage: Stage) -> None:
    matter = await answered(stage)
    for command in ("command", "another"):
        await dropped(stage, "", {**ORDER, "command": str(named(command)), "matters": [matter]})
    (row,) = [row for row in await stage.rows() if row.type == "words-erased.v1"]
    assert (row.stream, row.actor, row.fact_type) == (f"erasure/{ORDER['subject']}", ORDER["by"], None)
    assert matter in row.data
    assert "sealed" not in row.data


async def test_where_nothing_was_written_nothing_is_destroyed_or_recorded(stage: Stage) -> None:
    unknown = str(named("a matter that nobody has heard of"))
    assert await dropped(stage, "", {**ORDER, "matters": [unknown]}) == []
    assert await dropped(stage, "", {**ORDER, "matters": []}) == []
    assert not [row for row in await stage.rows() if row.type == "words-erased.v1"]


@pytest.mark.parametrize("path", ["", "/preview"])
async def test_nobody_but_a_service_has_a_way_in(stage: Stage, path: str) -> None:
    matter = await answered(stage)
    body = {**ORDER, "matters": [matter]} if not path else {"matters": [matter]}
    no = await stage.client.post(f"/internal/erasures{path}", json=body, headers=stage.headers(d.OFFICE))
    assert no.status_code == 403
    assert len(await dropped(stage, "/preview", {"matters": [matter]})) == 1


async def test_an_order_of_the_wrong_shape_destroys_nothing(stage: Stage) -> None:
    matter = await answered(stage)
    assert (await asked(stage, "", {**ORDER, "ground": "because", "matters": [matter]})).status_code == 422
    assert len(await dropped(stage, "/preview", {"matters": [matter]})) == 1


@pytest.mark.parametrize("service", ["notify", "scheduling", "gateway"])
async def test_no_service_but_the_ledger_has_a_way_in(stage: Stage, service: str) -> None:
    matter = await answered(stage)
    for path, body in (("", {**ORDER, "matters": [matter]}), ("/preview", {"matters": [matter]})):
        no = await stage.client.post(f"/internal/erasures{path}", json=body, headers=stage.as_service(service))
        assert no.status_code == 403
    assert len(await dropped(stage, "/preview", {"matters": [matter]})) == 1


async def test_sent_again_it_says_what_was_written_since_the_first_attempt(stage: Stage) -> None:
    matter = await answered(stage)
    await dropped(stage, "", {**ORDER, "matters": [matter]})
    await stage.done(d.LAND_HEAD, f"/matters/{matter}/sending-back", {"reason": "缺少依据"})
    (case,) = await dropped(stage, "", {**ORDER, "matters": [matter]})
    rows = [row for row in await stage.rows() if row.type == "words-erased.v1"]
    assert (case["key"], len(rows)) == (2, 2)


async def test_a_result_that_was_erased_is_not_signed_but_written_anew(stage: Stage) -> None:
    matter = await answered(stage)
    await dropped(stage, "", {**ORDER, "matters": [matter]})
    no = await stage.send(d.LAND_LEADER, f"/matters/{matter}/signature")
    assert (no.status_code, no.json()["code"]) == (409, "result-erased")
    await stage.done(d.LAND_HEAD, f"/matters/{matter}/sending-back", {"reason": "请重新填写"})
    await stage.done(d.LAND_HANDLER, f"/matters/{matter}/result", FINDING)
    await stage.done(d.LAND_LEADER, f"/matters/{matter}/signature")
