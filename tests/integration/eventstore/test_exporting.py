"""The export of a district's log and its seal, and their verification without us."""

import json
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.minqing.verifier import Broken, read_seal
from shared import clock
from shared.eventstore.connect import Database
from shared.eventstore.export import Withheld, everything_shown, everything_withheld, export_log
from shared.eventstore.log import Log
from shared.eventstore.seal import head_to_seal, seal_of
from shared.testing.databases import FreshDatabase
from shared.testing.requests import LUANCHUAN, SHIFAN, a_request
from tests.exports import cut, verified
from tests.unit.verifier.pinned import EXPORT

STORE = UUID("0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a01")
STREAM = "case/7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ALLOWANCE = timedelta(seconds=5)
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
INSERT INTO log.heads VALUES ('shifan', 2, '\\x{SECOND}', 1, '\\x{FIRST}');
"""


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


async def test_the_golden_log_is_exported_byte_for_byte_as_the_format_says(golden: Log) -> None:
    assert "".join(await exported(golden)).encode() == EXPORT


async def test_the_database_computes_the_golden_genesis(golden: Log) -> None:
    assert (await golden.hash_at(SHIFAN, 0) or b"").hex() == json.loads(EXPORT.splitlines()[0])["previoushash"]


async def test_whoever_reads_for_backups_exports_the_same(golden: Log, fresh: FreshDatabase) -> None:
    as_backup = Database(fresh.backup_url)
    assert [line async for line in export_log(as_backup, SHIFAN)] == await exported(golden)
    assert [line async for line in export_log(as_backup, SHIFAN, first=2)] == await exported(golden, first=2)


async def test_an_export_verifies_and_says_where_it_ends(golden: Log) -> None:
    log = verified(await exported(golden))
    assert (log.service, log.store, log.tenant) == ("casework", str(STORE), "shifan")
    assert (log.first, log.position, log.hash) == (1, 2, SECOND)


async def test_a_withheld_event_shows_its_digest_alone_and_the_chain_still_verifies(golden: Log) -> None:
    lines = await exported(golden, withheld=lambda row: row.position == 2)
    assert json.loads(lines[2]) == {
        "position": 2,
        "version": 2,
        "recorded": 1291123200000001,
        "digest": "6ce7199b95d6f00ad42780db8a65ac0ffd838779f321af7130cf5a63139cac3f",
        "hash": SECOND,
    }
    assert (verified(lines).hash, verified(lines).withheld) == (SECOND, 1)


async def test_all_may_be_withheld(golden: Log) -> None:
    lines = await exported(golden, withheld=everything_withheld)
    assert (verified(lines).hash, verified(lines).withheld) == (SECOND, 2)
    assert "张三" not in "".join(lines)


async def test_an_export_may_begin_later(golden: Log) -> None:
    lines = await exported(golden, first=2)
    assert json.loads(lines[0])["previoushash"] == FIRST
    log = verified(lines)
    assert (log.first, log.position) == (2, 2)
    with pytest.raises(ValueError, match="ends before 4"):
        await exported(golden, first=4)


async def test_what_the_log_appended_verifies_whole_and_in_pages(log: Log) -> None:
    for n in range(4):
        await log.append(SHIFAN, a_request(n, n, 0, events=300, facts=n % 2 == 0))
    await log.append(LUANCHUAN, a_request("other", "other", 0))
    lines = await exported(log)
    assert len(lines) == 1202
    assert verified(lines).hash == (await log.head(SHIFAN)).hash.hex()


async def test_an_empty_log_exports_its_genesis(log: Log) -> None:
    shown = verified(await exported(log))
    assert (shown.position, shown.hash) == (0, (await log.hash_at(SHIFAN, 0) or b"").hex())


async def test_a_seal_is_of_the_log_as_it_stands_and_holds_as_the_log_goes_on(log: Log, fresh: FreshDatabase) -> None:
    await log.append(SHIFAN, a_request("a", "one", 0, events=3))
    before = clock.now()
    head = await head_to_seal(Database(fresh.backup_url), SHIFAN)
    await log.append(SHIFAN, a_request("b", "two", 0, events=2))
    sealed = read_seal(seal_of(head, KEY).encode())
    assert (head.position, head.hash) == (3, await log.hash_at(SHIFAN, 3))
    assert before - ALLOWANCE < head.time < clock.now() + ALLOWANCE
    lines = await exported(log)
    assert verified(lines, sealed).position == 5
    assert verified(await exported(log, first=4), sealed).first == 4
    assert verified(await exported(log, withheld=everything_withheld), sealed).withheld == 5
    with pytest.raises(Broken, match="its end was cut off"):
        verified(cut(lines, 2), sealed)


async def test_the_service_and_the_backup_seal_the_same(golden: Log, fresh: FreshDatabase) -> None:
    for url in (fresh.url, fresh.backup_url):
        head = await head_to_seal(Database(url), SHIFAN)
        assert (head.service, head.store, head.tenant) == ("casework", STORE, "shifan")
        assert (head.position, head.hash.hex()) == (2, SECOND)


async def test_a_log_that_holds_nothing_is_not_sealed(golden: Log) -> None:
    with pytest.raises(ValueError, match="the log of luanchuan holds nothing yet"):
        await head_to_seal(golden.database, LUANCHUAN)


async def test_a_log_whose_end_was_taken_away_is_not_sealed(log: Log, fresh: FreshDatabase) -> None:
    await log.append(SHIFAN, a_request("a", "one", 0, events=3))
    connection = await asyncpg.connect(fresh.superuser_url)
    await connection.execute("DELETE FROM log.events WHERE position = 3")
    await connection.close()
    with pytest.raises(ValueError, match="the last event of shifan, at 2, is not the head that the log keeps"):
        await head_to_seal(log.database, SHIFAN)
