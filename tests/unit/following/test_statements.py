"""A projection's statement becomes text and arguments once, in its version's schema."""

from uuid import UUID

import pytest
from sqlalchemy import JSON, Column, Integer, MetaData, Table, Text, Uuid, bindparam, update
from sqlalchemy.dialects.postgresql import insert

from shared.change import tenant_column
from shared.eventstore.statements import Statements

CASES = Table(
    "open",
    MetaData(schema="cases"),
    tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("n", Integer),
    Column("told", JSON),
    Column("made", Text, default="in python"),
)
ID = UUID(int=7)


def _prepared(statement: object, *names: str) -> tuple[str, object]:
    prepared = Statements({"cases": "cases_v3"}).prepared(statement, frozenset(names))  # type: ignore[arg-type]  # or none
    return prepared.sql, prepared


def test_a_statement_is_for_the_schema_of_its_version() -> None:
    sql, _ = _prepared(update(CASES).where(CASES.c.id == bindparam("thing")).values(n=CASES.c.n + 1), "thing")
    assert sql == "UPDATE cases_v3.open SET n=(cases_v3.open.n + $1::INTEGER) WHERE cases_v3.open.id = $2::UUID"


def test_arguments_come_by_name_from_constants_and_through_conversions() -> None:
    statements = Statements({"cases": "cases_v3"})
    put = insert(CASES).on_conflict_do_update(index_elements=["tenant", "id"], set_={"n": 5})
    prepared = statements.prepared(put, frozenset({"id", "told", "made"}))
    assert prepared.filled({"told": {"a": [1]}, "id": ID, "made": "x"}) == (ID, '{"a": [1]}', "x", 5)


def test_a_missing_parameter_is_an_error_of_that_event() -> None:
    statement = update(CASES).where(CASES.c.id == bindparam("thing")).values(n=bindparam("number"))
    prepared = Statements({}).prepared(statement, frozenset({"thing", "number"}))
    with pytest.raises(KeyError):
        prepared.filled({"thing": ID})


def test_a_statement_is_compiled_once() -> None:
    statements = Statements({})
    put = insert(CASES)
    names = frozenset({"id", "made"})
    assert statements.prepared(put, names) is statements.prepared(put, names)


def test_what_cannot_be_sent_many_times_is_said_at_once() -> None:
    listed = update(CASES).where(CASES.c.id.in_(bindparam("ids", expanding=True))).values(n=1, made="x")
    for statement, names in ((listed, {"ids"}), (insert(CASES), {"id"})):
        with pytest.raises(TypeError, match="neither IN of a list"):
            Statements({}).prepared(statement, frozenset(names))
