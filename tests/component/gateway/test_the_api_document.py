"""The document of the whole API, and its page, are there for whoever can reach the gateway."""

from tests.component.gateway.stage import Stage
from tests.component.gateway.upstream import until


async def test_one_document_describes_the_gateway_and_the_services_behind(bare: Stage) -> None:
    document = (await bare.http.get("/api/v1/openapi.json")).json()

    paths = document["paths"]
    assert {"/api/v1/sessions", "/api/v1/ledger/echo/{thing}", "/api/v1/scheduling/echo/{thing}"} <= paths.keys()
    assert all(path.startswith("/api/v1/") for path in paths)
    assert "/api/v1/ledger/nobodys" not in paths
    assert paths["/api/v1/ledger/may/matter.sign"]["get"]["x-roles"] == ["leader"]


async def test_the_page_needs_nothing_from_elsewhere(bare: Stage) -> None:
    page = await bare.http.get("/api/v1/docs")
    script = await bare.http.get("/api/v1/docs/api.js")
    assert (page.status_code, script.status_code) == (200, 200)
    assert "http" not in page.text + script.text


async def test_a_service_that_comes_back_as_another_release_is_read_again(bare: Stage) -> None:
    await bare.open_district()
    await bare.processes["ledger"].stop()
    await bare.ask("admin", "GET", "/ledger/echo/1")  # its absence is noticed
    bare.processes["ledger"].app.get("/api/v1/ledger/newer", openapi_extra={"x-action": "directory.read"})(_newer)
    bare.processes["ledger"].app.openapi_schema = None
    await bare.processes["ledger"].start()

    services = bare.app.state.services
    await until(lambda: "/api/v1/ledger/newer" in services.documents["ledger"]["paths"])

    assert (await bare.ask("admin", "GET", "/ledger/newer")).json() == {"newer": True}
    assert "/api/v1/ledger/newer" in (await bare.http.get("/api/v1/openapi.json")).json()["paths"]


async def _newer() -> dict[str, bool]:
    return {"newer": True}


async def test_what_is_for_who_holds_a_link_takes_no_cookie(bare: Stage) -> None:
    paths = (await bare.http.get("/api/v1/openapi.json")).json()["paths"]
    assert paths["/api/v1/links/current"]["get"]["security"] == [{"bearer": []}]
    assert paths["/api/v1/accounts/links"]["post"]["security"] == [{"bearer": []}, {"cookie": []}]
    assert paths["/api/v1/accounts/links"]["post"]["x-roles"] == ["administrator"]
