import pytest

from services.casework.commands.numbers import DrawNumber
from services.casework.commands.offices import SetCompetence, SetLetterhead
from services.casework.decider import COMPETENCE, LETTERHEAD, NUMBERS
from services.casework.events.offices import CompetenceSet, LetterheadSet
from services.casework.events.reply import NumberDrawn
from services.casework.policies import number
from services.casework.queries.offices import short
from shared.errors import NotFound, Refused
from shared.ids import MatterId, imported
from shared.testing import given
from shared.testing.names import beijing, named
from shared.words import UnitKind
from tests.unit.casework import cast

NOON = beijing("2010-12-06 12:00")


def draw(matter: str) -> DrawNumber:
    return DrawNumber(unit=cast.LAND, series="reply", year=2010, case=MatterId(named(matter)), at=NOON)


def drawn(matter: str, n: int) -> NumberDrawn:
    return NumberDrawn(unit=cast.LAND, series="reply", year=2010, number=n, case=MatterId(named(matter)), at=NOON)


def competence(kind: UnitKind | None = "department") -> SetCompetence:
    line = imported(cast.TENANT, "competence", "employment")
    return SetCompetence(line=line, field="employment", unit=cast.LAND, kind=kind, name=None, by=None, at=NOON)


def test_numbers_follow_each_other_without_a_gap() -> None:
    given(NUMBERS).when(draw("a")).then(drawn("a", 1))
    given(NUMBERS, drawn("a", 1), drawn("b", 2)).when(draw("c")).then(drawn("c", 3))


def test_a_matter_draws_once() -> None:
    given(NUMBERS, drawn("a", 1), drawn("b", 2)).when(draw("a")).then()


def test_a_number_drawn_issues_its_matters_reply() -> None:
    ((step, command),) = number(drawn("a", 7), cast.envelope())
    assert step == "issue"
    assert command.stream == f"case/{named('a')}"


def test_a_field_has_its_competent_unit() -> None:
    set_ = CompetenceSet(field="employment", unit=cast.LAND, name=None, by=None, at=NOON)
    given(COMPETENCE).when(competence()).then(set_)
    given(COMPETENCE, set_).when(competence()).then()


def test_only_a_unit_that_handles_matters_is_competent() -> None:
    given(COMPETENCE).when(competence("section")).then_raises(Refused, "not-a-handling-unit")
    given(COMPETENCE).when(competence(None)).then_raises(NotFound, "not-found")


def test_a_units_letters_bear_its_prefix() -> None:
    command = SetLetterhead(unit=cast.LAND, kind="department", prefix="示国土复", by=None, at=NOON)
    set_ = LetterheadSet(unit=cast.LAND, prefix="示国土复", by=None, at=NOON)
    given(LETTERHEAD).when(command).then(set_)
    given(LETTERHEAD, set_).when(command).then()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("国土分局", "国土"),
        ("房管局", "房管"),
        ("政法委", "政法"),
        ("自然资源局", "自然资源"),
        ("纪检监察", "纪检监察"),
        ("卫健委员会", "卫健"),
    ],
)
def test_a_units_short_name_is_its_name_without_what_it_is(name: str, expected: str) -> None:
    assert short(name) == expected
