"""Two sets of a read model's tables compared: by a digest of all rows, and where it differs, row by row (G6)."""

import json
from dataclasses import dataclass

import asyncpg
from sqlalchemy import Table

MOST_TOLD = 20


@dataclass(frozen=True)
class Difference:
    """A row that two sets of tables do not have alike: which, and how, in no words of the row."""

    table: str
    key: str
    differs: str


@dataclass(frozen=True)
class Compared:
    """How many rows of a table were compared, and the first that differ; how many differ in all."""

    rows: int
    differing: int = 0
    told: tuple[Difference, ...] = ()


async def compare(connection: asyncpg.Connection, table: Table, live: str, other: str) -> Compared:
    """Compare a table in two schemas, as the connection's transaction sees them."""
    rows, digest = await _digest(connection, table, live)
    if (rows, digest) == await _digest(connection, table, other):
        return Compared(rows)
    found = await _different(connection, table, live, other)
    told = tuple(Difference(table.name, row["key"], _words(row["live"], row["other"])) for row in found)
    return Compared(rows, found[0]["differing"] if found else 0, told)


async def _digest(connection: asyncpg.Connection, table: Table, schema: str) -> tuple[int, bytes]:
    keys = ", ".join(f't."{column.name}"' for column in table.primary_key)
    row = await connection.fetchrow(f"""
        WITH hashed AS (
            SELECT row_number() OVER (ORDER BY {keys}) AS n, sha256(convert_to(to_jsonb(t)::text, 'UTF8')) AS hash
            FROM "{schema}"."{table.name}" t)
        SELECT count(*) AS rows, sha256(coalesce(string_agg(hash, '' ORDER BY n), '')) AS digest FROM hashed""")
    assert row is not None
    return row["rows"], row["digest"]


async def _different(connection: asyncpg.Connection, table: Table, live: str, other: str) -> list[asyncpg.Record]:
    keys = ", ".join(f't."{column.name}"' for column in table.primary_key)
    rows = f"SELECT jsonb_build_array({keys}) AS key, to_jsonb(t)::text AS row FROM"
    return await connection.fetch(f"""
        WITH live AS ({rows} "{live}"."{table.name}" t), other AS ({rows} "{other}"."{table.name}" t)
        SELECT key::text, live.row AS live, other.row AS other, count(*) OVER () AS differing
        FROM live FULL JOIN other USING (key)
        WHERE live.row IS DISTINCT FROM other.row ORDER BY key LIMIT {MOST_TOLD}""")


def _words(live: str | None, other: str | None) -> str:
    if live is None or other is None:
        return "missing in the live tables" if live is None else "only in the live tables"
    was, is_ = json.loads(live), json.loads(other)
    return "another " + ", ".join(sorted(name for name in was if was[name] != is_.get(name)))
