"""What is hidden from somebody is answered as what is not there, however it is asked for (roles.md)."""

from collections.abc import Mapping
from itertools import product
from uuid import uuid5

import pytest

from shared.ids import MINQING
from shared.testing.people import Official
from tests.component.casework import district as d
from tests.component.casework.stage import Stage

UNKNOWN = uuid5(MINQING, "nothing")
HEADERS: tuple[Mapping[str, str], ...] = ({}, {"if_match": '"0"'}, {"if_match": '"7"'}, {"if_match": "x"}, {"key": ""})
BODIES: tuple[dict[str, object] | None, ...] = ({"reason": "不属本局职责"}, {}, {"reason": 1}, None)


async def test_a_command_however_it_is_made(stage: Stage) -> None:
    matter = await d.accepted(stage)

    for body, headers in product(BODIES, HEADERS):
        hidden = await stage.send(d.TRADE_CLERK, f"/matters/{matter}/return", body, **headers)
        unknown = await stage.send(d.TRADE_CLERK, f"/matters/{UNKNOWN}/return", body, **headers)
        assert hidden.status_code == unknown.status_code, (body, headers)
        assert hidden.text.replace(str(matter), str(UNKNOWN)) == unknown.text, (body, headers)


@pytest.mark.parametrize("who", [d.CADRE, d.VILLAGE_CLERK], ids=lambda who: who.name)
async def test_who_does_not_see_the_state_is_not_told_by_a_version_that_it_moved(stage: Stage, who: Official) -> None:
    matter = await d.issued(stage)

    seen = await stage.get(who, f"/matters/{matter}")

    assert seen.status_code == 200
    assert "ETag" not in seen.headers
    assert "ETag" in (await stage.get(d.DISTRICT_OFFICE, f"/matters/{matter}")).headers
