"""Of servers, databases, processes, clocks and disks: what is wrong, and what to do about it."""

from dataclasses import replace

import pytest

from deploy.minqing.doctor.finding import State
from deploy.minqing.doctor.judging import LEAST_FREE_BYTES, judge
from deploy.minqing.doctor.seen import Answer, Away, Bell, Disk, Seen, ServicesDatabase
from deploy.minqing.services import SERVICES, WITH_A_LOG
from tests.unit.doctor.installation import (
    ANSWER,
    BELL,
    DATABASE,
    ROLE,
    SERVER,
    WAYS,
    WELL,
    only,
    with_answers,
    with_database,
    wrong,
)


def test_what_is_well_has_nothing_to_be_done() -> None:
    findings = judge(WELL, WAYS)
    assert {(each.state, each.remedy) for each in findings} == {(State.OK, "")}
    assert {each.service for each in findings} == {"", *SERVICES}


def test_a_server_that_does_not_answer_is_one_thing_to_do_and_what_it_hides_is_not_known() -> None:
    seen = replace(WELL, databases=dict.fromkeys(SERVICES, Away("connection refused")))
    found = only(wrong(seen))
    assert (found.what, found.said) == ("PostgreSQL", "connection refused")
    assert found.remedy.endswith("docker compose up -d --wait postgres")
    hidden = [each for each in judge(seen, WAYS) if each.state is State.UNKNOWN]
    assert {each.service for each in hidden if each.what == "database"} == set(SERVICES)
    assert {each.service for each in hidden if "lag" in each.what} == set(WITH_A_LOG)


def test_what_fails_for_want_of_the_server_is_told_to_wait_for_it() -> None:
    away = dict.fromkeys(SERVICES, Away("connection refused"))
    answers: dict[str, list[Answer | Away]] = {
        "ledger": [Away("no answer in 5 s")],
        "casework": [replace(ANSWER, ready=False)],
    }
    found = [each for each in wrong(replace(WELL, databases=away, answers=answers)) if each.what == "service"]
    assert {each.remedy for each in found} == {"Put PostgreSQL right first, then look again."}


def test_one_database_that_is_not_there_is_made() -> None:
    found = only(wrong(with_database("ledger", Away('database "minqing_ledger" does not exist', silent=False))))
    assert (found.what, found.service, found.remedy) == ("database", "ledger", "docker compose run --rm provision")


@pytest.mark.parametrize(
    ("script", "said", "remedy"),
    [
        ("0005", "at 0005, not 0006", "docker compose run --rm migrations"),
        ("", "at none, not 0006", "docker compose run --rm migrations"),
        ("0007", "at 0007, not 0006", "use that release's."),
    ],
)
def test_a_database_of_another_release_says_which_of_both_is_older(script: str, said: str, remedy: str) -> None:
    found = only(wrong(with_database("casework", replace(DATABASE, script=script, journal=None))))
    assert (found.what, found.said, found.remedy.endswith(remedy)) == ("migrations", said, True)


@pytest.mark.parametrize("spoilt", ROLE)
def test_a_role_that_may_too_much_or_too_little_is_made_right_again(spoilt: str) -> None:
    found = only(wrong(with_database("notify", replace(DATABASE, role={**ROLE, spoilt: False}))))
    assert (found.what, found.remedy) == ("role", "docker compose run --rm provision")


def test_a_role_that_is_not_there_is_said_to_be_missing() -> None:
    assert only(wrong(with_database("notify", replace(DATABASE, role={})))).said == "does not exist"


def test_connections_are_wrong_before_there_are_none_left() -> None:
    assert not wrong(with_server(connections=180))
    found = only(wrong(with_server(connections=181)))
    assert (found.figure, "POSTGRES_CONNECTIONS" in found.remedy) == (181, True)


def test_where_all_connections_are_taken_that_is_said_and_of_no_database_that_it_lacks_anything() -> None:
    full = Away("sorry, too many clients already", silent=False, full=True)
    found = wrong(replace(WELL, databases=dict.fromkeys(WELL.databases, full)))
    assert [one.what for one in found if one.what != "service"] == ["PostgreSQL connections"]
    assert "POSTGRES_CONNECTIONS" in found[0].remedy


def test_what_could_not_be_reckoned_any_more_is_not_passed_over() -> None:
    found = only(wrong(replace(WELL, rung={**WELL.rung, "ledger": None})))
    assert (found.what, found.service) == ("relay", "ledger")


