"""The verifier alone, as an auditor has it: one file, a Python, no packages, and files of any length."""

import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

import pytest
from typer.testing import CliRunner

from deploy.minqing import verifier
from deploy.minqing.cli import app
from deploy.minqing.verifier import LONGEST, Broken, verify
from tests.exports import an_event, chained, cut, withheld
from tests.unit.verifier.pinned import EXPORT, FOLDER, SEAL

KEY = json.loads(SEAL)["key"]
ALONE = [sys.executable, "-I", "-S"]  # neither packages nor this repository
PEAK = 2**20


class Told(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._left = b""
        self.told = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # what BufferedReader gives
        self._left = self._left or next(self._parts, b"")
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        self.told += len(part)
        return len(part)


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A copy of the one file, beside the golden export and seal."""
    for name, content in (("export.jsonl", EXPORT), ("seal.json", SEAL)):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "verifier.py").write_bytes(Path(verifier.__file__).read_bytes())
    return tmp_path


def run(where: Path, *arguments: str, given: bytes = b"") -> tuple[int, str, str]:
    """Exit code, output, errors."""
    command = [*ALONE, "verifier.py", *arguments]
    done = subprocess.run(command, cwd=where, input=given, capture_output=True, check=False)
    return done.returncode, done.stdout.decode("ascii"), done.stderr.decode()


def test_the_golden_export_verifies_with_its_seal_and_key(alone: Path) -> None:
    assert run(alone, "export.jsonl", "--seal", "seal.json", "--key", KEY) == (
        0,
        "The log of casework in shifan verifies (store 0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a01).\n"
        "Positions 1 to 2, 0 withheld; head 2 26ae414a4e1049928ae61cf17d2dd33522560e8bda754da1ba438b4fa738da8f\n"
        f"Sealed up to position 2, on 2010-12-01T01:02:03.000004Z, by the key {KEY}\n",
        "",
    )


def test_what_a_verdict_leaves_open_is_said(alone: Path) -> None:
    code, said, _ = run(alone, given=EXPORT)
    assert (code, said.splitlines()[-1]) == (
        0,
        "Without --seal nobody can tell whether its end was cut off, or all of it computed anew.",
    )
    code, said, _ = run(alone, "--seal", "seal.json", given=EXPORT)
    assert (code, said.splitlines()[-1]) == (
        0,
        "Whose key that is, the seal cannot tell: compare it with the one you were told, or say --key.",
    )


def test_what_does_not_verify_ends_with_one_sentence_and_1(alone: Path) -> None:
    cut_off = "".join(cut(EXPORT.decode().splitlines(keepends=True), 1)).encode()
    assert run(alone, "--seal", "seal.json", given=cut_off) == (
        1,
        "",
        "Does NOT verify: the log was sealed at position 2 and this export ends at 1: "
        "its end was cut off, or it is older than the seal.\n",
    )
    assert run(alone, "-", given=EXPORT.replace("已".encode(), "未".encode())) == (
        1,
        "",
        "Does NOT verify: line 3: position 2 does not have the hash that follows from it and those before.\n",
    )
    other = "A" * 43 + "="
    assert run(alone, "export.jsonl", "--seal", "seal.json", "--key", other)[0::2] == (
        1,
        f"Does NOT verify: the seal: it was made by another key, {KEY}.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere.jsonl"], "Cannot read nowhere.jsonl: No such file or directory.\n"),
        (["."], "Cannot read .: Is a directory.\n"),
        (["export.jsonl", "--seal", "nowhere.json"], "Cannot read nowhere.json: No such file or directory.\n"),
        (["export.jsonl", "--key", KEY], "--key says who signed a seal: give --seal too.\n"),
        (["export.jsonl", "--seal", "seal.json", "--key", "seal.pub"], "--key is not the base64 of 32 bytes.\n"),
    ],
)
def test_what_cannot_be_checked_ends_with_one_sentence_and_2(alone: Path, arguments: list[str], why: str) -> None:
    assert run(alone, *arguments) == (2, "", why)


def test_the_command_line_has_the_same_verifier() -> None:
    files = [str(FOLDER / "export.jsonl"), "--seal", str(FOLDER / "seal.json"), "--key", KEY]
    good = CliRunner().invoke(app, ["log", "verify", *files])
    assert (good.exit_code, good.stdout.splitlines()[0][:31], good.stderr) == (0, "The log of casework in shifan v", "")
    bad = CliRunner().invoke(app, ["log", "verify"], input=EXPORT[:-2])
    assert (bad.exit_code, bad.stderr) == (1, "Does NOT verify: line 4: it is not JSON.\n")


@pytest.mark.parametrize("broken", [SEAL.decode(), "\r\n ".join(wrap(SEAL.decode(), 40))])
def test_a_seal_is_taken_as_its_text_too_in_one_line_or_as_paper_broke_it(alone: Path, broken: str) -> None:
    assert run(alone, "export.jsonl", "--seal", broken, "--key", KEY)[0] == 0
    forged = broken.replace("2010", "2011", 1)
    assert run(alone, "export.jsonl", "--seal", forged, "--key", KEY)[0] == 1


def test_a_long_export_takes_no_more_memory_than_a_short_one() -> None:
    events = [an_event(version=n, data="文" * 200) for n in range(1, 5_001)]
    lines = [line.encode() for line in chained(events)]
    for position in range(7, 5_001, 7):
        lines[position] = withheld(lines[position].decode()).encode()
    told = Told(iter(lines))
    tracemalloc.start()
    try:
        log = verify(io.BufferedReader(told))  # type: ignore[type-var]  # a raw file, whatever its stub says
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (log.position, log.withheld) == (5_000, 714)
    assert peak < PEAK < told.told


def test_a_line_without_end_is_not_read_to_its_end() -> None:
    def endless() -> Iterator[bytes]:
        yield chained([])[0].encode()
        while True:
            yield b" " * 2**20

    told = Told(endless())
    with pytest.raises(Broken, match=f"line 2: it has more than {LONGEST} bytes"):
        verify(io.BufferedReader(told))  # type: ignore[type-var]  # a raw file, whatever its stub says
    assert told.told < LONGEST + 2**21


def test_only_the_standard_library_is_imported() -> None:
    source = Path(verifier.__file__).read_text(encoding="utf-8")
    imported = {line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
