"""No read model of the ledger takes an accusation's words, and none names who lives in a household."""

from services.ledger.projections import books, visits
from services.ledger.queries.books import START
from services.ledger.queries.labels import label, object_of
from tests.unit.ledger import world as w

WORDS = w.sealed("what was said against somebody", w.MATTER)


def test_no_word_of_an_accusation_comes_into_a_read_model() -> None:
    accusation = w.against_somebody(words=WORDS)
    for project in (visits.project, books.project):
        told = [parameters for _, _, parameters in project(accusation, w.envelope())]
        assert "what was said" not in str(told)


def test_an_accusations_words_are_opened_like_an_identity() -> None:
    (row,) = [p for _, s, p in visits.project(w.against_somebody(), w.envelope()) if s is visits.RAISE]
    assert row["subjects"] == [w.HOUSEHOLD, w.MATTER]
    (row,) = [p for _, s, p in visits.project(w.raised(), w.envelope()) if s is visits.RAISE]
    assert row["subjects"] == [w.HOUSEHOLD]


def test_whom_a_matter_concerns_is_kept_for_the_firewall() -> None:
    rows = [p for _, s, p in visits.project(w.against_somebody(), w.envelope()) if s is visits.CONCERN]
    assert rows == [{"matter": w.MATTER, "id": w.ACCUSED}]


def test_the_books_write_their_own_words_and_leave_a_districts_as_they_are() -> None:
    assert label("employment", "measure") == "就业援助"
    assert label("employment") == "劳动就业"
    assert label("water-rights") == "water-rights"
    assert object_of("forum") == "本地党员"
    assert (START.ledger, START.casework) == (0, 0)
