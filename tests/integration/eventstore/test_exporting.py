"""The export of a district's log, and its recomputation without us."""

import json
from uuid import UUID

import asyncpg
import pytest

from shared.eventstore.connect import Database
from shared.eventstore.export import Withheld, everything_shown, export_log
from shared.eventstore.log import Log
from shared.eventstore.recompute import ChainBroken, recompute
from shared.testing.databases import FreshDatabase
from shared.testing.requests import LUANCHUAN, SHIFAN, a_request

STORE = UUID("0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a01")
STREAM = "case/7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10"
FIRST = "0f630047e29a844e417beec8ccc32f9da1601269bec736acbe915c1d8bddbe58"
SECOND = "26ae414a4e1049928ae61cf17d2dd33522560e8bda754da1ba438b4fa738da8f"
ROWS = f"""
UPDATE log.store SET store = '{STORE}';
INSERT INTO log.events VALUES
  ('shifan', 1, '{STREAM}', 1, 'case-opened.v1', '3a5f6f0e-54f1-5f0a-9b1c-0c6b2d7e8f01',
   '9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c02', 'policy:casework/open', '2010-11-29 13:20Z', '2010-11-29 13:20:00.123456Z',
   '{{"category":"land-requisition","matter":"case"}}', '{{"correlationid":"visit-1"}}',
   'casework.case-opened.v1', '{{"case":"7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10"}}', 0, '\\x{FIRST}'),
  ('shifan', 2, '{STREAM}', 2, 'case-noted.v1', '3a5f6f0e-54f1-5f0a-9b1c-0c6b2d7e8f02',
   '9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c03', 'account:张三', '2010-11-30 13:20:00Z', '2010-11-30 13:20:00.000001Z',
   '{{"note":"已联系当事人"}}', '{{}}', NULL, NULL, NULL, '\\x{SECOND}');
"""
GOLDEN: list[dict[str, object]] = [
    {
        "format": "minqing-log/1",
        "service": "casework",
        "store": str(STORE),
        "tenant": "shifan",
        "from": 1,
        "previoushash": "0301cbe1c819be1828811f2419a3fdd6904346d13f199a73f9595e2e23478709",
    },
    {
        "position": 1,
        "stream": STREAM,
        "version": 1,
        "type": "case-opened.v1",
        "eventid": "3a5f6f0e-54f1-5f0a-9b1c-0c6b2d7e8f01",
        "commandid": "9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c02",
        "actor": "policy:casework/open",
        "occurred": 1291036800000000,
        "recorded": 1291036800123456,
        "data": '{"category":"land-requisition","matter":"case"}',
        "meta": '{"correlationid":"visit-1"}',
        "fact": {"type": "casework.case-opened.v1", "data": '{"case":"7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10"}'},
        "hash": FIRST,
    },
    {
        "position": 2,
        "stream": STREAM,
        "version": 2,
        "type": "case-noted.v1",
        "eventid": "3a5f6f0e-54f1-5f0a-9b1c-0c6b2d7e8f02",
        "commandid": "9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c03",
        "actor": "account:张三",
        "occurred": 1291123200000000,
        "recorded": 1291123200000001,
        "data": '{"note":"已联系当事人"}',
        "meta": "{}",
        "fact": None,
        "hash": SECOND,
    },
    {"head": {"position": 2, "hash": SECOND}},
]


async def exported(log: Log, first: int = 1, withheld: Withheld = everything_shown) -> list[str]:
    """The lines of the district's export."""
    return [line async for line in export_log(log.database, SHIFAN, first, withheld)]


@pytest.fixture
async def golden(fresh: FreshDatabase, log: Log) -> Log:
    """A log with the two events of the golden vector."""
    connection = await asyncpg.connect(fresh.superuser_url)
    await connection.execute(ROWS)
    await connection.close()
    return log


async def test_the_golden_log_is_exported_as_the_format_says(golden: Log) -> None:
    lines = await exported(golden)
    assert [json.loads(line) for line in lines] == GOLDEN
    assert lines[-1] == f'{{"head":{{"position":2,"hash":"{SECOND}"}}}}\n'
    assert "已联系当事人" in lines[2], "UTF-8, not escaped"


