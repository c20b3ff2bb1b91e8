"""Units, places and people are described; the newest description says it all."""

from dataclasses import replace

import pytest

from services.scheduling.commands.person import DescribePerson
from services.scheduling.commands.place import DescribePlace
from services.scheduling.commands.unit import DescribeUnit
from services.scheduling.decider import PERSON, PLACE, UNIT
from services.scheduling.events.person import HeldPost, PersonDescribed
from services.scheduling.events.place import Contact, PlaceDescribed
from services.scheduling.events.unit import UnitDescribed
from services.scheduling.policies import announce
from shared.contracts import scheduling as facts
from shared.errors import Refused
from shared.testing import given
from tests.unit.scheduling import world as w

SECTION = DescribeUnit(
    unit=w.RELIEF, code="MZ-S2", name="社会救助科", kind="section", parent=w.BUREAU, path=(w.BUREAU, w.RELIEF)
)
CONTACT = Contact(unit=w.BUREAU, section=w.RELIEF, leader=w.WANG)
VILLAGE = DescribePlace(
    place=w.LIU, code="C01", name="柳塘村", level="village", parent=w.TOWN, path=(w.TOWN, w.LIU), contact=CONTACT
)
OFFICIAL = DescribePerson(
    person=w.LI,
    code="MZ-01",
    name="李建国",
    unit=w.RELIEF,
    party_member=True,
    posts=(HeldPost(post="leader-in-charge", unit=w.RELIEF), HeldPost(post="member", unit=w.LEADING)),
)


def test_a_unit_is_described_and_described_again_only_when_it_has_changed() -> None:
    said = UnitDescribed(**vars(SECTION))
    again = given(UNIT).when(SECTION).then(said)
    again.when(SECTION).then()
    renamed = replace(SECTION, name="社会救助和养老服务科")
    again.when(renamed).then(UnitDescribed(**vars(renamed)))


def test_a_place_is_described_and_described_again_only_when_it_has_changed() -> None:
    again = given(PLACE).when(VILLAGE).then(PlaceDescribed(**vars(VILLAGE)))
    again.when(VILLAGE).then()
    assert again.when(replace(VILLAGE, contact=Contact(unit=None, section=None, leader=None))).events


def test_an_official_is_described_and_described_again_only_when_something_has_changed() -> None:
    again = given(PERSON).when(OFFICIAL).then(PersonDescribed(**vars(OFFICIAL)))
    again.when(OFFICIAL).then()
    assert again.when(replace(OFFICIAL, posts=())).events


@pytest.mark.parametrize("path", [(w.RELIEF,), (w.RELIEF, w.BUREAU, w.RELIEF), (w.BUREAU,), (), (w.LEADING, w.RELIEF)])
def test_a_unit_stands_below_its_parent_and_never_below_itself(path: tuple[object, ...]) -> None:
    command = replace(SECTION, path=path)  # type: ignore[arg-type]  # parametrised
    given(UNIT).when(command).then_raises(Refused, "below-itself")


def test_a_place_stands_below_its_parent_and_never_below_itself() -> None:
    given(PLACE).when(replace(VILLAGE, path=(w.LIU, w.TOWN, w.LIU))).then_raises(Refused, "below-itself")


def test_a_contact_section_is_one_of_a_contact_unit() -> None:
    alone = Contact(unit=None, section=w.RELIEF, leader=None)
    given(PLACE).when(replace(VILLAGE, contact=alone)).then_raises(Refused, "contact-section-without-unit", "R74")


def test_what_was_described_is_announced_to_all() -> None:
    said = announce(PlaceDescribed(**vars(VILLAGE)), w.envelope(f"place/{w.LIU}"))
    assert isinstance(said, facts.PlaceDescribed)
    assert (said.contact_unit, said.contact_section, said.contact_leader) == (w.BUREAU, w.RELIEF, w.WANG)
    official = announce(PersonDescribed(**vars(OFFICIAL)), w.envelope(f"person/{w.LI}"))
    assert isinstance(official, facts.PersonDescribed)
    assert official.posts[0] == facts.HeldPost(post="leader-in-charge", unit=w.RELIEF)
