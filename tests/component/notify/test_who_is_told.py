"""By post, by fetching, in the log, in the inbox and in figures: only those of roles.md (G9, G10, G13)."""

from datetime import timedelta
from typing import Any  # bodies and answers are JSON

import pytest

from shared.contracts import casework
from shared.testing.names import named
from shared.words import Addressee
from tests.component.notify import district as d
from tests.component.notify.receivers import receiving
from tests.component.notify.stage import Official, Stage
from tests.unit.notify import cast

HANDED, ISSUED, ESCALATED = (f"casework.{name}.v1" for name in ("case-handed-over", "reply-issued", "case-escalated"))
HEARD, VISITED = "ledger.matter-raised.v1", "ledger.visit-logged.v1"
ALL = (HANDED, ISSUED, ESCALATED, HEARD, VISITED)


async def told(stage: Stage, who: Official, path: str) -> list[str]:
    """The types of what was told, in order."""
    page = await stage.read(who, f"{path}/events")
    return [event["type"].removeprefix("minqing.") for event in page["items"]]


async def everything(stage: Stage, **changed: Any) -> None:
    """A visit, what was heard on it, and its way to the land office."""
    await stage.say(cast.visit(), "visit/1")
    await stage.say(
        cast.matter(**{k: v for k, v in changed.items() if k in ("kind", "confidentiality", "concerns")}), d.CASE
    )
    await stage.heard()  # what two services say comes in no order of its own
    for step in (casework.CaseHandedOver, casework.CaseEscalated, casework.ReplyIssued):
        handling = {} if step is casework.CaseHandedOver else {"handling_unit": changed.get("handed_to", cast.LAND)}
        await stage.say(cast.case(step, **{**changed, **handling}), d.CASE)
    await stage.quiet()


async def test_each_unit_fetches_what_it_may_see_and_no_more(stage: Stage) -> None:
    paths = {
        who: await stage.subscribed(who, None, *ALL)
        for who in (d.LAND_CLERK, d.TRADE_CLERK, d.BUREAU_CLERK, d.OFFICE, d.DISTRICT, d.PETITIONS, d.INSPECTOR)
    }
    await everything(stage)
    assert {who.name: await told(stage, who, path) for who, path in paths.items()} == {
        "land clerk": [HANDED, ESCALATED, ISSUED],
        "trade clerk": [],
        "bureau clerk": [HANDED, ESCALATED, ISSUED],
        "office clerk": [VISITED, HEARD, HANDED, ESCALATED, ISSUED],
        "district head": [VISITED, HANDED, ESCALATED, ISSUED],
        "petition clerk": [],
        "inspector": [],
    }


async def test_an_accusation_goes_to_the_petition_office_and_who_inquires(stage: Stage) -> None:
    keepers = (d.LAND_CLERK, d.TRADE_CLERK, d.BUREAU_CLERK, d.OFFICE, d.DISTRICT, d.PETITIONS, d.INSPECTOR)
    paths = {who: await stage.subscribed(who, None, HEARD, HANDED, ISSUED) for who in keepers}
    await everything(stage, **cast.ACCUSATION)
    assert {who.name: await told(stage, who, path) for who, path in paths.items()} == {
        "land clerk": [],
        "trade clerk": [],
        "bureau clerk": [],
        "office clerk": [],
        "district head": [],
        "petition clerk": [HEARD, HANDED, ISSUED],
        "inspector": [HANDED, ISSUED],
    }


async def test_the_accuseds_own_unit_is_told_nothing_even_where_it_was_handed_to(stage: Stage) -> None:
    path = await stage.subscribed(d.TRADE_CLERK, None, *ALL)
    await everything(stage, **{**cast.ACCUSATION, "handed_to": cast.TRADE})
    assert await told(stage, d.TRADE_CLERK, path) == []
    assert await stage.read(d.TRADE_KEY, f"{path}/events") == {"items": [], "next": f"{0:020d}"}


@pytest.mark.parametrize("who", [d.TRADE_CLERK, d.TRADE_KEY, d.OFFICE, d.DISTRICT])
async def test_for_others_there_is_nothing_to_fetch(stage: Stage, who: Official) -> None:
    path = await stage.subscribed(d.LAND_CLERK, None, HANDED)
    for below in ("events", "stream"):
        answer = await stage.get(who, f"{path}/{below}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_an_administrator_fetches_nothing_not_even_of_what_they_keep(stage: Stage) -> None:
    path = await stage.subscribed(d.ADMINISTRATOR, None, HANDED, unit=str(cast.LAND))
    answers = [await stage.get(d.ADMINISTRATOR, f"{path}/{below}") for below in ("events", "stream")]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(403, "forbidden")] * 2


