"""G11: after `minqing subject erase` no service shows the person, by any path, and every chain still verifies."""

import asyncio
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from deploy.demo.setting import OPERATOR
from deploy.minqing import place
from deploy.minqing.services import WITH_A_LOG
from deploy.minqing.supervise import Minqing, running
from services.ledger.queries.wording import ERASED
from tests.e2e import cast_of_insiders as cast
from tests.e2e.door import Door
from tests.e2e.erased import ERASE, GONE, MATTERS, OTHERS, READ_BEFORE, SETTINGS, WITHOUT, Erased, filed, played, walked
from tests.e2e.insiders import TOLD
from tests.e2e.keeping import everything_kept, readable
from tests.e2e.sealed_values import Found, opened, sealed_values


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Erased]:
    """The days of insiders, with their answered matters, accusations and filed books; then a household is erased."""
    minqing = Minqing(tmp_path_factory.mktemp("erasing"), place.free_port(), SETTINGS)
    with running(minqing, keep=False):
        door = Door(minqing.url)
        yield asyncio.run(played(minqing, door))
        door.close()


def _dropped(erased: Erased) -> set[str]:
    return set(re.findall(r"[0-9a-f-]{36}", erased.receipt))


def _household(erased: Erased) -> str:
    return erased.insiders.id_of("household", "C01-H01")


def test_before_it_somebody_could_read_what_was_written_about_the_person(erased: Erased) -> None:
    assert [words for words in READ_BEFORE if not any(words in text for text in erased.before.values())] == []


def test_afterwards_nobody_reads_any_of_it_on_any_route(erased: Erased) -> None:
    after = walked(erased.insiders)
    found = {(who, words) for who, text in after.items() for words in GONE if words in text}
    assert found == set()
    assert [words for words in OTHERS[1:] if not any(words in text for text in after.values())] == []


def test_who_opens_the_identity_for_a_purpose_is_shown_nobody(erased: Erased) -> None:
    for who, name in (("rs-4", "work"), ("gt-4", "land"), ("jw-4", "person"), ("mz-1", "land")):
        shown = erased.insiders.person(who).does(
            "POST", erased.insiders.matter(name, "identity"), {"purpose": "回访"}, f"{who} opens {name}"
        )
        assert shown["petitioners"] == [{"name": None, "telephone": None}], (who, name)
        assert shown["words"] is None
    copy = erased.insiders.person("rs-4").does(
        "POST", erased.insiders.matter("work", "copies/4/opening"), {"purpose": "送达"}, "the party's copy"
    )
    assert copy["party"] == []


def test_no_sealed_value_about_the_person_opens_wherever_it_stands(erased: Erased) -> None:
    found = list(sealed_values(erased.minqing, TOLD))
    dropped = _dropped(erased)
    for owner in ("ledger", "casework"):
        mine = [one for one in found if one.sealed.sealed.owner == owner]
        about = [one for one in mine if str(one.sealed.sealed.subject) in dropped]
        assert {one.service for one in about} >= {owner}
        assert _opened(erased, owner, about) == [None] * len(about)
    others = [one for one in found if one.sealed.sealed.owner == "ledger" and _subject(one) not in dropped]
    assert others
    assert None not in _opened(erased, "ledger", others)


def _subject(one: Found) -> str:
    return str(one.sealed.sealed.subject)


def _opened(erased: Erased, owner: str, found: Sequence[Found]) -> list[object]:
    return asyncio.run(opened(erased.minqing, TOLD, owner, [one.sealed for one in found]))


def test_nothing_of_it_is_legible_in_what_is_kept_or_was_sent(erased: Erased) -> None:
    kept = {where: readable(text) for where, text in everything_kept(erased.minqing).items()}
    kept["webhooks"] = json.dumps(erased.arrived, ensure_ascii=False).encode()
    assert sum(len(events) for events in erased.arrived.values()) > 0
    assert {(where, words) for where, text in kept.items() for words in GONE if words.encode() in text} == set()


