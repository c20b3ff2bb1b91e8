"""Of whoever follows a log: whose place counts, how far behind it is, and what holds it up."""

from dataclasses import replace

from deploy.minqing.doctor.finding import State
from deploy.minqing.doctor.followers import Lanes, places_of
from deploy.minqing.doctor.judging import judge
from deploy.minqing.doctor.seen import At, Away, Behind, Build, ParkedKeys
from shared.ids import Tenant
from shared.messaging.reports import BEHIND_SECONDS
from tests.unit.doctor.installation import (
    ALIVE,
    ANSWER,
    BOOKS,
    DEAD,
    HEARD,
    JOURNAL,
    SHIFAN,
    WAYS,
    WELL,
    only,
    with_answers,
    with_behind,
    with_journal,
    wrong,
)

OTHER = Tenant("other")
SAID_BY_NOBODY = Lanes({})
HEADS = {"ledger": [SHIFAN], "scheduling": [SHIFAN]}
LATE = BEHIND_SECONDS + 1


def test_of_a_read_model_the_live_build_counts() -> None:
    journal = replace(
        JOURNAL,
        places=[BOOKS, replace(BOOKS, version=2), replace(BOOKS, version=3)],
        builds=[Build("books", 1, False), Build("books", 2, True), Build("books", 3, False)],
    )
    assert [at.version for at in places_of(journal, SAID_BY_NOBODY, HEADS)] == [2]


def test_of_two_releases_the_one_that_runs_counts() -> None:
    newer = replace(BOOKS, version=2, token=DEAD)
    both = [Build("books", 1, True), Build("books", 2, True)]
    journal = replace(JOURNAL, places=[BOOKS, newer], builds=both)
    assert places_of(journal, SAID_BY_NOBODY, HEADS) == [BOOKS]
    assert places_of(replace(journal, leases={ALIVE: -1.0}), SAID_BY_NOBODY, HEADS) == [newer]


def test_a_district_that_nobody_has_begun_is_followed_from_its_beginning() -> None:
    heads = {**HEADS, "scheduling": [SHIFAN, OTHER]}
    assert At(OTHER, "scheduling", "heard", 1) in places_of(JOURNAL, SAID_BY_NOBODY, heads)


def test_whom_this_release_does_not_know_any_more_is_nobody() -> None:
    lanes = Lanes({("scheduling", SHIFAN): frozenset({"directory"})})
    assert places_of(JOURNAL, lanes, HEADS) == [BOOKS]


def test_a_service_says_whom_it_knows() -> None:
    answer = replace(ANSWER, lag=frozenset({("scheduling", SHIFAN, "heard")}))
    lanes = Lanes.of(with_answers("ledger", answer, Away("no answer")), "ledger")
    assert lanes.has(HEARD)
    assert not lanes.has(replace(HEARD, follower="former"))
    assert lanes.has(replace(HEARD, follower="former", tenant=OTHER))


def test_no_lease_in_force_means_that_nobody_follows() -> None:
    found = only(wrong(with_journal(leases={DEAD: -60.0})))
    assert (found.what, found.said) == ("leases", "0 in force, 1 over: nobody follows any log")
    assert found.remedy.endswith("docker compose up -d --wait ledger")


def test_a_lease_that_is_over_is_no_harm_where_another_process_moves_all() -> None:
    assert not wrong(with_journal(leases={ALIVE: 2.0, DEAD: -60.0}))


def test_places_that_nobody_moves_although_a_process_is_alive_are_named() -> None:
    seen = replace(with_journal(), places={"ledger": [BOOKS, replace(HEARD, token=DEAD)]})
    found = only(wrong(seen))
    assert found.said == "1 in force: nobody moves 1 places, heard in shifan first"


def test_places_in_the_log_of_a_service_that_is_away_wait_for_that_one() -> None:
    seen = replace(with_answers("scheduling", Away("refused")), places={"ledger": [BOOKS, replace(HEARD, token=DEAD)]})
    found = only([each for each in wrong(seen) if each.what == "leases"])
    assert found.remedy.endswith("docker compose up -d --wait scheduling")


def test_who_lags_is_wrong_beyond_what_a_kill_takes() -> None:
    assert not wrong(with_behind(Behind(BOOKS, BEHIND_SECONDS, True)))
    found = only(wrong(with_behind(Behind(BOOKS, LATE, True))))
    assert (found.where, found.figure, found.unit) == ("ledger shifan books", LATE, "s")
    assert found.remedy.endswith("docker compose restart ledger")


def test_who_lags_behind_a_service_that_is_away_waits_for_that_one() -> None:
    seen = replace(with_behind(Behind(HEARD, LATE, True)), answers={**WELL.answers, "scheduling": [Away("refused")]})
    found = only([each for each in wrong(seen) if each.what == "lag"])
    assert (found.where, found.remedy.split()[-1]) == ("ledger shifan heard < scheduling", "scheduling")


def test_another_log_stops_a_read_model_which_can_be_made_anew_and_a_policy_which_goes_on() -> None:
    model, policy = wrong(with_behind(Behind(BOOKS, 0, False), Behind(HEARD, 0, False)))
    assert model.said == "stopped at 5: another log"
    assert "Restore it to position 5 or later" in model.remedy
    assert model.remedy.endswith("services.ledger.main projections rebuild books --despite-difference")
    assert policy.remedy.endswith("recovery reconcile accept shifan ledger scheduling --why …")


def test_of_a_log_that_cannot_be_read_no_lag_is_known() -> None:
    seen = replace(WELL, behind={"ledger": [Behind(BOOKS, 0, True)]})
    found = only([each for each in judge(seen, WAYS) if each.state is State.UNKNOWN])
    assert (found.what, found.said) == ("lag", "the log of scheduling cannot be read")


def test_what_is_parked_says_since_when_and_how_to_see_it() -> None:
    parked = ParkedKeys(SHIFAN, "scheduling", "heard", 1, 2, 4711, 7300.0)
    found = only(wrong(with_journal(parked=[parked])))
    assert (found.figure, found.said) == (2, "2, the oldest for 2 hours")
    command = "docker compose run --rm minqing parked show shifan ledger heard 4711 --log scheduling"
    assert found.remedy.endswith(command)


def test_what_a_former_build_has_parked_is_no_concern() -> None:
    assert not wrong(with_journal(parked=[ParkedKeys(SHIFAN, "scheduling", "heard", 7, 2, 4711, 7300.0)]))


def test_timers_that_a_rule_refused_are_told() -> None:
    found = only(wrong(with_journal(refused={SHIFAN: 3})))
    assert (found.what, found.where, found.figure) == ("timers", "ledger shifan", 3)


def test_a_bell_that_nobody_rings_is_wrong() -> None:
    found = only(wrong(with_journal(leads=False)))
    assert (found.what, found.said) == ("relay", "nobody leads")


def test_a_bell_that_rings_late_is_wrong_also_while_somebody_leads() -> None:
    late = Behind(At(SHIFAN, "ledger", "relay", 0), LATE, True)
    found = only(wrong(replace(WELL, rung={"ledger": [late]})))
    assert (found.where, found.said) == ("ledger shifan", "31.0 s behind")


def test_while_redis_is_away_the_bell_is_told_to_wait_for_it() -> None:
    seen = replace(with_journal(leads=False), bell=Away("refused"))
    found = only([each for each in wrong(seen) if each.what == "relay"])
    assert found.remedy == "Put Redis right first; it rings again by itself."
