"""Accounts from a file: each row an account with its grants; the same file again changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from services.gateway.accounts.asker import Asker
from services.gateway.accounts.granting import NOT_FOR_ACCOUNTS, Grant, NewGrant, is_oneself
from services.gateway.accounts.people import Account, LoginName, Password
from shared.ids import Tenant, imported
from shared.roles import Role

Outcome = Literal["new", "same", "changed"]
Cells = Mapping[str, str]
FIRST_ROW = 2  # as a spreadsheet counts: the first is the header

_LOGIN: TypeAdapter[str] = TypeAdapter(LoginName)
_PASSWORD: TypeAdapter[str] = TypeAdapter(Password)


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell, by the code of its sentence; its remedy is the sentence of `<code>-fix`."""

    row: int
    column: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """An account as a row wants it. `password` is the first one, of no meaning for an account that is there."""

    account: UUID
    login: str
    person: UUID | None
    unit: UUID | None
    password: str
    grants: frozenset[NewGrant] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Known:
    """An account as it is, with the grants in force that it has by import."""

    account: Account
    grants: Sequence[Grant]

    def given(self) -> dict[NewGrant, UUID]:
        """Its imported grants by what they give."""
        return {
            NewGrant(account=one.holder, role=one.role, unit=one.unit, place=one.place): one.id for one in self.grants
        }


def wanted(tenant: Tenant, row: Cells) -> Wanted:
    """What a row without faults wants."""
    account = imported(tenant, "account", row["login"])
    return Wanted(
        account=account,
        login=row["login"],
        person=_id(tenant, "person", row["person"]),
        unit=_id(tenant, "unit", row["unit"]),
        password=row["password"],
        grants=frozenset(_grant(tenant, account, text) for text in _listed(row["grants"])),
    )


def faults_of(number: int, row: Cells, seen: set[str]) -> Iterator[Fault]:
    """What is wrong in a row's own cells; `seen` are the log-in names of the rows before, and gets this one."""
    login = row["login"]
    if not _fits(_LOGIN, login):
        yield Fault(number, "login", "row-login")
    elif login in seen:
        yield Fault(number, "login", "row-login-twice", {"login": login})
    seen.add(login)
    if row["password"] and not _fits(_PASSWORD, row["password"]):
        yield Fault(number, "password", "row-password")
    for text in _listed(row["grants"]):
        if not _is_grant(text):
            yield Fault(number, "grants", "row-grant", {"grant": text, "roles": ", ".join(_givable())})


def clashes_of(number: int, want: Wanted, known: Known | None, giver: Asker) -> Iterator[Fault]:
    """What stands against a row in the accounts as they are."""
    if known is not None and known.account.id != want.account:
        yield Fault(number, "login", "row-login-taken", {"login": want.login})
    elif known is not None and known.account.closed_at is not None:
        yield Fault(number, "login", "row-closed", {"login": want.login})
    if is_oneself(giver, want.account, want.person) and outcome_of(want, known) != "same":
        yield Fault(number, "grants", "row-oneself")


def outcome_of(want: Wanted, known: Known | None) -> Outcome:
    """What a row comes to."""
    if known is None:
        return "new"
    described = (known.account.person, known.account.unit) == (want.person, want.unit)
    return "same" if described and known.given().keys() == want.grants else "changed"


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _parts(text: str) -> tuple[str, str, str, str]:
    role_and_unit, marked, place = text.partition("#")
    role, _, unit = role_and_unit.partition("@")
    key, _, code = place.partition("=")
    return role.strip(), unit.strip(), (key if marked else "place").strip(), code.strip()


def _is_grant(text: str) -> bool:
    role, _, key, code = _parts(text)
    return role in _givable() and key == "place" and bool(code) == ("#" in text)


def _givable() -> list[str]:
    return [role.value for role in Role if role not in NOT_FOR_ACCOUNTS]


def _grant(tenant: Tenant, account: UUID, text: str) -> NewGrant:
    role, unit, _, code = _parts(text)
    return NewGrant(account=account, role=Role(role), unit=_id(tenant, "unit", unit), place=_id(tenant, "place", code))


def _id(tenant: Tenant, kind: str, code: str) -> UUID | None:
    return imported(tenant, kind, code) if code else None


def _fits(form: TypeAdapter[str], text: str) -> bool:
    try:
        form.validate_python(text)
    except ValidationError:
        return False
    return True
