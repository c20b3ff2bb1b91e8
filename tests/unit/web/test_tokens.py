"""An internal token is believed only when its issuer is known, its signature holds and its minute has not passed."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey

from shared import clock
from shared.roles import Role
from shared.testing.waiting import until
from shared.web.problems import Unauthenticated
from shared.web.tokens import Signer, Verifier

GATEWAY, LEDGER = OKPKey.generate_key("Ed25519"), OKPKey.generate_key("Ed25519")
VERIFIER = Verifier({"gateway": GATEWAY, "ledger": LEDGER})
ACCOUNT = "9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c02"


def test_a_token_says_who_asks_in_which_district_and_what_time_it_is_there() -> None:
    now = "2010-11-22T01:00:00Z"
    said = {
        "tenant": "shifan",
        "actor": f"account:{ACCOUNT}",
        "account": ACCOUNT,
        "grants": [{"role": "cadre"}],
        "now": now,
    }

    claims = VERIFIER.verify(Signer("gateway", GATEWAY).sign(said))

    assert claims.tenant == "shifan"
    assert claims.account == UUID(ACCOUNT)
    assert claims.grants[0].role is Role.CADRE
    assert claims.now == datetime(2010, 11, 22, 1, tzinfo=UTC)


def test_a_service_asks_in_its_own_name() -> None:
    assert VERIFIER.verify(Signer("ledger", LEDGER).for_service()).service == "ledger"


def test_a_service_cannot_ask_in_anothers_name() -> None:
    with pytest.raises(Unauthenticated):
        VERIFIER.verify(Signer("ledger", LEDGER).sign({"service": "casework"}))


def test_the_gateway_is_no_service_that_asks_for_itself_under_anothers_key() -> None:
    with pytest.raises(Unauthenticated):
        VERIFIER.verify(Signer("gateway", LEDGER).sign({"tenant": "shifan"}))


def test_a_token_of_nobody_known_is_not_believed() -> None:
    with pytest.raises(Unauthenticated):
        VERIFIER.verify(Signer("stranger", OKPKey.generate_key("Ed25519")).sign({"tenant": "shifan"}))


def test_a_token_whose_minute_has_passed_is_not_believed() -> None:
    old = jwt.encode(
        {"alg": "Ed25519", "kid": "gateway"}, {"iss": "gateway", "exp": 1}, GATEWAY, algorithms=["Ed25519"]
    )

    with pytest.raises(Unauthenticated):
        VERIFIER.verify(old)


async def test_a_token_that_was_read_before_is_not_believed_longer() -> None:
    soon = {"iss": "gateway", "exp": int(clock.now().timestamp()) - 1}
    token = jwt.encode({"alg": "Ed25519", "kid": "gateway"}, soon, GATEWAY, algorithms=["Ed25519"])
    VERIFIER.verify(token)

    def is_over() -> bool:
        try:
            return VERIFIER.verify(token) is None
        except Unauthenticated:
            return True

    await until(is_over)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJnYXRld2F5In0."])
def test_what_is_no_token_is_not_believed(token: str) -> None:
    with pytest.raises(Unauthenticated):
        VERIFIER.verify(token)
