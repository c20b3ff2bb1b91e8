"""A roster from a file: each row that breaks a rule is told, and who is missing, before anything is drafted."""

from dataclasses import replace

import pytest

from services.scheduling.api.imports import roster
from services.scheduling.api.imports.roster import Ground, Person, places_by
from services.scheduling.commands.campaign import Placing
from shared.ids import PersonId, PlaceId, Tenant, imported
from shared.web.imports import Rows, refused

TENANT = Tenant("shifan")


def person(code: str) -> PersonId:
    return PersonId(imported(TENANT, "person", code))


def place(code: str) -> PlaceId:
    return PlaceId(imported(TENANT, "place", code))


LI, WANG, ZHAO = "P1,李建国,1,C01", "P2,王敏,2,柳塘村", "P3,赵勇,2,C02"
LIU, TAO = place("C01"), place("C02")
GROUND = Ground(
    tenant=TENANT,
    people={
        person("P1"): Person("P1", "李建国", at_home=False),
        person("P2"): Person("P2", "王敏", at_home=False),
        person("P3"): Person("P3", "赵勇", at_home=False),
        person("P4"): Person("P4", "孙丽", at_home=True),
    },
    batches=[1, 2],
    places=places_by({"C01": LIU, "C02": TAO}, [("柳塘村", LIU), ("桃源社区", TAO)]),
    standing={},
    before={},
)


def checked(*lines: str, ground: Ground = GROUND) -> roster.Checked:
    rows = [dict(zip(roster.COLUMNS, line.split(","), strict=True)) for line in lines]
    return roster.check(Rows(rows=rows), ground)


def faults(*lines: str, ground: Ground = GROUND) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.code) for fault in checked(*lines, ground=ground).faults]


def test_places_may_be_given_by_code_or_by_name() -> None:
    found = checked(LI, WANG, ZHAO)
    assert found.faults == ()
    assert found.placings == (
        Placing(person("P1"), 1, LIU),
        Placing(person("P2"), 2, LIU),
        Placing(person("P3"), 2, TAO),
    )


def test_a_name_that_two_places_have_names_neither() -> None:
    assert places_by({"C01": LIU, "C02": TAO}, [("柳塘村", LIU), ("柳塘村", TAO)]) == {"C01": LIU, "C02": TAO}


def test_a_code_goes_before_a_name() -> None:
    assert places_by({"C01": LIU}, [("C01", TAO)]) == {"C01": LIU}


WRONG = {
    "not of the unit": ("P9,某人,1,C01", "person", "import-not-a-cadre"),
    "exempt": ("P4,孙丽,1,C01", "person", "import-cadre-exempt"),
    "no such batch": ("P3,赵勇,3,C01", "batch", "import-unknown-word"),
    "no batch": ("P3,赵勇,,C01", "batch", "import-empty"),
    "not where the campaign goes": ("P3,赵勇,1,C09", "place", "import-not-a-place-of-campaign"),
    "no place": ("P3,赵勇,1,", "place", "import-empty"),
    "another's name": ("P3,李建国,1,C01", "name", "import-another-name"),
    "twice": ("P1,,2,C02", "person", "import-twice"),
}


@pytest.mark.parametrize(("line", "column", "code"), WRONG.values(), ids=WRONG.keys())
def test_a_line_that_cannot_stand_is_told_by_its_row(line: str, column: str, code: str) -> None:
    assert (4, column, code) in faults(LI, WANG, line)


def test_a_line_without_a_name_is_as_good() -> None:
    assert faults(LI, WANG, "P3,,2,C02") == []


def test_everybody_who_is_missing_is_named_after_the_last_row_and_who_is_exempt_is_not() -> None:
    found = checked(LI)
    assert [(one.row, one.code, one.details["name"]) for one in found.faults] == [
        (3, "import-cadre-missing", "王敏"),
        (3, "import-cadre-missing", "赵勇"),
    ]


def test_a_stay_that_has_begun_is_neither_moved_nor_left_out() -> None:
    begun = replace(GROUND, standing={person("P1"): Placing(person("P1"), 1, LIU)})
    assert faults("P1,李建国,2,C01", WANG, ZHAO, ground=begun) == [(2, "batch", "import-stay-started")]
    assert faults(WANG, ZHAO, ground=begun) == [(4, "person", "import-cadre-missing")]
    assert faults(LI, WANG, ZHAO, ground=begun) == []


def test_the_report_counts_what_is_otherwise_than_before() -> None:
    known = {person("P1"): Placing(person("P1"), 1, LIU), person("P2"): Placing(person("P2"), 1, LIU)}
    report = checked(LI, WANG, ZHAO, ground=replace(GROUND, before=known)).report()
    assert (report.rows, report.new, report.same, report.changed) == (3, 1, 1, 1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_error_has_its_sentences(language: str) -> None:
    begun = replace(GROUND, standing={person("P1"): Placing(person("P1"), 1, LIU)})
    found = checked("P1,,2,C01", *(line for line, _, _ in WRONG.values()), ground=begun)
    told = refused(9, found.faults, "zh" if language == "zh" else "en").errors
    assert {one.code for one in found.faults} >= {"import-stay-started", "import-cadre-missing"}
    for error in told:
        assert "…" not in error.problem + error.fix
        assert "import-" not in error.problem + error.fix
