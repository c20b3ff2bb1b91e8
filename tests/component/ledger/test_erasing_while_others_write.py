"""What is written while an erasure runs, or between two attempts at one, is destroyed on record or told as open."""

from uuid import UUID

import httpx
import pytest

from services.ledger.commands.opening import OpenIdentity
from shared.eventstore.streams import Context
from shared.ids import MatterId
from shared.testing.names import named
from tests.component.ledger import district as d
from tests.component.ledger import forms
from tests.component.ledger.caseworker import Caseworker
from tests.component.ledger.stage import Stage
from tests.component.ledger.test_erasing_somebody import LOOK, OPERATOR, STRANGER, asked, erased, kinds, order, visited


async def looked_up(stage: Stage, n: int, matter: str) -> str:
    """Somebody opens the identity, past all routes: an erasure holds the one connection by which they read."""
    opening = named(f"opening {n}")
    purpose = await stage.ports.keys.seal(stage.tenant, opening, "电话回访李秀英")
    command = OpenIdentity(
        opening=opening,
        matter=MatterId(UUID(matter)),
        unit=None,
        by=OPERATOR,
        subjects=(stage.household("C01-H1"),),
        of_matter=True,
        purpose=purpose,
        at=stage.now,
    )
    await stage.ports.handling(command, Context(stage.tenant, opening, OPERATOR, stage.now, meta={}))
    return str(opening)


async def test_what_is_written_meanwhile_goes_too_and_is_on_record(stage: Stage, caseworker: Caseworker) -> None:
    _, matter, _ = await visited(stage)
    late: list[str] = []

    async def once() -> None:
        if not late:
            late.append(await looked_up(stage, 1, matter))

    caseworker.meanwhile = once
    receipt = await erased(stage, "C01-H1")
    assert receipt["opened"] == []
    assert late == [one["record"] for one in receipt["erasures"][-1]["dropped"]]
    assert len(receipt["erasures"]) == 2


async def test_where_others_write_on_and_on_it_is_told_what_can_be_opened(stage: Stage, caseworker: Caseworker) -> None:
    _, matter, _ = await visited(stage)
    written: list[str] = []

    async def again() -> None:
        written.append(await looked_up(stage, len(written), matter))

    caseworker.meanwhile = again
    receipt = await erased(stage, "C01-H1")
    assert [one["record"] for one in receipt["opened"]] == written[-1:]
    caseworker.meanwhile = None
    assert (await erased(stage, "C01-H1", command=str(named("said again"))))["opened"] == []


async def test_sent_again_it_says_what_was_written_since_the_first_attempt(stage: Stage) -> None:
    await visited(stage)
    await erased(stage, "C01-H1")
    visit, *_ = await visited(stage, diary="又去了一次")
    receipt = await erased(stage, "C01-H1")
    assert visit in [one["record"] for one in receipt["erasures"][-1]["dropped"]]
    assert (len(receipt["erasures"]), receipt["opened"]) == (2, [])


async def test_who_looks_at_what_would_go_is_on_record(stage: Stage) -> None:
    await visited(stage)
    await asked(stage, "/preview", {"subject": "C01-H1"})
    (row,) = [row for row in await stage.rows() if row.type == "erasure-foreseen.v1"]
    assert (row.stream, row.actor, row.fact_type) == (f"erasure/{stage.household('C01-H1')}", OPERATOR, None)
    assert (await erased(stage, "C01-H1"))["opened"] == []


@pytest.mark.parametrize("path", ["", "/preview"])
async def test_no_service_but_the_gateway_has_a_way_in(stage: Stage, path: str) -> None:
    body = LOOK | {"subject": "C01-H1"} if path else order("C01-H1")
    for service in ("casework", "notify", "scheduling"):
        answer = await stage.client.post(f"/internal/erasures{path}", json=body, headers=stage.as_service(service))
        assert (answer.status_code, answer.json()["code"]) == (403, "services-only")
    assert {row.type for row in await stage.rows()}.isdisjoint({"subject-erased.v1", "erasure-foreseen.v1"})


async def test_what_asking_again_does_not_mend_is_no_absence(stage: Stage, caseworker: Caseworker) -> None:
    await visited(stage)
    caseworker.broken = True
    with pytest.raises(httpx.HTTPStatusError, match="403"):
        await stage.gateway_asks("/internal/erasures", order("C01-H1"))


async def test_why_an_accusation_by_nobody_named_was_opened_goes_with_who_raised_it(stage: Stage) -> None:
    unnamed = {**STRANGER, "callers": [{}]}
    made = await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.ACCUSATION, **unnamed))
    (told,) = made["matters"]
    (raised,) = [fact["data"] for fact in await stage.facts() if fact["type"].endswith("matter-raised.v1")]
    opening = {
        "sealed": [raised["words"]],
        "purpose": "核查举报",
        "matter": told["id"],
        "actor": OPERATOR,
        "unit": None,
        "at": "2010-11-30T10:00:00+08:00",
    }
    answer = await stage.service_asks("/internal/openings", opening, **{"Idempotency-Key": str(named("key"))})
    assert answer.status_code == 200, answer.text
    assert "ledger opening" in kinds((await erased(stage, told["reference"]))["erasures"][0]["dropped"])
