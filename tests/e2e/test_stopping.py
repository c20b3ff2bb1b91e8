"""A stop lets what is under way end (G1): whoever was answered finds it there afterwards."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.minqing.supervise import discard
from shared.testing.waiting import until
from tests.e2e.holding import held_up
from tests.e2e.running import PATIENCE, RUNS, minqing, open_district, started

HEAD = "code,name,kind,parent\n"
OUTCOME = "units: {} rows, of which {} are new, 0 changed, {} the same"


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"
    for run in RUNS:
        if run.process.poll() is None:  # the test failed half way
            run.end(signal.SIGINT)
    discard(tmp_path / "data")


async def test_a_stop_lets_what_is_under_way_end_and_what_was_answered_is_there_afterwards(
    data: Path, tmp_path: Path
) -> None:
    first, others = tmp_path / "first.csv", tmp_path / "others.csv"
    first.write_text(f"{HEAD}MZ,民政局,department,\n", "utf-8")
    others.write_text(f"{HEAD}GT,国土分局,department,\nGT-1,综合科,section,GT\n", "utf-8")
    importing = ("import", "units", "--as", "shifan/admin")
    run = await asyncio.to_thread(started, data)
    open_district(run)
    assert minqing(run, *importing, str(first)) == (0, OUTCOME.format(1, 1, 0))

    async with held_up(data, "scheduling", "shifan") as waiting:
        under_way = asyncio.create_task(asyncio.to_thread(minqing, run, *importing, str(others)))
        await until(waiting)
        run.process.send_signal(signal.SIGTERM)
        await until(lambda: "Waiting for connections to close" in (data / "log" / "scheduling.log").read_text())
    assert await under_way == (0, OUTCOME.format(2, 2, 0))

    await asyncio.to_thread(run.process.wait, PATIENCE)
    again = await asyncio.to_thread(started, data)
    assert minqing(again, *importing, str(others)) == (0, OUTCOME.format(2, 0, 2))
    again.end(signal.SIGTERM)