async def test_the_database_computes_the_golden_genesis(golden: Log) -> None:
    assert (await golden.hash_at(SHIFAN, 0) or b"").hex() == GOLDEN[0]["previoushash"]


async def test_whoever_reads_for_backups_exports_the_same(golden: Log, fresh: FreshDatabase) -> None:
    as_backup = Database(fresh.backup_url)
    assert [line async for line in export_log(as_backup, SHIFAN)] == await exported(golden)
    assert [line async for line in export_log(as_backup, SHIFAN, first=2)] == await exported(golden, first=2)


async def test_an_export_recomputes_and_says_where_it_ends(golden: Log) -> None:
    verified = recompute(await exported(golden))
    assert (verified.service, verified.store, verified.tenant) == ("casework", STORE, "shifan")
    assert (verified.first, verified.position, verified.hash.hex()) == (1, 2, SECOND)


async def test_a_withheld_event_shows_its_digest_alone_and_the_chain_still_recomputes(golden: Log) -> None:
    lines = await exported(golden, withheld=lambda row: row.position == 2)
    assert json.loads(lines[2]) == {
        "position": 2,
        "version": 2,
        "recorded": 1291123200000001,
        "digest": "6ce7199b95d6f00ad42780db8a65ac0ffd838779f321af7130cf5a63139cac3f",
        "hash": SECOND,
    }
    assert recompute(lines).hash.hex() == SECOND


async def test_an_export_may_begin_later(golden: Log) -> None:
    lines = await exported(golden, first=2)
    assert json.loads(lines[0])["previoushash"] == FIRST
    verified = recompute(lines)
    assert (verified.first, verified.position) == (2, 2)
    with pytest.raises(ValueError, match="ends before 4"):
        await exported(golden, first=4)


async def test_what_the_log_appended_recomputes_whole_and_in_pages(log: Log) -> None:
    for n in range(4):
        await log.append(SHIFAN, a_request(n, n, 0, events=300, facts=n % 2 == 0))
    await log.append(LUANCHUAN, a_request("other", "other", 0))
    lines = await exported(log)
    assert len(lines) == 1202
    assert recompute(lines).hash == (await log.head(SHIFAN)).hash


async def test_an_empty_log_exports_its_genesis(log: Log) -> None:
    verified = recompute(await exported(log))
    assert (verified.position, verified.hash) == (0, await log.hash_at(SHIFAN, 0))


@pytest.mark.parametrize(
    ("position", "member", "value"),
    [
        (1, "data", '{"category":"land-requisition","matter":"closed"}'),
        (1, "fact", None),
        (1, "recorded", 1291036800123457),
        (2, "actor", "account:李四"),
        (2, "version", 3),
        (2, "hash", FIRST),
        (2, "position", 3),
    ],
)
async def test_a_change_is_found_where_it_is(golden: Log, position: int, member: str, value: object) -> None:
    lines = await exported(golden)
    lines[position] = json.dumps({**json.loads(lines[position]), member: value})
    with pytest.raises(ChainBroken) as broken:
        recompute(lines)
    assert broken.value.position == position


async def test_a_removed_reordered_added_or_cut_line_is_found(golden: Log) -> None:
    origin, first, second, head = await exported(golden)
    for lines in (
        [origin, second, head],
        [origin, second, first, head],
        [origin, first, first, second, head],
        [origin, first, head],
        [origin, first, second],
        [origin, first, second, head, head],
    ):
        with pytest.raises(ChainBroken):
            recompute(lines)
    with pytest.raises(ValueError, match="not an export"):
        recompute([first, second, head])


async def test_another_logs_name_on_the_first_line_is_found(golden: Log) -> None:
    origin, *rest = await exported(golden)
    with pytest.raises(ChainBroken, match="genesis"):
        recompute([origin.replace("shifan", "luanchuan"), *rest])
