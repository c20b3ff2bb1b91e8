from collections.abc import Callable

import httpx
import pytest

from services.casework.adapters import Ledger
from shared.errors import Refused
from shared.web.problems import Unavailable
from tests.unit.casework import cast

Answer = Callable[[httpx.Request], httpx.Response]


def ledger(answer: Answer) -> Ledger:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://ledger")
    return Ledger(client)


async def test_words_are_asked_for_in_their_district() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"values": ["补偿款拖了两年", None]})

    values = await ledger(answer).words(cast.TENANT, [cast.sealed("a"), cast.sealed("b")])
    assert values == ["补偿款拖了两年", None]
    assert asked[0].url.path == "/internal/words"
    assert asked[0].headers["x-district"] == "shifan"


async def test_an_opening_bears_the_command_of_its_request_so_that_twice_is_recorded_once() -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["idempotency-key"])
        return httpx.Response(200, json={"values": []})

    for _ in range(2):
        await ledger(answer).identity(cast.TENANT, [], {"purpose": "handling"}, cast.named("command"))
    assert keys == [str(cast.named("command"))] * 2


async def test_another_purpose_under_a_used_key_is_refused() -> None:
    problem = {"code": "key-used-for-another-body"}
    with pytest.raises(Refused, match="key-used-for-another-body"):
        await ledger(lambda _: httpx.Response(422, json=problem)).words(cast.TENANT, [])


@pytest.mark.parametrize("status", [401, 422, 500])
async def test_a_ledger_that_does_not_answer_is_unavailable_for_now(status: int) -> None:
    with pytest.raises(Unavailable):
        await ledger(lambda _: httpx.Response(status, json={})).words(cast.TENANT, [])


async def test_a_ledger_that_is_away_is_unavailable_for_now() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(Unavailable):
        await ledger(away).words(cast.TENANT, [])
