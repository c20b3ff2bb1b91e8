"""A service behind the gateway answers nobody who brings no internal token."""

import httpx
import pytest

from deploy.minqing.services import SERVICES, WITH_A_LOG
from tests.e2e import neighbours
from tests.e2e.door import Person
from tests.e2e.neighbours import Anjing
from tests.e2e.played import Played
from tests.e2e.problems import a_problem


@pytest.mark.parametrize("service", WITH_A_LOG)
@pytest.mark.parametrize("path", ["/feed?tenant=anjing", "/feed/heads", "/positions?tenant=anjing"])
def test_a_service_answers_nobody_without_an_internal_token(
    campaign: Played, anjing: Anjing, service: str, path: str
) -> None:
    asked = f"{campaign.minqing.wiring.urls[service]}{path}"
    session = anjing.person(neighbours.ADMINISTRATOR).token

    for headers in ({}, {"authorization": "Bearer nonsense"}, {"authorization": f"Bearer {session}"}):
        no = a_problem(httpx.get(asked, headers=headers, trust_env=False), path)
        assert (no["status"], no["code"]) == (401, "unauthenticated")


def test_no_route_of_a_service_answers_without_an_internal_token(campaign: Played, anjing: Anjing) -> None:
    offered = Person(anjing.door, "").get("/openapi.json").json()["paths"]
    routes = [(path, method, item[method]["tags"][0]) for path, item in offered.items() for method in item]

    behind = [route for route in routes if route[2] != "gateway"]
    for path, method, service in behind:
        asked = campaign.minqing.wiring.urls[service] + path.replace("{", "").replace("}", "")
        answer = httpx.request(method, asked, headers={"idempotency-key": "x"}, json={}, trust_env=False)
        assert answer.status_code == 401, f"{method} {path} of {service}: {answer.status_code} {answer.text}"
    assert {service for _, _, service in behind} == set(SERVICES) - {"gateway"}
