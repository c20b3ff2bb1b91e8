"""What a row of a file of accounts means, and what is wrong in it."""

from uuid import UUID

import pytest

from services.gateway.accounts.asker import Asker
from services.gateway.accounts.granting import Grant, NewGrant
from services.gateway.accounts.importing import Known, clashes_of, faults_of, outcome_of, wanted
from services.gateway.accounts.people import Account
from shared.clock import now
from shared.ids import Tenant, imported
from shared.roles import Role

SHIFAN = Tenant("shifan")
BOSS = Asker(SHIFAN, UUID(int=1), "account:1", "boss", None, None, ())


def _row(**cells: str) -> dict[str, str]:
    return {"login": "li", "person": "P1", "unit": "GT", "password": "", "grants": "", **cells}


def _known(row: dict[str, str]) -> Known:
    want = wanted(SHIFAN, row)
    account = Account(
        id=want.account,
        login=want.login,
        person=want.person,
        unit=want.unit,
        has_password=True,
        made_by="x",
        made_at=now(),
        closed_at=None,
    )
    return Known(account, [_given(UUID(int=n), one) for n, one in enumerate(want.grants)])


def _given(grant: UUID, new: NewGrant) -> Grant:
    recorded = {"given_by": "x", "given_at": now(), "withdrawn_by": None, "withdrawn_at": None}
    said = new.model_dump(exclude={"account"})
    return Grant.model_validate({"id": grant, "holder": new.account, **said, **recorded})


def test_codes_become_the_ids_of_imported_things() -> None:
    want = wanted(SHIFAN, _row(grants="cadre@S01#place=C03"))
    account = imported(SHIFAN, "account", "li")
    unit, place = imported(SHIFAN, "unit", "S01"), imported(SHIFAN, "place", "C03")
    assert want.account == account
    assert want.person == imported(SHIFAN, "person", "P1")
    assert want.grants == {NewGrant(account=account, role=Role.CADRE, unit=unit, place=place)}


def test_several_grants_stand_in_one_cell_and_a_role_may_have_no_unit() -> None:
    want = wanted(SHIFAN, _row(grants="handler@GT; clerk@GT;auditor"))
    assert {(grant.role, grant.unit is None) for grant in want.grants} == {
        (Role.HANDLER, False),
        (Role.CLERK, False),
        (Role.AUDITOR, True),
    }


@pytest.mark.parametrize(
    "text",
    ["", "handler@GT", "cadre@S01#place=C03", "administrator", " leader @ GT ; clerk@GT ;"],
)
def test_a_grant_is_written_as_role_unit_and_place(text: str) -> None:
    assert not list(faults_of(2, _row(grants=text), set()))


@pytest.mark.parametrize(
    "text", ["emperor@GT", "operator", "department-key@GT", "cadre@S01#C03", "cadre@S01#place=", "@GT"]
)
def test_another_writing_is_a_fault_in_the_grants(text: str) -> None:
    (fault,) = faults_of(2, _row(grants=text), set())
    assert (fault.row, fault.column, fault.code) == (2, "grants", "row-grant")


def test_an_account_that_is_there_as_wanted_is_the_same_and_another_grant_or_unit_changes_it() -> None:
    row = _row(grants="handler@GT")
    known = _known(row)
    assert outcome_of(wanted(SHIFAN, row), None) == "new"
    assert outcome_of(wanted(SHIFAN, row), known) == "same"
    assert outcome_of(wanted(SHIFAN, {**row, "grants": "leader@GT"}), known) == "changed"
    assert outcome_of(wanted(SHIFAN, {**row, "unit": "FG"}), known) == "changed"


def test_the_givers_own_row_is_a_clash_unless_it_changes_nothing() -> None:
    row = _row(login="boss", grants="handler@GT")
    giver = Asker(SHIFAN, imported(SHIFAN, "account", "boss"), "account:x", "boss", None, None, ())
    assert [fault.code for fault in clashes_of(2, wanted(SHIFAN, row), None, giver)] == ["row-oneself"]
    assert not list(clashes_of(2, wanted(SHIFAN, row), _known(row), giver))
    assert not list(clashes_of(2, wanted(SHIFAN, row), None, BOSS))
