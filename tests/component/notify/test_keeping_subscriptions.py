"""Subscriptions over HTTP: opened with a secret shown once, refused with a sentence, fetched and streamed."""

import asyncio
import json
from uuid import UUID

import pytest

from shared.testing.names import named
from tests.component.notify import district as d
from tests.component.notify.stage import Stage
from tests.unit.notify import cast

HANDED = "casework.case-handed-over.v1"


async def test_a_secret_is_shown_once(stage: Stage) -> None:
    wish = {"name": "业务系统", "url": "http://127.0.0.1:9/", "types": [f"minqing.{HANDED}"]}
    made = (await stage.send(d.LAND_CLERK, "/subscriptions", wish, key="once")).json()
    again = await stage.send(d.LAND_CLERK, "/subscriptions", wish, key="once")
    assert made["secret"].startswith("whsec_")
    assert (again.status_code, again.json()) == (201, {"id": made["id"], "secret": None})
    shown = await stage.read(d.LAND_CLERK, f"/subscriptions/{made['id']}")
    assert "secret" not in shown
    assert (shown["types"], shown["unit"]["name"], shown["status"]) == ([HANDED], "国土分局", "open")


async def test_the_same_key_with_another_wish_is_refused(stage: Stage) -> None:
    wish = {"name": "业务系统", "types": [HANDED]}
    await stage.send(d.LAND_CLERK, "/subscriptions", wish, key="once")
    other = await stage.send(d.LAND_CLERK, "/subscriptions", {**wish, "name": "另一个"}, key="once")
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://10.0.0.8/hooks", "target-private"),
        ("https://[::1]/hooks", "target-private"),
        ("https://169.254.169.254/latest/meta-data", "target-private"),
        ("https://clerk:secret@land.example/hooks", "target-credentials"),
        ("ftp://land.example/hooks", "target-malformed"),
        ("https://no-such-host.invalid/hooks", "target-unresolvable"),
        ("http://93.184.216.34/hooks", "target-plain-http"),
    ],
)
async def test_a_target_inside_is_refused_with_a_sentence(stage: Stage, url: str, code: str) -> None:
    answer = await stage.send(d.LAND_CLERK, "/subscriptions", {"name": "业务系统", "url": url, "types": [HANDED]})
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] != code


async def test_a_wish_for_what_is_not_told_or_not_there_is_refused(stage: Stage) -> None:
    wish = {"name": "业务系统", "types": ["ledger.identity-opened.v1"]}
    assert (await stage.send(d.LAND_CLERK, "/subscriptions", wish)).json()["code"] == "type-not-deliverable"
    nowhere = {"name": "业务系统", "types": [HANDED], "places": [str(named("nowhere"))]}
    assert (await stage.send(d.LAND_CLERK, "/subscriptions", nowhere)).json()["code"] == "subscribed-place-unknown"
    for_others = {"name": "业务系统", "types": [HANDED], "unit": str(cast.TRADE)}
    assert (await stage.send(d.LAND_CLERK, "/subscriptions", for_others)).status_code == 404
    assert (await stage.send(d.LAND_CLERK, "/subscriptions", {"name": "", "types": []})).status_code == 422


async def test_a_subscription_for_a_town_tells_of_its_villages(stage: Stage) -> None:
    town = await stage.subscribed(d.LAND_CLERK, None, HANDED, places=[str(cast.TOWN)])
    village = await stage.subscribed(d.LAND_CLERK, None, HANDED, places=[str(cast.VILLAGE)])
    await stage.say(cast.case(), d.CASE)
    await stage.say(cast.case(place=cast.TOWN), d.CASE)
    await stage.quiet()
    found = [len((await stage.read(d.LAND_CLERK, f"{path}/events"))["items"]) for path in (town, village)]
    assert found == [2, 1]


async def test_events_are_fetched_from_any_number_and_numbered_without_a_gap(stage: Stage) -> None:
    path = await stage.subscribed(d.LAND_CLERK, None, HANDED)
    for n in range(5):
        await stage.say(cast.case(), f"case/{named(str(n))}")
    await stage.quiet()
    first = await stage.read(d.LAND_KEY, f"{path}/events", limit=3)
    rest = await stage.read(d.LAND_KEY, f"{path}/events", after=first["next"])
    sequences = [event["sequence"] for event in first["items"] + rest["items"]]
    assert sequences == [f"{n:020d}" for n in range(1, 6)]
    assert (await stage.read(d.LAND_KEY, f"{path}/events", after=rest["next"]))["items"] == []


async def test_a_fetch_waits_for_something_to_come(stage: Stage) -> None:
    path = await stage.subscribed(d.LAND_CLERK, None, HANDED)
    waiting = asyncio.create_task(stage.read(d.LAND_KEY, f"{path}/events", wait=20))
    await stage.say(cast.case(), d.CASE)
    page = await asyncio.wait_for(waiting, 20)
    assert len(page["items"]) == 1


async def test_a_stream_goes_on_after_the_last_event_that_was_seen(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notify.api.fetching._STREAM_SECONDS", 0.2)  # the transport shows a stream at its end
    path = await stage.subscribed(d.LAND_CLERK, None, HANDED)
    for n in range(3):
        await stage.say(cast.case(), f"case/{named(str(n))}")
    await stage.quiet()
    headers = {**stage.headers(d.LAND_KEY), "Last-Event-ID": f"{1:020d}"}
    answer = await stage.client.get(f"/api/v1{path}/stream", headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    frames = [frame.splitlines() for frame in answer.text.split("\n\n") if frame.startswith("id:")]
    assert [frame[0] for frame in frames] == [f"id: {n:020d}" for n in (2, 3)]
    assert frames[0][1] == f"event: minqing.{HANDED}"
    assert json.loads(frames[0][2].removeprefix("data: "))["sequence"] == f"{2:020d}"


async def test_a_replay_beyond_the_newest_is_refused_and_named(stage: Stage) -> None:
    path = await stage.subscribed(d.LAND_CLERK, "http://127.0.0.1:9/", HANDED)
    answer = await stage.send(d.LAND_CLERK, f"{path}/replay", {"from": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-replay")
    assert (await stage.send(d.LAND_CLERK, f"{path}/replay", {"from": 0})).status_code == 422


async def test_an_unknown_subscription_is_not_there(stage: Stage) -> None:
    path = f"/subscriptions/{UUID(int=1)}"
    for below in ("pause", "resumption", "ending", "ping", "secret"):
        assert (await stage.send(d.LAND_CLERK, f"{path}/{below}")).status_code == 404
    assert (await stage.get(d.LAND_CLERK, path)).status_code == 404


async def test_read_models_equal_a_fresh_fold_of_their_logs(stage: Stage) -> None:
    from services.notify.main import SERVICE
    from shared.eventstore.own import OwnLog
    from shared.eventstore.verify import verify

    path = await stage.subscribed(d.LAND_CLERK, "http://127.0.0.1:9/", HANDED)
    await stage.say(cast.case(), d.CASE)
    await stage.heard()
    await stage.done(d.LAND_CLERK, f"{path}/pause")
    await stage.quiet()
    own = [one for one in SERVICE.followers.projections if one.source == "notify"]
    for projection in own:
        verdict = await verify(stage.ports.database, OwnLog(stage.ports.log), projection, cast.TENANT)
        assert verdict.equal, verdict
        assert verdict.rows > 0
