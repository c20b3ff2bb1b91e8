"""A log tells where something went wrong, and never what somebody had sent."""

import pytest
from pydantic import ValidationError

from services.casework.settings import Settings
from shared.logs import kinds_and_places

SECRET = "安靖户主老秦"


class Quoting(Exception):
    """As a driver's: it has a state, and says what it was given."""

    sqlstate = "22021"


def _broken() -> None:
    try:
        raise Quoting(f"invalid input for query argument $1: {SECRET!r}")
    except Quoting as error:
        raise ExceptionGroup(SECRET, [ValueError(SECRET), KeyError(SECRET)]) from error


def test_an_error_is_told_by_kinds_and_places_alone() -> None:
    with pytest.raises(ExceptionGroup) as broken:
        _broken()

    told = kinds_and_places((broken.type, broken.value, broken.tb))

    assert SECRET not in told
    assert [kind for kind in ("Quoting 22021", "ValueError", "KeyError", "ExceptionGroup") if kind not in told] == []
    assert "in _broken" in told


def test_settings_that_are_wrong_are_named_without_what_they_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_DATABASE_URL", "postgresql://minqing_casework:secret@127.0.0.1/minqing_casework")
    monkeypatch.setenv("CASEWORK_PORT", "secret")

    with pytest.raises(ValidationError) as wrong:
        Settings()

    assert "secret" not in str(wrong.value)
    assert "port" in str(wrong.value)
