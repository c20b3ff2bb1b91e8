"""The reference campaign, played through containers as README says: its acceptance table, and what stays of it."""

import base64

import pytest

from deploy.demo.setting import TENANT
from deploy.minqing.verifier import read_seal
from tests.deploy.checkout import SERVICES, Checkout
from tests.exports import verified

KILLED = 137  # by the engine, to whom the stop took too long
AGREED = "All figures agree."


def test_its_table_is_the_one_that_is_expected(played: str) -> None:
    assert AGREED in played
    assert "✗" not in played


@pytest.mark.parametrize("service", [name for name in SERVICES if name != "gateway"])
def test_an_operator_exports_a_log_that_anybody_can_check(up: Checkout, played: str, service: str) -> None:
    export = f"docker compose run --rm -T minqing log export --service {service} --tenant {TENANT} --out -"
    log = verified(up.does(export))
    assert (log.service, log.tenant) == (service, TENANT)
    assert log.position > 50


def test_an_operator_seals_a_log_by_the_key_that_is_among_the_secrets(up: Checkout, played: str) -> None:
    which = f"--service casework --tenant {TENANT}"
    key = base64.b64decode((up.secrets / "seal.pub").read_text())
    seal = read_seal(up.does(f"docker compose run --rm -T minqing log seal {which}").encode(), key)
    log = verified(up.does(f"docker compose run --rm -T minqing log export {which} --withhold --out -"), seal)
    assert log.position >= seal.position > 50


def test_what_was_made_of_a_log_is_what_it_says(up: Checkout, played: str) -> None:
    said = up.does("docker compose exec -T ledger python -m services.ledger.main projections verify")
    assert f"books of {TENANT} up to " in said
    assert "NOT" not in said


def test_a_stop_is_orderly_and_down_and_up_again_keep_everything(up: Checkout, played: str) -> None:
    before = up.does("docker compose run --rm -T minqing log export --service ledger --tenant shifan --out -")
    up.does("docker compose stop")
    assert KILLED not in {one["State"]["ExitCode"] for one in up.containers().values()}
    up.does(up.readme()[2])
    assert up.does("docker compose ps --all --quiet") == ""
    again = up.does(up.readme()[1])
    assert "The campaign was played before" in again
    assert AGREED in again
    assert up.does("docker compose run --rm -T minqing log export --service ledger --tenant shifan --out -") == before
