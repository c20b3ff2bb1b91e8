"""The file of households: every error at once, a dry run that writes nothing, twice the same is once."""

from tests.component.ledger import district as d
from tests.component.ledger.stage import Stage


async def test_twice_the_same_file_is_once_although_its_seals_differ(stage: Stage) -> None:
    head = (await stage.ports.log.head(stage.tenant)).position
    report = await stage.imported(d.rows())
    assert (report["rows"], report["new"], report["same"], report["changed"]) == (4, 0, 4, 0)
    assert (await stage.ports.log.head(stage.tenant)).position == head


async def test_a_dry_run_foretells_and_writes_nothing(stage: Stage) -> None:
    first, second, *_ = d.rows()
    rows = [{**first, "telephone": "13700000000"}, second, {**second, "code": "C01-H3", "number": "3"}]
    head = (await stage.ports.log.head(stage.tenant)).position
    foreseen = await stage.imported(rows, dry_run="true")
    assert (foreseen["new"], foreseen["same"], foreseen["changed"]) == (1, 1, 1)
    assert (await stage.ports.log.head(stage.tenant)).position == head
    done = await stage.imported(rows)
    assert (done["new"], done["same"], done["changed"]) == (1, 1, 1)
    shown = (await stage.read(d.LI, "/households"))["items"]
    assert [one["code"] for one in shown] == ["C01-H1", "C01-H2", "C01-H3"]


async def test_every_error_is_told_with_row_column_and_what_to_do(stage: Stage) -> None:
    good, *_ = d.rows()
    rows = [
        {**good, "place": "C01"},
        {**good, "code": "C01-H8", "place": "C99-G1", "number": "zero", "head": ""},
        {**good, "code": "C01-H9", "telephone": "打不通", "difficulty": "maybe"},
        {**good, "code": "C01-H9"},
    ]
    head = (await stage.ports.log.head(stage.tenant)).position
    report = await stage.imported(rows)
    assert sorted((error["row"], error["column"]) for error in report["errors"]) == [
        (2, "place"),
        (3, "head"),
        (3, "number"),
        (3, "place"),
        (4, "difficulty"),
        (4, "telephone"),
        (5, "code"),
    ]
    assert report["errors"][0]["fix"] == "填写该户所在小组的代码。"
    assert (await stage.ports.log.head(stage.tenant)).position == head


async def test_who_lives_there_is_sealed_and_the_rows_digest_tells_nothing(stage: Stage) -> None:
    rows = [row for row in await stage.rows() if row.type == "household-described.v1"]
    assert len(rows) == 4
    for row in rows:
        assert not any(word in row.data for word in ("李秀英", "陈志强", "1380013", "1组"))


async def test_only_the_administrator_imports(stage: Stage) -> None:
    headers = {**stage.headers(d.OFFICE), "Idempotency-Key": "k"}
    answer = await stage.client.post("/internal/imports/households", json={"rows": d.rows()}, headers=headers)
    assert answer.status_code == 403