@pytest.mark.parametrize("service", WITH_A_LOG)
def test_every_log_still_verifies(erased: Erased, tmp_path: Path, service: str) -> None:
    file, data = str(tmp_path / f"{service}.jsonl"), str(erased.minqing.directory)
    code, said = erased.patient.says(
        "log", "export", "--service", service, "--tenant", TOLD, "--out", file, "--data", data
    )
    assert code == 0, said
    code, said = erased.patient.says("log", "verify", file)
    assert code == 0, said


def test_the_filed_books_hold_and_say_erased_by_law_where_it_stood(erased: Erased) -> None:
    after = filed(erased.insiders)
    assert (after["digest"], after["verified"]) == (erased.filed["digest"], True)
    lines = [line for book in after["books"] for line in book["lines"]]
    assert [line["date"] for line in lines] == [
        line["date"] for book in erased.filed["books"] for line in book["lines"]
    ]
    assert {line["content"] for line in lines if line["kind"] == "diary"} == {ERASED}
    assert ERASED not in str(erased.filed)


def test_what_was_given_in_the_place_of_a_text_is_read_there_but_not_in_what_was_filed(erased: Erased) -> None:
    visit = erased.insiders.person("mz-1").does("GET", f"/visits/{erased.insiders.things['visit MZ']}")
    assert visit["diary"] == {"text": WITHOUT, "state": "open"}
    assert WITHOUT not in str(filed(erased.insiders))
    kept = {where: readable(text) for where, text in everything_kept(erased.minqing).items()}
    assert [where for where, text in kept.items() if WITHOUT.encode() in text] == []


def test_the_receipt_lists_what_was_dropped_where(erased: Erased) -> None:
    assert "consent-withdrawn, 和信〔2010〕7号" in erased.receipt
    things = erased.insiders.things
    for id in (_household(erased), things["visit MZ"], things["pairing MZ"], *(things[f"matter {n}"] for n in MATTERS)):
        assert id in erased.receipt
    for service, kind in (("ledger", "identity"), ("ledger", "opening"), ("casework", "case")):
        assert re.search(rf"{service} *│ {kind} *│ [0-9a-f-]{{36}} *│ 1", erased.receipt), (service, kind)
    assert things["visit NY"] not in erased.receipt


def test_a_second_erasure_prints_the_same_receipt(erased: Erased) -> None:
    code, first = erased.erase()  # what was opened for above was written since
    again, second = erased.erase()
    assert (code, again) == (0, 0)
    assert first.endswith(second.removeprefix("Nothing of them can be opened.\n"))
    assert next(line for line in second.splitlines() if line.startswith("Erased: ")) in erased.receipt


def test_whom_nobody_knows_is_refused_in_a_line(erased: Erased) -> None:
    at = ("--gateway", erased.minqing.url, "--data", str(erased.minqing.directory))
    for whom in ("C09-H09", "7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10"):
        code, said = erased.patient.says("subject", *at, "erase", TOLD, whom, *ERASE)
        assert (code, len(said.splitlines())) == (1, 1), said
        assert said.startswith("minqing: There is no such household or person here.")


def test_without_a_yes_nothing_is_changed(erased: Erased) -> None:
    at = ("--gateway", erased.minqing.url, "--data", str(erased.minqing.directory))
    code, said = erased.patient.says("subject", *at, "erase", TOLD, "C02-H01", *ERASE[:-1])
    assert code == 1
    assert "nobody will open again" in said
    standing = erased.patient.says("subject", *at, "show", TOLD, "C02-H01")[1]
    assert "Erased" not in standing
    assert "identity" in standing


def test_an_operator_has_the_same_from_the_api_and_nobody_of_the_district(erased: Erased) -> None:
    asked = f"/erasures?tenant={TOLD}&subject={_household(erased)}"
    operator = erased.insiders.door.person(None, OPERATOR, erased.minqing.operator_password())
    assert operator.does("GET", asked)["erasures"][0]["document"] == "和信〔2010〕7号"
    for who in (*cast.GRANTS, "admin"):
        assert erased.insiders.person(who).get(asked).status_code == 403
