"""Takes accounts in from the rows of a file: looks first, then writes all or nothing."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import granting, people
from services.gateway.accounts.asker import Asker
from services.gateway.accounts.importing import (
    FIRST_ROW,
    Cells,
    Fault,
    Known,
    Outcome,
    Wanted,
    clashes_of,
    faults_of,
    outcome_of,
    wanted,
)
from services.gateway.accounts.passwords import Passwords
from services.gateway.accounts.people import NewAccount
from shared.ids import thing_of


@dataclass(frozen=True)
class Intake:
    """What the rows want, what is there, what each comes to, and what is wrong."""

    wants: Sequence[Wanted]
    known: Mapping[str, Known]
    faults: Sequence[Fault]

    def outcomes(self) -> Counter[Outcome]:
        """How many rows come to what."""
        return Counter(outcome_of(want, self.known.get(want.login)) for want in self.wants)


async def look(db: AsyncConnection, rows: Sequence[Cells], giver: Asker) -> Intake:
    """What taking these rows in would do."""
    seen: set[str] = set()
    faults = [fault for number, row in enumerate(rows, FIRST_ROW) for fault in faults_of(number, row, seen)]
    unreadable = {fault.row for fault in faults}
    wants = {n: wanted(giver.tenant, row) for n, row in enumerate(rows, FIRST_ROW) if n not in unreadable}
    known = await _known(db, [want.login for want in wants.values()])
    for number, want in wants.items():
        faults.extend(clashes_of(number, want, known.get(want.login), giver))
    return Intake(tuple(wants.values()), known, faults)


async def write(db: AsyncConnection, intake: Intake, giver: Asker, command: UUID, passwords: Passwords) -> None:
    """Take in what was looked at and has no fault."""
    numbers = count(1)
    hashes = await _hashes(intake, passwords)
    for want in intake.wants:
        known = intake.known.get(want.login)
        if known is None:
            new = NewAccount(login=want.login, person=want.person, unit=want.unit)
            await people.make(db, want.account, new, hashes.get(want.account), giver.actor)
        elif outcome_of(want, known) == "changed":
            await people.describe(db, want.account, want.person, want.unit)
        given = known.given() if known else {}
        for grant in sorted(want.grants - given.keys(), key=repr):
            await granting.put(db, thing_of(command, "grant", next(numbers)), grant, giver.actor, imported=True)
        for gone in given.keys() - want.grants:
            await granting.withdraw(db, given[gone], giver.actor)


async def _known(db: AsyncConnection, logins: Sequence[str]) -> dict[str, Known]:
    accounts = await people.named(db, logins)
    grants = await granting.imported_grants(db, [account.id for account in accounts.values()])
    return {
        login: Known(account, [grant for grant in grants if grant.holder == account.id])
        for login, account in accounts.items()
    }


async def _hashes(intake: Intake, passwords: Passwords) -> dict[UUID, str]:
    new = [want for want in intake.wants if want.password and want.login not in intake.known]
    hashed = await asyncio.gather(*(passwords.hashed(want.password) for want in new))
    return {want.account: hash_ for want, hash_ in zip(new, hashed, strict=True)}
