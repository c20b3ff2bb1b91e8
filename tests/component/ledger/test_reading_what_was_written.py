"""Whoever writes reads what they wrote, or is told after two seconds to come again: nobody is shown less than that."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any  # bodies are JSON

import httpx

from shared import clock
from shared.testing.facts import unit_described
from shared.web.asking import READ_YOUR_WRITES_SECONDS
from tests.component.ledger import district as d
from tests.component.ledger.forms import a_visit
from tests.component.ledger.stage import ADMINISTRATOR, Official, Stage, unit


@asynccontextmanager
async def behind(stage: Stage) -> AsyncIterator[None]:
    """Let the read models show nothing that is said from now on, as on a machine that does not keep up."""
    await stage.quiet()
    holding = await stage.ports.database.connect()
    try:
        async with holding.transaction():
            await holding.execute("LOCK TABLE run.checkpoints IN SHARE MODE")
            yield
    finally:
        await holding.close()


async def asked_once(stage: Stage, who: Official, path: str, body: Any = None, position: str = "") -> httpx.Response:
    """The answer to a request that is not sent again; a command with a body."""
    headers = {**stage.headers(who), "Minqing-Position": position, "Idempotency-Key": "once"}
    return await stage.client.request("POST" if body else "GET", path, json=body, headers=headers)


def come_again(answer: httpx.Response) -> bool:
    """Whether an answer says that it cannot be given yet, and when to ask for it again."""
    told = (answer.status_code, answer.json()["code"], answer.headers["Retry-After"])
    return told == (503, "not-yet-read", "1")


async def test_a_question_waits_for_what_its_asker_wrote_and_is_never_answered_without_it(stage: Stage) -> None:
    async with behind(stage):
        await stage.done(d.LI, "/visits", a_visit(stage))
        began = clock.ticking()
        waited = await asked_once(stage, d.LI, "/api/v1/visits", position=stage.position)
        seconds = clock.ticking() - began
        of_another = await asked_once(stage, d.LI, "/api/v1/visits")

    assert come_again(waited)
    assert (READ_YOUR_WRITES_SECONDS, seconds > 1.9) == (2.0, True), "design 6: two seconds"
    assert (of_another.status_code, of_another.json()["items"]) == (200, []), "who wrote nothing does not wait"
    assert len((await stage.read(d.LI, "/visits"))["items"]) == 1


async def test_a_command_whose_answer_cannot_be_read_yet_is_sent_again_and_done_once(stage: Stage) -> None:
    household = {"stay": str(d.STAY), "household": str(stage.household("C01-H1")), "kind": "hardship"}
    pairing = (await stage.done(d.LI, "/pairings", household))["id"]
    await stage.done(d.LI, f"/pairings/{pairing}/needs", {"need": "过冬"})
    measures, measure = f"/pairings/{pairing}/measures", {"kind": "relief", "what": "送煤"}

    async with behind(stage):
        unread = await asked_once(stage, d.LI, f"/api/v1{measures}", measure)
    again = await stage.send(d.LI, measures, measure, key="once")

    assert come_again(unread)
    assert (again.status_code, again.json()) == (201, {"number": 1})
    assert [row.type for row in await stage.rows()].count("measure-taken.v1") == 1


async def imports(stage: Stage) -> httpx.Response:
    """The file of households once more."""
    return await asked_once(stage, ADMINISTRATOR, "/internal/imports/households?dry_run=true", {"rows": d.rows()})


async def test_what_rests_on_all_that_was_written_before_waits_whoever_wrote_it(stage: Stage) -> None:
    async with behind(stage):
        await stage.done(d.LI, "/visits", a_visit(stage))
        unread = await imports(stage)

    assert come_again(unread)
    assert (await imports(stage)).status_code == 200


async def test_what_rests_on_who_is_where_waits_for_what_scheduling_has_said(stage: Stage) -> None:
    described = unit_described(unit("新设科"), "新设科", "section", unit("民政局"))
    async with behind(stage):
        await stage.say(described, f"unit/{described.unit}")
        unheard = await imports(stage)

    assert come_again(unheard)
    await stage.quiet()
    assert (await imports(stage)).status_code == 200
