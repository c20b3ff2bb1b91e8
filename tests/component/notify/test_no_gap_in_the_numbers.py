"""The numbers of deliveries tell nobody of an accusation that they may not read (G10; decision 11)."""

import pytest

from shared.testing.names import named
from tests.component.notify import district as d
from tests.component.notify.receivers import receiving
from tests.component.notify.stage import Official, Stage
from tests.component.notify.test_who_is_told import HANDED, ISSUED, told
from tests.unit.notify import cast

SECONDED = Official("of trade, lent to the petition office", d.PETITIONS.role, d.PETITIONS.unit, cast.ACCUSED)
"""Who acts for the petition office, and belongs to a department."""
PETITION = {"office": cast.PETITIONS}
"""What the petition office took in at its counter: no accusation."""


async def mixed(stage: Stage) -> None:
    """Two petitions, with an accusation before, between and after them."""
    for n, about in enumerate((cast.ACCUSATION, PETITION, cast.ACCUSATION, PETITION, cast.ACCUSATION)):
        await stage.say(cast.case(**about), f"case/{named(str(n))}")
    await stage.quiet()


async def numbers(stage: Stage, who: Official, path: str) -> list[int]:
    """What the delivery log numbers, page by page of one."""
    found: list[int] = []
    after: int | None = 0
    while after is not None:
        page = await stage.read(who, f"{path}/deliveries", after=after, limit=1)
        found += [item["number"] for item in page["items"]]
        after = page["next"]
    return found


async def test_who_belongs_to_the_unit_alone_reads_all_of_it(stage: Stage) -> None:
    path = await stage.subscribed(d.PETITIONS, None, HANDED)
    await mixed(stage)

    assert await told(stage, d.PETITIONS, path) == [HANDED] * 5
    assert await numbers(stage, d.PETITIONS, path) == [1, 2, 3, 4, 5]


async def test_who_is_of_another_house_too_fetches_nothing_accusation_or_not(stage: Stage) -> None:
    path = await stage.subscribed(d.PETITIONS, None, HANDED, ISSUED)
    before = [await stage.get(SECONDED, f"{path}/{below}") for below in ("events", "stream")]
    await mixed(stage)
    after = [await stage.get(SECONDED, f"{path}/{below}") for below in ("events", "stream")]

    assert [answer.status_code for answer in before] == [404, 404]
    assert [answer.text for answer in before] == [answer.text for answer in after]


async def test_nor_names_an_address_to_which_it_is_posted(stage: Stage) -> None:
    wish = {"name": "业务系统", "url": "http://127.0.0.1:9/", "types": [HANDED]}

    answer = await stage.send(SECONDED, "/subscriptions", wish)

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_an_office_that_is_told_of_no_accusation_may_lend_its_people(stage: Stage) -> None:
    path = await stage.subscribed(d.DISTRICT, None, HANDED)
    await stage.say(cast.case(), d.CASE)
    await stage.quiet()
    lent = Official("of trade, lent to the district", d.DISTRICT.role, d.DISTRICT.unit, cast.ACCUSED)

    assert await told(stage, lent, path) == [HANDED]


@pytest.mark.parametrize("who", [d.ADMINISTRATOR, SECONDED], ids=lambda who: who.name)
async def test_who_keeps_it_without_reading_it_counts_without_a_gap(stage: Stage, who: Official) -> None:
    path = await stage.subscribed(d.PETITIONS, None, HANDED)
    await mixed(stage)

    assert await numbers(stage, who, path) == [1, 2]
    assert (await stage.read(who, path))["deliveries"]["queued"] == 2


async def test_nor_is_told_of_more_by_what_can_be_sent_again(stage: Stage) -> None:
    async with receiving() as receiver:
        path = await stage.subscribed(d.PETITIONS, receiver.url, HANDED)
        await mixed(stage)
        beyond = await stage.send(d.ADMINISTRATOR, f"{path}/replay", {"from": 3})
        await stage.done(d.ADMINISTRATOR, f"{path}/replay", {"from": 2})
        await stage.quiet()

    assert (beyond.status_code, beyond.json()["details"]) == (409, {"last": 2})
    again = [item["number"] for item in (await stage.read(d.PETITIONS, f"{path}/deliveries"))["items"] if _twice(item)]
    assert again == [4, 5]


def _twice(item: dict[str, list[object]]) -> bool:
    return len(item["attempts"]) == 2
