"""A run of tests that is told to end half way, as a time limit tells it, leaves nothing running."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from deploy.minqing.process import ROOT, wait_until

PATIENCE = 120
AT_A_STANDSTILL = """
def test_waits(postgres, redis_url):
    print("servers:", postgres, redis_url, flush=True)
    __import__("threading").Event().wait()
"""
IN_AN_EVENT_LOOP = """
async def test_waits(make_database, redis_url):
    print("servers:", (await make_database("casework")).url, redis_url, flush=True)
    await __import__("asyncio").Event().wait()
"""


class Run:
    """Tests that never end by themselves, with real servers of their own."""

    def __init__(self, folder: Path, test: str) -> None:
        (folder / "test_waiting.py").write_text(test)
        self.output = folder / "output"
        how = ["-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest", "-p", "no:cacheprovider", "--capture=no"]
        command = [sys.executable, "-m", "pytest", *how, str(folder / "test_waiting.py")]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)

    def servers(self) -> list[str]:
        """The addresses of its servers, once its test has them."""
        _, found, rest = self.output.read_text().partition("servers: postgresql:")
        return f"postgresql:{rest}".split()[:2] if found and "\n" in rest else []

    def waits(self) -> bool:
        """Whether its test waits, or it has ended."""
        return len(self.servers()) == 2 or self.process.poll() is not None


@pytest.fixture(params=[AT_A_STANDSTILL, IN_AN_EVENT_LOOP], ids=["at a standstill", "in an event loop"])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Run]:
    """A run whose test waits."""
    run = Run(tmp_path, request.param)
    try:
        assert wait_until(run.waits, PATIENCE), run.output.read_text()
        yield run
    finally:
        run.process.terminate()
        run.process.wait(PATIENCE)


def answers(url: str) -> bool:
    at = urlsplit(url)
    try:
        socket.create_connection((at.hostname, at.port or 0), timeout=5).close()
    except OSError:
        return False
    return True


def is_there(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_sigterm_ends_the_servers_with_the_tests(run: Run) -> None:
    servers, processes = run.servers(), psutil.Process(run.process.pid).children(recursive=True)
    assert [answers(url) for url in servers] == [True, True], run.output.read_text()
    run.process.terminate()
    run.process.wait(PATIENCE)
    assert [url for url in servers if answers(url)] == []
    assert [process for process in processes if is_there(process)] == []
