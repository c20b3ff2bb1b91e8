"""A file is checked whole: parents in any order, every error told with row, column and remedy, circles refused."""

from typing import Any  # things of several kinds are imported
from uuid import UUID

import pytest

from services.scheduling.api.imports import people, places, units
from services.scheduling.api.imports.checked import Checked
from services.scheduling.commands.place import DescribePlace
from services.scheduling.commands.unit import DescribeUnit
from services.scheduling.events.place import Contact
from shared.ids import PersonId, PlaceId, Tenant, UnitId, imported
from shared.web.imports import Fault, Report, Rows, refused

TENANT = Tenant("shifan")


def unit(code: str) -> UnitId:
    return UnitId(imported(TENANT, "unit", code))


def place(code: str) -> PlaceId:
    return PlaceId(imported(TENANT, "place", code))


def person(code: str) -> PersonId:
    return PersonId(imported(TENANT, "person", code))


def file(columns: tuple[str, ...], *lines: str) -> Rows:
    """A file's rows; cells are parted by commas."""
    return Rows(rows=[dict(zip(columns, line.split(","), strict=True)) for line in lines])


def units_of(*lines: str, known: dict[UUID, DescribeUnit] | None = None) -> Checked[DescribeUnit]:
    return units.check(file(units.COLUMNS, *lines), TENANT, known or {})


def known_after(checked: Checked[Any]) -> dict[UUID, Any]:
    assert not checked.faults
    return {**checked.known, **dict(checked.rows)}


def codes(faults: Any) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.code) for fault in faults]


BUREAU = units_of("MZ,民政局,department,", "MZ-S1,办公室,section,MZ")
UNITS = known_after(BUREAU)
GROUND = places.Ground(TENANT, {found: said.path for found, said in UNITS.items()}, frozenset({person("P1")}))


def places_of(*lines: str, known: dict[UUID, DescribePlace] | None = None) -> Checked[DescribePlace]:
    return places.check(file(places.COLUMNS, *lines), known or {}, GROUND)


def test_parents_may_come_after_what_is_below_them() -> None:
    checked = units_of("MZ-S1,办公室,section,MZ", "MZ,民政局,department,")
    assert not checked.faults
    assert [command.path for _, command in checked.rows] == [(unit("MZ"), unit("MZ-S1")), (unit("MZ"),)]


def test_parents_may_be_known_from_before() -> None:
    checked = units_of("MZ-S2,社会救助科,section,MZ", known=UNITS)
    assert not checked.faults
    assert checked.rows[0][1].path == (unit("MZ"), unit("MZ-S2"))


def test_a_circle_is_told_in_every_row_of_it() -> None:
    checked = units_of("A,甲,town,C", "B,乙,town,A", "C,丙,town,B", "D,丁,town,")
    assert codes(checked.faults) == [(row, "parent", "import-circle") for row in (2, 3, 4)]


def test_a_circle_through_what_is_known_is_refused_too() -> None:
    checked = units_of("MZ,民政局,department,MZ-S1", known=UNITS)
    assert codes(checked.faults) == [(2, "parent", "import-circle")]


def test_every_error_of_a_file_is_told_at_once() -> None:
    checked = units_of("A,,office,X", "B,乙,section,", "B,乙,section,", ",丙,section,")
    assert sorted(codes(checked.faults)) == [
        (2, "kind", "import-unknown-word"),
        (2, "name", "import-empty"),
        (2, "parent", "import-no-such-unit"),
        (4, "code", "import-twice"),
        (5, "code", "import-empty"),
    ]


def test_a_wrong_header_is_told_once() -> None:
    body = Rows(rows=[{"code": "A", "title": "甲", "kind": "town", "parent": ""}] * 2)
    assert codes(units.check(body, TENANT, {}).faults)[:2] == [
        (1, "name", "import-column-missing"),
        (1, "title", "import-column-unknown"),
    ]


def test_an_empty_file_does_nothing() -> None:
    assert units_of().foreseen() == Report(rows=0)


def test_a_dry_run_tells_new_same_and_changed() -> None:
    checked = units_of("MZ,民政局,department,", "MZ-S1,综合科,section,MZ", "XF,信访局,petition-office,", known=UNITS)
    assert checked.foreseen() == Report(rows=3, new=1, same=1, changed=1)


