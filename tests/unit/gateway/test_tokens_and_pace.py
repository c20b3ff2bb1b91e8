"""Small parts of the door: tokens, how much one may ask, how long one who guesses waits."""

import pytest

from services.gateway.accounts import tokens
from services.gateway.accounts.attempts import FOR_ACCOUNT, FOR_ADDRESS
from services.gateway.accounts.pace import Pace
from services.gateway.accounts.passwords import Passwords
from services.gateway.accounts.tables import OPERATORS
from shared.ids import Tenant
from shared.web.problems import TooMany


@pytest.mark.parametrize("tenant", [Tenant("shifan"), Tenant("a-1"), OPERATORS])
def test_a_token_names_its_kind_and_district_and_is_found_by_its_hash(tenant: Tenant) -> None:
    text = tokens.new("session", tenant)
    token = tokens.read(text)
    assert token == tokens.Token("session", tenant, tokens.hashed(text))


def test_two_sessions_never_share_a_token() -> None:
    assert tokens.new("session", Tenant("shifan")) != tokens.new("session", Tenant("shifan"))


@pytest.mark.parametrize("text", ["", "x", "mqs", "mqs.", "mqs.shifan", "mqs.shifan.", "abc.shifan.def", "张"])
def test_anything_else_is_no_token(text: str) -> None:
    assert tokens.read(text) is None


def test_so_many_at_once_and_who_asks_for_more_is_told_when_to_come_again() -> None:
    pace = Pace(per_second=0.1, burst=2)
    pace.admit("li")
    pace.admit("li")
    with pytest.raises(TooMany) as no:
        pace.admit("li")
    assert 1 <= int(no.value.headers["Retry-After"]) <= 10
    pace.admit("wang")


def test_without_a_pace_all_are_admitted() -> None:
    pace = Pace(per_second=0, burst=1)
    admitted = 0
    for _ in range(100):
        pace.admit("li")
        admitted += 1
    assert admitted == 100


def test_waiting_doubles_with_each_failure_up_to_a_minute() -> None:
    waits = [FOR_ACCOUNT.wait(tries).total_seconds() for tries in range(1, 16)]
    assert waits == [0] * 5 + [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert FOR_ACCOUNT.wait(10**6).total_seconds() == 60


def test_an_address_may_fail_as_often_as_a_whole_office_does_and_then_waits_up_to_five_minutes() -> None:
    waits = [FOR_ADDRESS.wait(tries).total_seconds() for tries in range(1, 72)]
    assert waits == [0] * 60 + [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert FOR_ADDRESS.wait(10**6).total_seconds() == 300


async def test_a_password_fits_what_is_kept_of_it_and_nothing_else() -> None:
    passwords = Passwords(memory=64, rounds=1)
    kept = await passwords.hashed("correct horse")
    assert kept.startswith("$argon2id$")
    assert await passwords.fits(kept, "correct horse")
    assert not await passwords.fits(kept, "battery staple")
    assert not await passwords.fits(None, "correct horse")
    assert not await passwords.fits("not a hash", "correct horse")
    assert Passwords(memory=128, rounds=1).outdated(kept)
