"""Scheduling's read models say what its log says: a fresh fold of a whole story equals the live tables, row for row."""

from services.scheduling.main import SERVICE
from shared.eventstore.own import OwnLog
from shared.eventstore.verify import verify_all
from tests.component.scheduling.district import LI, OFFICE, exemption, published
from tests.component.scheduling.stage import Stage


async def test_a_fresh_fold_equals_the_live_tables(stage: Stage) -> None:
    campaign = await published(stage)
    here = campaign["here"]
    await stage.move_clock("2010-12-24 08:00")
    await stage.done(LI, f"{campaign['P1']}/start")
    await stage.visit(await stage.read(LI, campaign["P1"]), "2010-12-24 09:00")
    await stage.done(LI, f"{campaign['P1']}/interruption", {"reason": "临时召回"})
    await stage.move_clock("2010-12-27 08:00")
    await stage.done(LI, f"{campaign['P1']}/resumption")
    await stage.done(OFFICE, f"{here}/exemptions", exemption(stage, document="区组干〔2010〕2号"))
    await stage.move_clock("2011-02-01 08:00")
    sources = {"scheduling": OwnLog(stage.ports.log), "ledger": OwnLog(stage.house.speakers["ledger"].ports.log)}
    followers = SERVICE.followers
    models = [*followers.projections, *(timers.projection for timers in followers.timers)]
    verdicts = [verdict async for verdict in verify_all(stage.ports.database, sources, models)]
    assert {verdict.projection for verdict in verdicts} == {model.name for model in models}
    assert [verdict for verdict in verdicts if not verdict.equal] == []
    assert sum(verdict.rows for verdict in verdicts) > 30
    assert len((await stage.read(OFFICE, "/stays"))["items"]) == 3
    assert (await stage.read(OFFICE, "/stays", person=str(stage.person("P1"))))["items"][0]["visits"] == 1