def test_a_server_that_may_lose_what_it_said_it_had_is_wrong() -> None:
    found = only(wrong(with_server(settings={"fsync": "on", "synchronous_commit": "off"})))
    assert (found.what, found.said) == ("PostgreSQL durability", "off: synchronous_commit")


@pytest.mark.parametrize(
    ("bell", "what", "remedy"),
    [
        (Away("connection refused"), "Redis", "docker compose up -d --wait redis"),
        (replace(BELL, writes=False), "Redis", "docker compose restart redis"),
        (replace(BELL, policy="allkeys-lru"), "Redis eviction", "noeviction"),
        (replace(BELL, used=231_000_000), "Redis memory", "FLUSHALL"),
    ],
)
def test_redis_is_wrong_where_bells_may_be_lost(bell: Bell | Away, what: str, remedy: str) -> None:
    found = only(wrong(replace(WELL, bell=bell)))
    assert (found.what, remedy in found.remedy) == (what, True)


def test_redis_may_be_in_memory_alone_and_without_a_limit() -> None:
    assert not wrong(replace(WELL, bell=replace(BELL, appends=False, at_most=0)))


def test_of_several_processes_each_has_a_line() -> None:
    found = only(wrong(with_answers("casework", ANSWER, Away("no answer in 5 s"))))
    assert (found.what, found.service, found.said) == ("service", "casework", "no answer in 5 s")
    assert found.remedy.endswith("docker compose up -d --wait casework")


def test_a_service_of_which_nobody_says_where_it_is_is_not_known() -> None:
    found = [one for one in judge(replace(WELL, answers={"gateway": [ANSWER]}), WAYS) if one.state is State.UNKNOWN]
    assert {(one.what, one.service) for one in found} == {("service", service) for service in WITH_A_LOG}


def test_a_service_that_is_not_ready_says_itself_what_to_do() -> None:
    ill = Answer(
        "10.0.0.2:8080", 0.01, False, 0.2, remedies=["timer limit in shifan: look", "timer limit in other: look"]
    )
    assert only(wrong(with_answers("casework", ill))).remedy == "timer limit in shifan: look (2 in all)"


def test_a_clock_is_compared_with_the_one_that_every_event_bears() -> None:
    ahead = {service: replace(DATABASE, server=replace(SERVER, ahead=100.0), journal=None) for service in SERVICES}
    bell = replace(BELL, ahead=100.1)
    seen = replace(WELL, databases=ahead, bell=bell, answers={"ledger": [replace(ANSWER, ahead=100.3)]})
    found = [each for each in wrong(seen) if "clock" in each.what]
    assert [(each.what, each.figure) for each in found] == [("clock of this machine", -100.0)]


@pytest.mark.parametrize(("ahead", "is_wrong"), [(5.9, False), (6.1, True), (-5.9, False), (-6.1, True)])
def test_a_services_clock_is_known_to_a_second_alone(ahead: float, is_wrong: bool) -> None:
    answer = replace(ANSWER, ahead=ahead + SERVER.ahead, seconds=0.0)
    assert bool(wrong(with_answers("ledger", answer))) is is_wrong


def test_a_disk_is_wrong_before_it_is_full() -> None:
    assert not wrong(replace(WELL, disks=[Disk("PostgreSQL", LEAST_FREE_BYTES, 10**12)]))
    found = only(wrong(replace(WELL, disks=[Disk("PostgreSQL", LEAST_FREE_BYTES - 1, 10**12)])))
    assert (found.what, "df -h" in found.remedy) == ("disk of PostgreSQL", True)


def test_a_disk_that_cannot_be_seen_is_not_wrong_and_says_where_it_can() -> None:
    found = [each for each in judge(replace(WELL, disks=[Disk("PostgreSQL")]), WAYS) if each.state is State.UNKNOWN]
    assert "docker compose exec postgres df" in only(found).said


def with_server(**changed: object) -> Seen:
    """PostgreSQL, otherwise than it is when all is well."""
    server = replace(SERVER, **changed)  # type: ignore[arg-type]  # fields by name
    found = {
        name: replace(one, server=server) for name, one in WELL.databases.items() if isinstance(one, ServicesDatabase)
    }
    return replace(WELL, databases=found)
