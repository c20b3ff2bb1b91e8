"""Every "no" of the public API is a problem document with a stable code and a sentence, in Chinese and in English."""

import re
import secrets
from collections.abc import Iterator
from typing import Any  # bodies are JSON
from uuid import UUID

import httpx
import pytest

from deploy.demo.setting import TENANT
from deploy.demo.story import OFFICE as OFFICE_OF_SHIFAN
from deploy.minqing import place
from deploy.minqing.installation import environment_of
from deploy.minqing.process import Process
from deploy.minqing.services import command
from deploy.minqing.supervise import Readiness
from tests.e2e import neighbours
from tests.e2e.door import Door, Person
from tests.e2e.neighbours import ANJING, Anjing, id_of
from tests.e2e.played import Played
from tests.e2e.problems import a_problem

_CHINESE = re.compile("[\u4e00-\u9fff]")
_STARTING_SECONDS = 60


def said_no(person: Person, method: str, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
    """The problem with which a request was answered, the same in both languages but for the sentences."""
    headers.setdefault("idempotency_key", f"no {secrets.token_hex(8)}")
    answers = {
        language: person.ask(method, path, body, accept_language=language, **headers) for language in ("zh-CN", "en")
    }
    chinese, english = (a_problem(answer, f"/api/v1{path}") for answer in answers.values())
    assert _CHINESE.search(chinese["title"])
    assert _CHINESE.search(chinese["detail"])
    assert english["title"] != chinese["title"]
    assert re.fullmatch(r"[A-Z].*[.]", english["detail"], re.DOTALL)
    assert {**chinese, **_SPOKEN} == {**english, **_SPOKEN}
    return english


_SPOKEN = {"title": "", "detail": "", "details": ""}  # a wait may have become shorter meanwhile


def a_visit(anjing: Anjing, **differently: object) -> dict[str, object]:
    """The form of a visit that could be logged, but for what is different."""
    form = {"stay": anjing.stay, "mode": "household", "diary": "走访", "matters": []}
    return {**form, "callers": [{"household": id_of("household", "C01-H02")}], **differently}


def test_what_is_no_json_is_malformed(anjing: Anjing) -> None:
    cadre = anjing.person(neighbours.CADRE)

    no = said_no(cadre, "POST", "/visits", b'{"stay": ', content_type="application/json")

    assert (no["status"], no["code"]) == (400, "malformed-json")


def test_a_command_without_a_key_is_malformed(anjing: Anjing) -> None:
    no = said_no(anjing.person(neighbours.CADRE), "POST", "/visits", a_visit(anjing), idempotency_key="")

    assert (no["status"], no["code"]) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("token", ["", "nonsense", f"mqs.{ANJING}.{'A' * 43}", f"mqk.{ANJING}.{'A' * 43}"])
@pytest.mark.parametrize("path", ["/me", "/matters", "/subscriptions"])
def test_nobody_is_asked_to_log_in(door: Door, path: str, token: str) -> None:
    no = said_no(Person(door, token), "GET", path)

    assert (no["status"], no["code"]) == (401, "unauthenticated")


def test_a_wrong_password_and_an_unknown_account_are_answered_alike(door: Door, anjing: Anjing) -> None:
    wrong, unknown = (
        said_no(Person(door, ""), "POST", "/sessions", {"district": ANJING, "account": who, "password": "not this one"})
        for who in ("jw-2", "nobody-at-all")
    )

    assert (wrong["status"], wrong["code"]) == (401, "login-failed")
    assert wrong == unknown


@pytest.mark.parametrize(
    ("who", "method", "path"),
    [
        (neighbours.CADRE, "GET", "/accounts"),
        (neighbours.CADRE, "POST", "/campaigns"),
        (neighbours.OFFICE, "POST", "/visits"),
        (neighbours.DISTRICT_OFFICE, "GET", "/openings"),
        (neighbours.ADMINISTRATOR, "GET", "/matters"),
        (neighbours.AUDITOR, "GET", "/matters"),
    ],
)
def test_another_role_is_told_which_may(anjing: Anjing, who: str, method: str, path: str) -> None:
    no = said_no(anjing.person(who), method, path, {} if method == "POST" else None)

    assert (no["status"], no["code"]) == (403, "forbidden")
    assert no["details"]["roles"]


def test_another_districts_matter_does_not_exist(campaign: Played, anjing: Anjing) -> None:
    theirs = next(iter(campaign.performance.world.matters.values()))
    office = anjing.person(neighbours.OFFICE)

    reading = said_no(office, "GET", f"/matters/{theirs}")
    acting = said_no(office, "POST", f"/matters/{theirs}/hand-over", {})
    nowhere = said_no(office, "GET", f"/matters/{UUID(int=1)}")

    assert {one["status"] for one in (reading, acting, nowhere)} == {404}
    assert {one["detail"] for one in (reading, acting, nowhere)} == {nowhere["detail"]}


def test_our_matter_does_not_exist_for_another_district(campaign: Played, door: Door, anjing: Anjing) -> None:
    office = door.person(TENANT, OFFICE_OF_SHIFAN, f"demo-{OFFICE_OF_SHIFAN}")

    assert said_no(office, "GET", f"/matters/{anjing.matters['land']}")["status"] == 404


def test_another_departments_matter_does_not_exist(anjing: Anjing) -> None:
    land, other = anjing.matters["land"], anjing.person("rs-3")

    reading = said_no(other, "GET", f"/matters/{land}")
    acting = said_no(other, "POST", f"/matters/{land}/acceptance", {"handler": id_of("person", "RS-4")})

    assert {(one["status"], one["code"]) for one in (reading, acting)} == {(404, "not-found")}


def test_a_rule_that_says_no_is_named(anjing: Anjing) -> None:
    cadre = anjing.person(neighbours.CADRE)

    by_day = said_no(cadre, "POST", "/visits", a_visit(anjing, mode="evening"))
    of_no_house = said_no(cadre, "POST", "/visits", a_visit(anjing, callers=[{"name": "过路人"}]))

    assert [by_day[name] for name in ("status", "code", "rule")] == [409, "evening-visit-by-day", "R21"]
    assert [of_no_house[name] for name in ("status", "code", "rule")] == [409, "home-visit-needs-household", "R22"]


def test_who_read_an_older_state_is_told_so_and_changes_nothing(anjing: Anjing) -> None:
    cadre, stay = anjing.person(neighbours.CADRE), f"/stays/{anjing.stay}"
    before = cadre.does("GET", stay)

    no = said_no(cadre, "POST", f"{stay}/interruption", {"reason": "临时召回"}, if_match='"0"')

    assert no["status"] == 412
    assert cadre.does("GET", stay) == before


def test_a_wrong_shape_names_its_fields(anjing: Anjing) -> None:
    cadre = anjing.person(neighbours.CADRE)

    no = said_no(cadre, "POST", "/visits", a_visit(anjing, mode="by-telephone", weather="rain"))

    assert (no["status"], no["code"]) == (422, "invalid")
    assert {error["field"] for error in no["errors"]} == {"mode", "weather"}


@pytest.mark.parametrize(
    ("who", "path", "first", "other"),
    [
        ("jw-3", "/subscriptions", {"name": "one", "types": ["casework.case-struck.v1"]}, {"name": "other"}),
        ("jw-3", "/keys", {"name": "one", "unit": id_of("unit", "JW")}, {"name": "other"}),
    ],
)
def test_a_key_that_was_used_takes_no_other_body(
    anjing: Anjing, who: str, path: str, first: dict[str, Any], other: dict[str, Any]
) -> None:
    person = anjing.person(who)
    made = person.does("POST", path, first, "used once")

    no = said_no(person, "POST", path, first | other, idempotency_key="used once")

    assert (no["status"], no["code"]) == (422, "key-used-for-another-body")
    assert person.does("POST", path, first, "used once")["id"] == made["id"]


def test_a_path_that_nobody_offers_does_not_exist(anjing: Anjing) -> None:
    person = anjing.person(neighbours.OFFICE)

    assert said_no(person, "GET", "/feed")["status"] == 404
    assert said_no(person, "DELETE", "/matters")["status"] == 405


def test_who_guesses_passwords_has_to_wait(door: Door, anjing: Anjing) -> None:
    guess = {"district": ANJING, "account": f"guessed-{secrets.token_hex(8)}", "password": "a guess"}
    nobody = Person(door, "")
    for _ in range(6):
        assert nobody.ask("POST", "/sessions", guess).status_code == 401

    no = said_no(nobody, "POST", "/sessions", guess)

    assert (no["status"], no["code"]) == (429, "login-slowed")
    assert int(nobody.ask("POST", "/sessions", guess).headers["retry-after"]) >= 1


@pytest.fixture
def narrow_door(campaign: Played) -> Iterator[Door]:
    """One more gateway of the installation, which lets an account ask three times, and then once in a hundred seconds.

    It is told everything else that the first one is.
    """
    directory, port = campaign.minqing.directory, place.free_port()
    told = {"PORT": str(port), "REQUESTS_PER_SECOND": "0.01", "REQUESTS_BURST": "3"}
    environment = environment_of(directory, "gateway") | {f"GATEWAY_{name}": value for name, value in told.items()}
    process = Process("gateway-2", directory)
    process.start(command("gateway", "serve"), environment)
    try:
        with httpx.Client(timeout=5, trust_env=False) as client:
            readiness = Readiness(client, f"http://127.0.0.1:{port}")
            process.wait_ready(readiness.there, _STARTING_SECONDS, readiness.said)
        door = Door(f"http://127.0.0.1:{port}")
        yield door
        door.close()
    finally:
        process.stop()


def test_who_asks_too_often_is_told_when_to_ask_again(narrow_door: Door, anjing: Anjing) -> None:
    asking = Person(narrow_door, anjing.person(neighbours.SECTION_HEAD).token)
    another = Person(narrow_door, anjing.person(neighbours.CONTACT_LEADER).token)
    for _ in range(3):
        assert asking.get("/me").is_success

    no = said_no(asking, "GET", "/me")

    assert (no["status"], no["code"]) == (429, "too-many-requests")
    assert 1 <= int(asking.get("/me").headers["retry-after"]) <= 100
    assert another.get("/me").is_success
