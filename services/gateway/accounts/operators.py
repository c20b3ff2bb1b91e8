"""Operators: accounts of no district, who open districts and see the running state; the first comes by a file."""

from pathlib import Path

import structlog

from services.gateway.accounts import granting, people
from services.gateway.accounts.asking import Gate
from services.gateway.accounts.granting import NewGrant
from services.gateway.accounts.people import NewAccount
from services.gateway.accounts.tables import OPERATORS
from shared.ids import imported, thing_of
from shared.roles import Role

_BY = "settings"

log = structlog.get_logger(__name__)


async def first(gate: Gate, login: str, password_file: Path) -> None:
    """Make the first operator's account with the password of a file, unless there is such an account."""
    async with gate.database.transaction(OPERATORS) as db:
        if await people.named(db, [login]):
            return
        new = NewAccount(login=login, password=_password_in(password_file))
        account = imported(OPERATORS, "account", login)
        hashed = await gate.passwords.hashed(new.password or "")
        await people.make(db, account, new, hashed, _BY)
        await granting.put(db, thing_of(account, "grant"), NewGrant(account=account, role=Role.OPERATOR), _BY)
    log.info("made the first operator's account", login=login)


def _password_in(file: Path) -> str:
    return file.read_text("utf-8").strip()
