"""A household's entry changes only with its row; an identity is opened on record, and only the matter's own."""

from dataclasses import replace

from services.ledger.commands.household import DescribeHousehold
from services.ledger.commands.opening import OpenIdentity
from services.ledger.decider.household import HOUSEHOLD
from services.ledger.decider.opening import OPENING
from services.ledger.events.household import HouseholdDescribed
from services.ledger.events.opening import IdentityOpened
from shared.errors import NotFound
from shared.testing.names import named
from shared.testing.scenario import given
from tests.unit.ledger import world as w

ROW = DescribeHousehold(
    household=w.HOUSEHOLD,
    code="C01-H01",
    place=w.GROUP,
    number=1,
    head=w.sealed("head", w.HOUSEHOLD),
    telephone=w.sealed("telephone", w.HOUSEHOLD),
    address=None,
    difficulty=True,
    mac="5b1f",
    at=w.NOON,
)
DESCRIBED = HouseholdDescribed(**vars(ROW))
OPENING_ID = named("opening")
ASKED = OpenIdentity(
    opening=OPENING_ID,
    matter=w.MATTER,
    unit=w.SECTION,
    by="account:handler",
    subjects=(w.HOUSEHOLD,),
    of_matter=True,
    purpose=w.sealed("handling", OPENING_ID),
    at=w.NOON,
)
OPENED = IdentityOpened(**{name: value for name, value in vars(ASKED).items() if name != "of_matter"})


def test_a_household_is_entered_and_the_same_row_again_changes_nothing() -> None:
    sealed_anew = replace(ROW, head=w.sealed("the same head under another nonce", w.HOUSEHOLD))
    given(HOUSEHOLD).when(ROW).then(DESCRIBED).when(sealed_anew).then()


def test_a_changed_row_is_the_household_as_it_now_stands() -> None:
    changed = replace(ROW, difficulty=False, mac="77aa")
    given(HOUSEHOLD, DESCRIBED).when(changed).then(DESCRIBED.model_copy(update={"difficulty": False, "mac": "77aa"}))


def test_an_opening_says_who_whose_why_and_for_which_matter() -> None:
    given(OPENING).when(ASKED).then(OPENED)


def test_only_identities_of_the_matter_are_opened_for_it() -> None:
    given(OPENING).when(replace(ASKED, of_matter=False)).then_raises(NotFound)
    given(OPENING).when(replace(ASKED, subjects=())).then_raises(NotFound)
