"""Diary lines and screenings are worded anew by their cadre alone, at any time; nothing is taken back."""

from services.ledger.commands.screening import CorrectScreening, Screen, Spot
from services.ledger.commands.visit import CorrectDiary
from services.ledger.decider.screening import SCREENING
from services.ledger.decider.visit import VISIT
from services.ledger.events.screening import Finding, ScreeningCorrected, ScreeningDone
from services.ledger.events.visit import DiaryCorrected
from shared.errors import NotFound, Refused
from shared.ids import ScreeningId
from shared.testing.names import beijing, named
from shared.testing.scenario import given
from shared.viewer import Viewer
from tests.unit.ledger import world as w

LONG_AFTER = beijing("2011-01-04 12:00")
NEW, REASON = w.sealed("new words", w.VISIT), w.sealed("reason", w.VISIT)
ID = ScreeningId(named("screening"))
LEAK = Finding(what=w.sealed("the dam leaks", ID), field="work-safety", level="high")
MENDED = Finding(what=w.sealed("the dam leaks, a sign stands there", ID), field="work-safety", level="high")
WHY = w.sealed("reason", ID)


def correct_diary(by: Viewer) -> CorrectDiary:
    return CorrectDiary(by=by, at=LONG_AFTER, visit=w.VISIT, diary=NEW, reason=REASON)


def correct_screening(by: Viewer) -> CorrectScreening:
    return CorrectScreening(by=by, at=LONG_AFTER, screening=ID, findings=(MENDED,), reason=WHY)


def screen(*findings: Finding, spot: Spot | None = None) -> Screen:
    return Screen(**w.noted(), screening=ID, spot=spot, findings=findings)


def screened(*findings: Finding, spot: Spot | None = None) -> ScreeningDone:
    return ScreeningDone(**w.done(), screening=ID, spot=spot.place if spot else None, findings=findings)


def test_its_cadre_words_a_diary_line_anew_long_after_the_stay() -> None:
    expected = DiaryCorrected(**dict(w.ON_STAY), at=LONG_AFTER, visit=w.VISIT, diary=NEW, reason=REASON)
    given(VISIT, w.logged(), w.raised()).when(correct_diary(w.LI)).then(expected)


def test_nobody_else_corrects_a_diary_line() -> None:
    for other in (w.WANG, w.HEAD, w.OFFICE):
        given(VISIT, w.logged()).when(correct_diary(other)).then_raises(NotFound)
    given(VISIT).when(correct_diary(w.LI)).then_raises(NotFound)


def test_a_screening_that_found_nothing_is_a_result() -> None:
    given(SCREENING).when(screen()).then(screened())


def test_a_screening_says_what_was_found_in_which_field_and_how_grave_it_is() -> None:
    given(SCREENING).when(screen(LEAK)).then(screened(LEAK))


def test_a_part_of_the_place_may_be_screened_and_nothing_else() -> None:
    group = Spot(w.GROUP, w.PATH)
    given(SCREENING).when(screen(spot=group)).then(screened(spot=group))
    for elsewhere in (Spot(w.OTHER_VILLAGE, (w.DISTRICT_PLACE, w.OTHER_VILLAGE)), Spot(w.GROUP, ())):
        given(SCREENING).when(screen(spot=elsewhere)).then_raises(Refused, "spot-elsewhere", "R37")


def test_its_cadre_words_the_findings_anew_as_often_as_need_be() -> None:
    expected = ScreeningCorrected(**dict(w.ON_STAY), at=LONG_AFTER, screening=ID, findings=(MENDED,), reason=WHY)
    past = given(SCREENING, screened(LEAK)).when(correct_screening(w.LI)).then(expected)
    past.when(correct_screening(w.LI)).then(expected)


def test_nobody_else_corrects_a_screening() -> None:
    for other in (w.WANG, w.HEAD, w.DISTRICT):
        given(SCREENING, screened(LEAK)).when(correct_screening(other)).then_raises(NotFound)
    given(SCREENING).when(correct_screening(w.LI)).then_raises(NotFound)
