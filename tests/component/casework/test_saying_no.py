"""Every "no" as a problem with a code and a sentence, and what is sent twice is done once."""

from uuid import uuid5

import pytest

from shared.ids import MINQING
from tests.component.casework import district as d
from tests.component.casework.stage import Stage


async def test_who_handled_signs_nothing_and_copies_hold_up_the_strike(stage: Stage) -> None:
    matter = await d.issued(stage)
    refused = await stage.send(d.OFFICE, f"/matters/{matter}/striking", {"evidence": "x"})
    assert refused.status_code == 409
    problem = refused.json()
    assert (problem["code"], problem["rule"]) == ("copies-without-outcome", "R120")
    assert "1, 2, 3, 4" in problem["detail"]


async def test_a_refusal_needs_a_witness(stage: Stage) -> None:
    matter = await d.issued(stage)
    path = f"/matters/{matter}/copies/4/service"
    refused = await stage.send(d.LAND_HANDLER, path, d.delivery(result="refused"))
    assert (refused.status_code, refused.json()["code"]) == (409, "refusal-needs-witness")
    await stage.done(d.LAND_HANDLER, path, d.delivery(result="refused", witness="陈支书"))
    copies = await stage.read(d.LAND_HANDLER, f"/matters/{matter}/copies")
    assert copies["items"][3]["result"] == "refused"
    assert copies["items"][3]["details"]["witness"] == "陈支书"


async def test_the_same_request_twice_is_one_and_another_body_under_its_key_is_none(stage: Stage) -> None:
    matter = await d.heard(stage)
    await stage.until(d.OFFICE, f"/matters/{matter}", lambda _: True)
    path = f"/matters/{matter}/hand-over"
    first = await stage.send(d.OFFICE, path, {}, key="once")
    await stage.done(d.LAND_CLERK, f"/matters/{matter}/acceptance", {"handler": str(d.person("周文斌"))})
    again = await stage.send(d.OFFICE, path, {}, key="once")
    assert (first.status_code, again.status_code) == (204, 204)
    assert first.headers["ETag"] == again.headers["ETag"]
    other = await stage.send(d.OFFICE, path, {"reason": "x"}, key="once")
    assert (other.status_code, other.json()["code"]) == (422, "key-used-for-another-body")


async def test_a_return_sent_twice_is_answered_though_the_matter_is_gone(stage: Stage) -> None:
    matter = await d.heard(stage)
    await stage.until(d.OFFICE, f"/matters/{matter}", lambda _: True)
    await stage.done(d.OFFICE, f"/matters/{matter}/hand-over")
    for _ in range(2):
        await stage.done(d.LAND_CLERK, f"/matters/{matter}/return", {"reason": "不属本局"}, key="return")


async def test_what_changed_meanwhile_is_not_overwritten(stage: Stage) -> None:
    matter = await d.heard(stage)
    seen = await stage.until(d.OFFICE, f"/matters/{matter}", lambda _: True)
    assert seen["state"] == "opened"
    tag = (await stage.get(d.OFFICE, f"/matters/{matter}")).headers["ETag"]
    await stage.done(d.OFFICE, f"/matters/{matter}/hand-over", if_match=tag)
    accept = {"handler": str(d.person("周文斌"))}
    late = await stage.send(d.LAND_CLERK, f"/matters/{matter}/acceptance", accept, if_match=tag)
    assert late.status_code == 412


async def test_who_may_not_at_all_gets_403_and_the_unknown_404(stage: Stage) -> None:
    matter = await d.accepted(stage)
    assert (await stage.send(d.CADRE, f"/matters/{matter}/hand-over")).status_code == 403
    assert (await stage.send(d.LAND_HANDLER, f"/matters/{matter}/signature")).status_code == 403
    unknown = uuid5(MINQING, "nothing")
    assert (await stage.get(d.OFFICE, f"/matters/{unknown}")).status_code == 404
    assert (await stage.send(d.OFFICE, f"/matters/{unknown}/striking", {"evidence": "x"})).status_code == 404
    assert (await stage.get(d.OFFICE, f"/campaigns/{unknown}/case-figures")).status_code == 404


async def test_nobody_known_gets_401(stage: Stage) -> None:
    assert (await stage.client.get("/api/v1/matters")).status_code == 401


@pytest.mark.parametrize("body", [{}, {"handler": "nobody"}, {"handler": str(d.person("周文斌")), "more": 1}])
async def test_another_shape_is_422(stage: Stage, body: dict[str, object]) -> None:
    matter = await d.heard(stage)
    await stage.until(d.OFFICE, f"/matters/{matter}", lambda _: True)
    assert (await stage.send(d.LAND_CLERK, f"/matters/{matter}/acceptance", body)).status_code == 422
