"""An accusation heard on a visit: for the petition office; nobody whom it concerns, nor their side, sees that it is."""

from services.ledger.main import SERVICE
from shared.directory import DIRECTORY
from shared.eventstore.projections import Projection
from shared.roles import Role
from shared.testing.names import named
from tests.component.ledger import district as d
from tests.component.ledger import forms
from tests.component.ledger.stage import Official, Stage, unit

SECRET = "反映村干部私分救灾款"


def kinds(visit: dict[str, list[dict[str, str]]]) -> list[str]:
    return sorted(one["kind"] for one in visit["matters"])


async def test_who_heard_it_sees_that_it_is_and_nobody_else_of_the_campaign_does(stage: Stage) -> None:
    logged = await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.DISPUTE, forms.ACCUSATION))
    path = f"/visits/{logged['id']}"
    own = await stage.read(d.LI, path)
    assert kinds(own) == ["accusation", "dispute"]
    (accusation,) = [one for one in own["matters"] if one["kind"] == "accusation"]
    assert (accusation["words"], accusation["subject"]) == (None, None)
    for other in (d.HEAD, d.OFFICE):
        assert kinds(await stage.read(other, path)) == ["dispute"]
    assert kinds(await stage.read(d.DISTRICT, path)) == []  # a visit is told it without what was heard


async def test_the_visit_of_those_it_concerns_shows_one_matter_fewer(stage: Stage) -> None:
    for kind, id in (("person", d.LI.person), ("unit", unit("社会救助科")), ("unit", unit("民政局"))):
        logged = await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.DISPUTE, forms.against(kind, id)))
        assert kinds(await stage.read(d.LI, f"/visits/{logged['id']}")) == ["dispute"]
    figures = await stage.read(d.LI, f"/campaigns/{d.CAMPAIGN}/field-figures")
    assert figures["matters_by_kind"] == {"dispute": 3}


async def test_it_names_somebody_the_directory_knows(stage: Stage) -> None:
    unknown = forms.against("person", named("nobody"))
    assert await stage.refused(d.LI, "/visits", forms.a_visit(stage, unknown)) == (409, "concerned-unknown")
    assert await stage.refused(d.LI, "/visits", forms.a_visit(stage, {**forms.ACCUSATION, "subject": "干部作风"})) == (
        409,
        "accusation-has-no-subject",
    )


async def test_its_words_are_one_sealed_value_in_one_event_and_in_no_read_model(stage: Stage) -> None:
    logged = await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.DISPUTE, forms.ACCUSATION))
    matter = logged["matters"][1]["id"]
    await stage.quiet()
    rows = await stage.rows()
    holding = [row for row in rows if f'"subject":"{matter}"' in row.data]
    assert [row.type for row in holding] == ["matter-raised.v1"]
    assert holding[0].data.count(f'"subject":"{matter}"') == 1
    assert not any(SECRET in row.data for row in rows)
    tables = [table for one in SERVICE.followers.projections if one is not DIRECTORY for table in tables_of(one)]
    async with stage.ports.database.transaction(stage.tenant) as db:
        for table in tables:
            text = str((await db.exec_driver_sql(f"SELECT to_jsonb(t) FROM {table} t")).all())
            assert SECRET not in text
            assert f"'subject': '{matter}'" not in text, table
    books = await stage.read(d.OFFICE, f"/places/{stage.place('C01')}/books")
    assert [len(book["lines"]) for book in books["books"]] == [1, 0, 0, 1]


def tables_of(projection: Projection) -> list[str]:
    return [f'"{projection.schema}"."{table.name}"' for table in projection.metadata.sorted_tables]


async def test_its_fact_is_for_the_petition_office(stage: Stage) -> None:
    await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.ACCUSATION))
    (fact,) = [fact for fact in await stage.facts() if fact["type"].endswith("matter-raised.v1")]
    data = fact["data"]
    assert (data["activity_office"], data["subject"], data["confidentiality"]) == (None, None, "accusation")
    assert data["concerns"] == [{"type": "unit", "id": str(unit("柳塘村委会"))}]


async def test_a_village_clerk_has_no_way_to_the_field_at_all(stage: Stage) -> None:
    logged = await stage.done(d.LI, "/visits", forms.a_visit(stage, forms.ACCUSATION))
    clerk = Official("柳塘文书", Role.VILLAGE_CLERK, "柳塘村委会", "C01")
    for path in ("/visits", f"/visits/{logged['id']}", "/households", f"/places/{stage.place('C01')}/books"):
        assert (await stage.get(clerk, path)).status_code == 403