async def test_a_units_key_fetches_and_keeps_nothing(stage: Stage) -> None:
    path = await stage.subscribed(d.LAND_CLERK, None, HANDED)
    await everything(stage)
    assert await told(stage, d.LAND_KEY, path) == [HANDED]
    assert (await stage.send(d.LAND_KEY, f"{path}/pause")).status_code == 403


async def test_an_administrator_keeps_a_subscription_and_sees_neither_subjects_nor_answers(stage: Stage) -> None:
    async with receiving() as receiver:
        path = await stage.subscribed(d.ADMINISTRATOR, receiver.url, HANDED, unit=str(cast.LAND))
        await everything(stage)
    (theirs,) = (await stage.read(d.LAND_CLERK, f"{path}/deliveries"))["items"]
    (line,) = (await stage.read(d.ADMINISTRATOR, f"{path}/deliveries"))["items"]
    assert theirs["subject"] == d.CASE
    assert line == {**theirs, "subject": None, "attempts": [{**theirs["attempts"][0], "body": None}]}


@pytest.mark.parametrize("below", ["", "/deliveries"])
async def test_a_subscription_of_others_is_not_shown(stage: Stage, below: str) -> None:
    path = await stage.subscribed(d.LAND_CLERK, None, HANDED)
    assert (await stage.get(d.TRADE_CLERK, path + below)).status_code == 404
    assert (await stage.read(d.TRADE_CLERK, "/subscriptions"))["items"] == []
    assert len((await stage.read(d.ADMINISTRATOR, "/subscriptions"))["items"]) == 1


async def test_another_district_sees_nothing_and_tells_nothing(stage: Stage) -> None:
    elsewhere = stage.elsewhere()
    await d.introduced(elsewhere)
    path = await stage.subscribed(d.LAND_CLERK, None, HANDED)
    assert (await elsewhere.get(d.LAND_CLERK, f"{path}/events")).status_code == 404
    assert (await elsewhere.get(d.LAND_CLERK, path)).status_code == 404
    assert (await elsewhere.send(d.LAND_CLERK, f"{path}/ending")).status_code == 404
    await elsewhere.say(cast.case(), d.CASE)
    await elsewhere.quiet()
    assert await told(stage, d.LAND_CLERK, path) == []


def kinds(inbox: dict[str, Any]) -> list[str]:
    return [message["kind"] for message in inbox["items"]]


async def test_each_reads_what_is_addressed_to_them_their_posts_and_their_office(stage: Stage) -> None:
    await stage.say(cast.SHORTFALL, f"stay/{cast.STAY}")
    await stage.say(cast.filing(), "filing/1")
    await stage.say(cast.case(casework.LimitReminded), d.CASE)
    await stage.say(cast.case(casework.CaseEscalated), d.CASE)
    await stage.say(cast.case(casework.CaseReturned), d.CASE)
    await stage.quiet()
    readers = (d.CADRE, d.HEAD, d.OFFICE, d.DISTRICT, d.HANDLER, d.LAND_LEADER, d.LAND_CLERK, d.TRADE_CLERK)
    found = {who.name: sorted(kinds(await stage.read(who, "/inbox"))) for who in readers}
    assert found == {
        "cadre": ["stay-shortfall-foreseen"],
        "section head": ["filing-overdue", "stay-shortfall-foreseen"],
        "office clerk": ["case-returned", "stay-shortfall-foreseen"],
        "district head": ["filing-overdue"],
        "handler": ["limit-reminded"],
        "land leader": ["case-escalated"],
        "land clerk": [],
        "trade clerk": [],
    }


async def test_a_message_is_a_sentence_with_references(stage: Stage) -> None:
    await stage.say(cast.case(casework.CaseEscalated), d.CASE)
    await stage.quiet()
    (message,) = (await stage.read(d.LAND_LEADER, "/inbox"))["items"]
    assert message["sentence"] == "inbox-case-escalated"
    assert message["text"] == (
        f"柳塘村的 {message['reference']} 号事项已于 2010-12-15 到期，仍没有办理结果，现提级（第 1 级）。"
    )
    assert message["to"] == {
        "kind": "post",
        "person": None,
        "post": "leader-in-charge",
        "unit": {"id": str(cast.LAND), "name": "国土分局"},
    }
    assert (message["about"], message["thing"]) == ("case", str(cast.MATTER))


