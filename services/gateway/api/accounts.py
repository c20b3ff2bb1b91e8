"""Accounts of a district and their grants, kept by its administrator."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import granting, people
from services.gateway.accounts.asking import Asks, AtGate, Command, OnceOnly, action
from services.gateway.accounts.granting import Grant, NewGrant
from services.gateway.accounts.people import Account, NewAccount, Password
from shared.event import Frozen
from shared.ids import thing_of

router = APIRouter(tags=["accounts"])

NOTHING = UUID(int=0)
Limit = Annotated[int, Query(ge=1, le=500)]


class Made(Frozen):
    """The id of what was made."""

    id: UUID


class AccountInFull(Frozen):
    """An account with every grant it was ever given."""

    account: Account
    grants: tuple[Grant, ...]


class AccountPage(Frozen):
    """Accounts in order of their log-in names; `next` continues as `after`."""

    items: tuple[Account, ...]
    next: str | None


class GrantPage(Frozen):
    """Grants in order of their ids; `next` continues as `after`."""

    items: tuple[Grant, ...]
    next: UUID | None


class Holder(Frozen):
    """Who holds an account."""

    login: str
    person: UUID | None


class PasswordOnly(Frozen):
    """A password that an administrator sets for somebody."""

    password: Password


@router.get("/accounts", **action("account.keep"))
async def list_accounts(asker: Asks, gate: AtGate, after: str = "", limit: Limit = 100) -> AccountPage:
    """The district's accounts."""
    async with gate.database.transaction(asker.tenant) as db:
        page = await people.page_of(db, after, limit)
    return AccountPage(items=tuple(page), next=page[-1].login if len(page) == limit else None)


@router.post("/accounts", status_code=201, **action("account.keep"))
async def make_account(body: NewAccount, asker: Asks, gate: AtGate, command: Command, once: OnceOnly) -> Made:
    """Make an account; its grants are given apart."""
    account = thing_of(command, "account")
    hashed = await gate.passwords.hashed(body.password) if body.password else None
    await once(lambda db: people.make(db, account, body, hashed, asker.actor))
    return Made(id=account)


@router.get("/accounts/{account}", **action("account.keep"))
async def show_account(account: UUID, asker: Asks, gate: AtGate) -> AccountInFull:
    """One account with its grants, those withdrawn too."""
    async with gate.database.transaction(asker.tenant) as db:
        found = await people.account_of(db, account)
        return AccountInFull(account=found, grants=tuple(await granting.grants_of(db, account)))


@router.get("/accounts/{account}/holder", **action("opening.read"))
async def show_holder(account: UUID, asker: Asks, gate: AtGate) -> Holder:
    """Who holds an account, for the auditor: openings name accounts."""
    async with gate.database.transaction(asker.tenant) as db:
        found = await people.account_of(db, account)
    return Holder(login=found.login, person=found.person)


@router.put("/accounts/{account}/password", status_code=204, **action("account.keep"))
async def set_password(account: UUID, body: PasswordOnly, gate: AtGate, once: OnceOnly) -> None:
    """Set somebody's password; their sessions end."""
    hashed = await gate.passwords.hashed(body.password)
    await once(lambda db: people.set_password(db, account, hashed))


@router.post("/accounts/{account}/closing", status_code=204, **action("account.keep"))
async def close_account(account: UUID, asker: Asks, once: OnceOnly) -> None:
    """Close an account: its sessions and grants end at once, its name stays taken."""

    async def close(db: AsyncConnection) -> None:
        await people.close(db, account)
        await granting.withdraw_all(db, account, asker.actor)

    await once(close)


@router.get("/grants", **action("grant.keep"))
async def list_grants(asker: Asks, gate: AtGate, after: UUID = NOTHING, limit: Limit = 100) -> GrantPage:
    """All grants of the district, who gave them and when."""
    async with gate.database.transaction(asker.tenant) as db:
        page = await granting.page_of(db, after, limit)
    return GrantPage(items=tuple(page), next=page[-1].id if len(page) == limit else None)


@router.post("/grants", status_code=201, **action("grant.keep"))
async def give_grant(body: NewGrant, asker: Asks, command: Command, once: OnceOnly) -> Made:
    """Give an account a role, for a unit and a place with all below them; never to oneself."""
    grant = thing_of(command, "grant")
    await once(lambda db: granting.give(db, grant, body, asker))
    return Made(id=grant)


@router.post("/grants/{grant}/withdrawal", status_code=204, **action("grant.keep"))
async def withdraw_grant(grant: UUID, asker: Asks, once: OnceOnly) -> None:
    """Withdraw a grant; it ends at once."""
    await once(lambda db: granting.withdraw(db, grant, asker.actor))
