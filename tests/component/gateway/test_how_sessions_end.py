"""Sessions end after idleness and after their whole time; use keeps them."""

from datetime import UTC, datetime, timedelta

import pytest

from services.gateway.accounts.door import Door, Lives
from services.gateway.accounts.login import Entry, Login
from services.gateway.districts.register import Districts
from shared.ids import Tenant
from shared.web.problems import Unauthenticated
from tests.component.gateway.stage import DISTRICT, PASSWORD, Stage

LIVES = Lives(idle=timedelta(minutes=30), whole=timedelta(hours=12))
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Wall:
    """A wall clock that the test moves."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.at


@pytest.fixture
async def session(stage: Stage) -> tuple[Door, Wall, str]:
    """A session begun in the morning, and the door that knows it."""
    wall = Wall()
    database = stage.gate.database
    door = Door(database, Districts(database), LIVES, wall)
    login = Login(database, door, stage.gate.passwords, LIVES, wall)
    token = await login.enter(Entry(Tenant(DISTRICT), "admin", PASSWORD, "here"))
    return door, wall, token


async def _is_in(door: Door, token: str) -> bool:
    door.forget()
    try:
        await door.asker(token)
    except Unauthenticated:
        return False
    return True


async def test_a_session_not_used_for_half_an_hour_has_ended(session: tuple[Door, Wall, str]) -> None:
    door, wall, token = session
    wall.at += timedelta(minutes=29)
    assert await _is_in(door, token)
    wall.at += timedelta(minutes=30)
    assert not await _is_in(door, token)


async def test_a_session_that_is_used_lives_on_to_the_end_of_its_day(session: tuple[Door, Wall, str]) -> None:
    door, wall, token = session
    for _ in range(35):
        wall.at += timedelta(minutes=20)
        assert await _is_in(door, token)
    wall.at += timedelta(minutes=20)
    assert not await _is_in(door, token)


async def test_ended_sessions_are_swept_away_when_their_account_logs_in_again(
    stage: Stage, session: tuple[Door, Wall, str]
) -> None:
    door, wall, _ = session
    wall.at += timedelta(days=1)
    database = stage.gate.database
    login = Login(database, door, stage.gate.passwords, LIVES, wall)
    await login.enter(Entry(Tenant(DISTRICT), "admin", PASSWORD, "here"))

    from sqlalchemy import func, select

    from services.gateway.accounts.tables import sessions

    async with database.transaction(Tenant(DISTRICT)) as db:
        kept = select(func.count()).where(sessions.c.made_at < wall.at - timedelta(hours=12))
        assert (await db.execute(kept)).scalar() == 0