def test_units_below_a_moved_unit_move_with_it_though_the_file_does_not_name_them() -> None:
    checked = units_of("QZF,区政府,department,", "MZ,民政局,department,QZF", known=UNITS)
    assert [(said.unit, said.path) for said in checked.besides] == [
        (unit("MZ-S1"), (unit("QZF"), unit("MZ"), unit("MZ-S1")))
    ]


def test_people_hold_posts_in_units() -> None:
    checked = people.check(file(people.COLUMNS, "P1,王敏,MZ-S1,yes,head@MZ-S1; member@MZ"), TENANT, {}, UNITS)
    assert not checked.faults
    command = checked.rows[0][1]
    assert (command.person, command.unit, command.party_member) == (person("P1"), unit("MZ-S1"), True)
    assert [(held.post, held.unit) for held in command.posts] == [("head", unit("MZ-S1")), ("member", unit("MZ"))]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("P1,王敏,X,yes,", (2, "unit", "import-no-such-unit")),
        ("P1,王敏,,yes,", (2, "unit", "import-empty")),
        ("P1,王敏,MZ,是,", (2, "party_member", "import-unknown-word")),
        ("P1,王敏,MZ,yes,boss@MZ", (2, "posts", "import-not-a-post")),
        ("P1,王敏,MZ,yes,head", (2, "posts", "import-not-a-post")),
        ("P1,王敏,MZ,yes,head@X", (2, "posts", "import-no-such-unit")),
    ],
)
def test_people_with_what_does_not_exist_are_refused(line: str, fault: tuple[int, str, str]) -> None:
    checked = people.check(file(people.COLUMNS, line), TENANT, {}, UNITS)
    assert codes(checked.faults) == [fault]


VILLAGES = (
    "C01-G1,第1组,group,C01,,,",
    "D,示范区,district,,,,",
    "T1,柳河镇,town,D,,,",
    "C01,柳塘村,village,T1,MZ,MZ-S1,P1",
)


def test_places_stand_in_their_order_and_groups_have_their_village_s_contact() -> None:
    checked = places_of(*VILLAGES)
    assert not checked.faults
    group = checked.rows[0][1]
    assert group.path == (place("D"), place("T1"), place("C01"), place("C01-G1"))
    assert group.contact == Contact(unit=unit("MZ"), section=unit("MZ-S1"), leader=person("P1"))


def test_a_group_follows_when_its_village_gets_another_contact() -> None:
    known = known_after(places_of(*VILLAGES))
    checked = places_of("C01,柳塘村,village,T1,MZ,,", known=known)
    assert [(said.place, said.contact.section) for said in checked.besides] == [(place("C01-G1"), None)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("C02,石坝村,village,D,,,", (6, "parent", "import-wrong-level")),
        ("C02,石坝村,village,,,,", (6, "parent", "import-wrong-level")),
        ("D2,邻区,district,D,,,", (6, "parent", "import-wrong-level")),
        ("C02,石坝村,village,T9,,,", (6, "parent", "import-no-such-place")),
        ("C02,石坝村,hamlet,T1,,,", (6, "level", "import-unknown-word")),
        ("C02,石坝村,village,T1,X,,", (6, "contact_unit", "import-no-such-unit")),
        ("C02,石坝村,village,T1,MZ-S1,MZ,", (6, "contact_section", "import-section-elsewhere")),
        ("C02,石坝村,village,T1,,MZ-S1,", (6, "contact_section", "import-section-elsewhere")),
        ("C02,石坝村,village,T1,MZ,,P9", (6, "contact_leader", "import-no-such-person")),
        ("C01-G2,第2组,group,C01,MZ,,", (6, "contact_unit", "import-group-has-no-contact")),
    ],
)
def test_places_that_cannot_stand_there_are_refused(line: str, fault: tuple[int, str, str]) -> None:
    assert codes(places_of(*VILLAGES, line).faults) == [fault]


def test_an_error_says_what_is_wrong_and_what_to_do_in_the_asker_s_language() -> None:
    fault = Fault(3, "kind", "import-unknown-word", {"value": "office", "allowed": "section, town"})
    zh, en = (refused(1, [fault], language).errors[0] for language in ("zh", "en"))
    assert (zh.problem, zh.fix) == ("类别（kind） 不能是“office”。", "改为其中之一：section, town。")
    assert (en.problem, en.fix) == ("kind cannot be “office”.", "Use one of: section, town.")
