"""Makes .venv and fills it from requirements.lock; needs nothing but a Python, and tells one that is too old so."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time

OLDEST = (3, 11)
VENV = ".venv"
PYTHON = os.path.join(VENV, "bin", "python")
LOG = os.path.join(VENV, "set-up.log")


class CannotPrepare(Exception):
    """One sentence for the person who typed make."""


def main() -> int:
    """0, or 1 after a sentence that says what is missing."""
    began = time.monotonic()
    try:
        check_python(sys.version_info[:2])
        make_venv()
        say("Installing the packages of requirements.lock into .venv: a minute or so, once.")
        pip("--only-binary", ":all:", "--require-hashes", "--requirement", "requirements.lock")  # nothing is compiled
        pip("--no-deps", "--no-build-isolation", "--editable", ".")
    except CannotPrepare as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Broken off; the next make goes on.")
        return 1
    say(f"Ready after {time.monotonic() - began:.0f} seconds.")
    return 0


def check_python(version: tuple[int, ...]) -> None:
    """Raises CannotPrepare for a Python that is too old or cannot make environments."""
    if version < OLDEST:
        found = f"{sys.executable} is {platform.python_version()}"
        raise CannotPrepare(f"Python 3.11 or newer is needed, and {found}: say make PYTHON=python3.12, for example.")
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode:
        raise CannotPrepare("This Python cannot make environments: install the package python3-venv, or its like here.")


def make_venv() -> None:
    """An environment that runs; one that does not is made again."""
    if os.path.exists(PYTHON) and subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode == 0:
        return
    say(f"Making the environment .venv with Python {platform.python_version()}.")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        raise CannotPrepare(f"Cannot make .venv in {os.getcwd()}: {last_line(made.stdout + made.stderr)}")


def pip(*what: str) -> None:
    """Run `pip install`; its output goes to a file. Raises CannotPrepare."""
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    with open(LOG, "a", encoding="utf-8") as log:
        log.write(done.stdout)
    if done.returncode:
        raise CannotPrepare(reason(done.stdout))


def reason(output: str) -> str:
    """What pip said, as a sentence."""
    if "Retry(total=0," in output:  # then it calls missing whatever it asked for
        return f"The packages could not be fetched: where this Python gets them cannot be reached (more is in {LOG})."
    missing = re.search(r"No matching distribution found for ([\w.-]+)", output)
    if missing:
        machine = f"{platform.system()} {platform.machine()} with Python {platform.python_version()}"
        return f"There is no package of {missing[1]} for this machine ({machine})."
    return f"The packages could not be installed: {last_line(output)} (all of it is in {LOG})"


def last_line(text: str) -> str:
    """The last line that says anything."""
    return ([line.strip() for line in text.splitlines() if line.strip()] or ["no reason was given"])[-1]


def say(line: str) -> None:
    """Tell the person at the terminal, now."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
