"""An erasure is recorded once, names ids alone, and finds every record that lists somebody."""

from dataclasses import replace

from services.ledger.commands.erasure import EraseSubject, ForeseeErasure, Redaction, RedactTexts
from services.ledger.decider.erasure import ERASURE
from services.ledger.events.erasure import ErasureForeseen, SubjectErased
from services.ledger.events.listing import SubjectsListed
from services.ledger.events.opening import IdentityOpened
from services.ledger.events.redaction import TextRedacted
from services.ledger.projections import erasures
from shared.erasure import Dropped, step_of
from shared.sealed import fingerprint
from shared.testing.names import named
from shared.testing.scenario import given
from tests.unit.ledger import world as w
from tests.unit.ledger.test_households_and_openings import DESCRIBED, OPENED

IDENTITY = Dropped(service="ledger", kind="identity", record=w.HOUSEHOLD, key=1)
DIARY = Dropped(service="ledger", kind="visit", record=w.VISIT, key=1)
FACTS = Dropped(service="casework", kind="case", record=w.MATTER, key=1)
ERASE = EraseSubject(
    subject=w.HOUSEHOLD,
    ground="consent-withdrawn",
    document="示信〔2011〕3号",
    by="account:operator",
    dropped=(IDENTITY, DIARY, FACTS),
    at=w.NOON,
)
ERASED = SubjectErased(**vars(ERASE))
REDACT = RedactTexts(
    subject=w.HOUSEHOLD,
    by="account:operator",
    redactions=(Redaction("visit", w.VISIT, fingerprint(w.sealed("diary", w.VISIT)), w.sealed("anew", named("key"))),),
    at=w.NOON,
)
REDACTED = TextRedacted.model_validate(
    {**vars(REDACT.redactions[0]), "subject": w.HOUSEHOLD, "by": "account:operator", "at": w.NOON}
)

FORESEE = ForeseeErasure(subject=w.HOUSEHOLD, by="account:operator", at=w.NOON)
FORESEEN = ErasureForeseen(subject=w.HOUSEHOLD, by="account:operator", at=w.NOON)


def test_who_looked_at_what_would_go_is_recorded_each_time_and_erases_nothing() -> None:
    given(ERASURE).when(FORESEE).then(FORESEEN).when(ERASE).then(ERASED).when(FORESEE).then(FORESEEN)


def test_it_is_recorded_what_was_destroyed_where_on_what_ground_and_by_whom() -> None:
    given(ERASURE).when(ERASE).then(ERASED)


def test_somebody_of_whom_nothing_was_sealed_is_erased_on_record_too() -> None:
    nothing = replace(ERASE, dropped=())
    given(ERASURE).when(nothing).then(ERASED.model_copy(update={"dropped": ()})).when(nothing).then()


def test_erased_twice_is_erased_once() -> None:
    given(ERASURE, ERASED).when(replace(ERASE, document="another paper")).then()


def test_what_was_written_since_is_named_the_second_time_and_nothing_else() -> None:
    later = DIARY.model_copy(update={"key": 2})
    again = replace(ERASE, dropped=(IDENTITY, later, FACTS))
    given(ERASURE, ERASED).when(again).then(ERASED.model_copy(update={"dropped": (later,)})).when(again).then()


def test_words_of_a_matter_are_casework_s_apart_from_the_ledgers() -> None:
    words = Dropped(service="ledger", kind="matter", record=w.MATTER, key=1)
    first = ERASED.model_copy(update={"dropped": (FACTS,)})
    given(ERASURE, first).when(replace(ERASE, dropped=(words, FACTS))).then(
        ERASED.model_copy(update={"dropped": (words,)})
    )


def test_a_text_without_the_person_is_said_before_and_changes_nothing_of_what_is_erased() -> None:
    given(ERASURE).when(REDACT).then(REDACTED).when(ERASE).then(ERASED).when(REDACT).then(REDACTED).when(ERASE).then()


def test_of_texts_in_the_place_of_one_the_newest_is_read() -> None:
    ((key, statement, row),) = erasures.project(REDACTED, w.envelope())
    assert (key, statement) == (w.envelope().stream, erasures.REDACT)
    assert (row["record"], row["subject"], row["was"]) == (w.VISIT, w.HOUSEHOLD, REDACTED.was)
    assert row["position"] == w.envelope().position


def listed(*said: erasures.Listing) -> set[tuple[object, ...]]:
    rows = [row for one in said for _, _, row in erasures.project(one, w.envelope())]
    return {(row["subject"], row["kind"], row["record"]) for row in rows}


def test_each_record_lists_those_it_was_written_about() -> None:
    assert listed(DESCRIBED, w.logged(), w.raised(), w.PAIRED, OPENED) == {
        (w.HOUSEHOLD, "identity", w.HOUSEHOLD),
        (w.HOUSEHOLD, "visit", w.VISIT),
        (w.HOUSEHOLD, "matter", w.MATTER),
        (w.HOUSEHOLD, "pairing", w.PAIRED.pairing),
        (w.HOUSEHOLD, "opening", OPENED.opening),
    }


def test_a_caller_of_no_household_has_an_identity_of_their_own() -> None:
    stranger = named("stranger")
    assert listed(w.logged(callers=(w.caller(None),))) == {
        (stranger, "visit", w.VISIT),
        (stranger, "identity", stranger),
    }


def test_whom_words_name_besides_is_listed_with_the_record() -> None:
    said = SubjectsListed(kind="note", record=named("note"), subjects=(w.HOUSEHOLD, w.OTHER_HOUSEHOLD), at=w.NOON)
    assert listed(said) == {(one, "note", named("note")) for one in said.subjects}


def test_an_accusations_words_are_nobody() -> None:
    opened = IdentityOpened(**{**dict(OPENED), "subjects": (w.HOUSEHOLD, w.MATTER)})
    assert listed(opened) == {(w.HOUSEHOLD, "opening", OPENED.opening)}


def test_a_step_is_another_once_more_was_destroyed_in_whatever_order_it_is_told() -> None:
    assert step_of((IDENTITY, DIARY)) == step_of((DIARY, IDENTITY))
    later = DIARY.model_copy(update={"key": 2})
    assert len({step_of(told) for told in ((), (DIARY,), (later,), (IDENTITY, DIARY))}) == 4
