"""`make bare`: README's two first commands on an empty machine, as an ordinary user, each to its end."""

import shlex
import sys
from collections.abc import Sequence

from rich.console import Console

from tests import servers
from tests.deploy.checkout import BASE
from tests.deploy.empty import SOMEBODY, Machine, NoMachine, image, machine

console = Console(highlight=False, markup=False, soft_wrap=True)


def main(of_the_tests: Sequence[str]) -> int:
    """0, or 1 if a command did not end as it should, or nothing could be tried. `of_the_tests`: run these alone."""
    demo, test = ("make", "demo", "ARGS=--exit"), ("make", "test", f"ARGS={shlex.join(of_the_tests)}")
    try:
        if lacking := servers.lacking(*BASE):
            raise NoMachine(f"Nothing was tried: {lacking}.")
        ended = _ended([demo, test if of_the_tests else test[:2]])
    except NoMachine as why:
        console.print(str(why))
        return 1
    for command, code in ended.items():
        console.print(f"On an empty machine {command!r} ended with {code}: {'it failed' if code else 'all is well'}.")
    return 1 if any(ended.values()) else 0


def _ended(commands: Sequence[Sequence[str]]) -> dict[str, int]:
    """How each command ended, one after the other on the same machine."""
    with image() as name, machine(name, SOMEBODY) as there:
        return {shlex.join(command): _shown(there, command) for command in commands}


def _shown(there: Machine, command: Sequence[str]) -> int:
    console.print(f"On an empty machine: {shlex.join(command)}")
    return there.shows(*command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
