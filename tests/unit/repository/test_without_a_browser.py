"""`make e2e` where no Chromium is: it tries nothing, and says in one sentence what to install."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
WORDS = "No Chromium is found. Install one, on Debian with `apt-get install chromium-headless-shell fonts-noto-cjk`."
_SECONDS = 300


def where_is(program: str) -> str:
    """The path of a program that the machine has."""
    found = shutil.which(program)
    assert found, f"{program} is not here"
    return found


def test_make_e2e_says_what_to_install(tmp_path: Path) -> None:
    said = subprocess.run(
        # These packages, without setting any up; the path holds nothing at all, so no browser either.
        [where_is("make"), "-o", ".venv/.ready", f"BIN={Path(sys.executable).parent}", "e2e"],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert said.returncode != 0
    assert WORDS in said.stderr
    assert " passed" not in said.stdout