async def test_the_inbox_is_read_page_by_page(stage: Stage) -> None:
    for n in range(3):
        await stage.say(cast.case(casework.CaseReturned), f"case/{named(str(n))}")
    await stage.quiet()
    first = await stage.read(d.OFFICE, "/inbox", limit=2)
    second = await stage.read(d.OFFICE, "/inbox", limit=2, after=first["next"])
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    assert len({message["id"] for message in first["items"] + second["items"]}) == 3


async def test_the_inbox_of_a_day_has_the_messages_of_that_day_alone(stage: Stage) -> None:
    midnight = cast.NOON + timedelta(hours=12)
    for n, at in enumerate((cast.NOON, midnight, midnight + timedelta(hours=23))):
        await stage.say(cast.case(casework.CaseReturned, at=at), f"case/{named(str(n))}")
    await stage.quiet()
    first, second = (day.date().isoformat() for day in (cast.NOON, midnight))
    found = {day: len((await stage.read(d.OFFICE, "/inbox", day=day))["items"]) for day in (first, second)}
    assert found == {first: 1, second: 2}


async def test_a_message_about_an_accusation_never_reaches_whom_it_concerns(stage: Stage) -> None:
    to_the_accused = Addressee(kind="post", post="head", unit=cast.TRADE)
    for to in (
        to_the_accused,
        Addressee(kind="office", unit=cast.DISTRICT),
        Addressee(kind="office", unit=cast.PETITIONS),
    ):
        await stage.say(cast.case(casework.CaseEscalated, **cast.ACCUSATION, to=to), d.CASE)
    await stage.quiet()
    accused = Official("accused", d.LAND_LEADER.role, cast.TRADE, cast.ACCUSED)
    for who in (accused, d.DISTRICT, d.OFFICE):
        assert kinds(await stage.read(who, "/inbox")) == []
    assert kinds(await stage.read(d.PETITIONS, "/inbox")) == ["case-escalated"]


async def figures(stage: Stage, who: Official) -> dict[str, Any]:
    found: dict[str, Any] = await stage.read(who, f"/campaigns/{cast.CAMPAIGN}/message-figures")
    return found


async def test_a_campaigns_offices_count_all_its_messages_and_deliveries(stage: Stage) -> None:
    async with receiving() as receiver:
        await stage.subscribed(d.LAND_CLERK, f"{receiver.url}/land", *ALL)
        await stage.subscribed(d.DISTRICT, f"{receiver.url}/district", ESCALATED, ISSUED)
        await everything(stage)
    for who in (d.DISTRICT, d.OFFICE):
        found = await figures(stage, who)
        assert (found["scope"], found["inbox"]) == ("all", {"case-escalated": 1})
        counted = {(one["unit"]["name"], one["type"]): one["acknowledged"] for one in found["deliveries"]}
        assert counted == {
            ("国土分局", HANDED): 1,
            ("国土分局", ESCALATED): 1,
            ("国土分局", ISSUED): 1,
            ("区活动办公室", ESCALATED): 1,
            ("区活动办公室", ISSUED): 1,
        }
    theirs = await figures(stage, d.LAND_CLERK)
    assert (theirs["scope"], theirs["inbox"]) == ("yours", {})
    assert {one["unit"]["name"] for one in theirs["deliveries"]} == {"国土分局"}
    assert sum(one["requests"] for one in theirs["deliveries"]) == 3
    assert (await figures(stage, d.TRADE_CLERK))["deliveries"] == []


async def test_an_accusation_is_in_no_figure_and_no_count(stage: Stage) -> None:
    async with receiving() as receiver:
        path = await stage.subscribed(d.PETITIONS, receiver.url, HANDED, ISSUED)
        await everything(stage, **cast.ACCUSATION)
    accused = Official("accused", d.PETITIONS.role, d.PETITIONS.unit, cast.ACCUSED)
    for who in (d.DISTRICT, d.OFFICE, d.PETITIONS, accused):
        assert (await figures(stage, who))["deliveries"] == []
    for who in (d.DISTRICT, d.OFFICE, accused):
        assert (await figures(stage, who))["inbox"] == {}
    counts = (await stage.read(accused, path))["deliveries"]
    assert counts == {"queued": 0, "acknowledged": 0, "waiting": 0, "failing": 0}


async def test_nobody_counts_a_campaign_that_nobody_planned(stage: Stage) -> None:
    answer = await stage.get(d.DISTRICT, f"/campaigns/{cast.ANOTHER_CAMPAIGN}/message-figures")
    assert answer.status_code == 404
