"""How a session's cookie is sent: by https alone, but to this very machine, or where a district wants plain http."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any  # settings by name

import httpx
import pytest

from services.gateway.main import served
from shared.testing.databases import MakeDatabase
from tests.component.gateway.stage import OPERATOR_PASSWORD, Stage, settings_in, staged

PROXY, OTHER = "10.9.8.7", "10.9.8.8"
TYPED = {"district": "", "account": "operator", "password": OPERATOR_PASSWORD, "to": "/"}
NOT_HERE = "所以在这里不能登录；请用 https:// 开头的网址打开。"
LOOPBACK = [
    "http://localhost:8080",
    "http://LOCALHOST",
    "http://127.0.0.1:8080",
    "http://127.8.9.1",
    "http://[::1]:8080",
]
ELSEWHERE = ["http://gateway", "http://10.1.2.3:8080", "http://localhost.example", "http://127.0.0.1.example"]
BY_HTTPS = ["https://minqing.example", "https://127.0.0.1:8443", "https://localhost"]


@dataclass
class Gateway:
    """A gateway as its own server serves it, which believes one proxy."""

    stage: Stage
    folder: Path

    @asynccontextmanager
    async def found_at(self, url: str, sender: str = OTHER, scheme: str = "") -> AsyncIterator[httpx.AsyncClient]:
        """A browser there; `scheme`: what a proxy says of it, `sender`: who that proxy is."""
        config = served(
            self.stage.app, settings_in(self.folder, self.stage.database, {}, trusted_proxies=PROXY, log_level="error")
        )
        config.load()
        transport = httpx.ASGITransport(config.loaded_app, client=(sender, 1))
        headers = {"accept-language": "zh"} | ({"x-forwarded-proto": scheme} if scheme else {})
        async with httpx.AsyncClient(transport=transport, base_url=url, headers=headers) as http:
            yield http


@pytest.fixture
def gateway(bare: Stage, tmp_path: Path) -> Gateway:
    """One whose settings say nothing of it."""
    return Gateway(bare, tmp_path)


@asynccontextmanager
async def gateway_with(make_database: MakeDatabase, folder: Path, **settings: Any) -> AsyncIterator[Gateway]:
    async with staged(folder, await make_database("gateway"), **settings) as stage:
        yield Gateway(stage, folder)


def session_in(answer: httpx.Response) -> tuple[str, str]:
    """The name and the value of the session's cookie, which is out of a script's reach and of another site's."""
    (set_,) = [one for one in answer.headers.get_list("set-cookie") if one.partition("=")[0].endswith("minqing")]
    ((name, cookie),) = SimpleCookie(set_).items()
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "lax", "/", "")
    assert bool(cookie["secure"]) == name.startswith("__Host-")
    return name, cookie.value


async def log_in(http: httpx.AsyncClient) -> httpx.Response:
    return await http.post("/login", data=TYPED)


async def ask_for_a_session(http: httpx.AsyncClient) -> httpx.Response:
    return await http.post("/api/v1/sessions", json={"account": "operator", "password": OPERATOR_PASSWORD})


async def assert_works_by(name: str, http: httpx.AsyncClient) -> None:
    """Log in on the page and out again, by a cookie of this name, which is deleted in the end."""
    shown = await http.get("/login")
    assert (shown.status_code, NOT_HERE in shown.text) == (200, False)
    answer = await log_in(http)
    assert (answer.status_code, session_in(answer)[0]) == (303, name)
    assert http.cookies[name] == session_in(answer)[1]
    assert (await http.get("/running")).status_code == 200
    left = await http.post("/logout", data={"ticket": await ticket_of(http)})
    assert (left.headers["location"], session_in(left)) == ("/login", (name, ""))
    assert name not in http.cookies
    assert (await http.get("/running")).status_code == 303
    assert session_in(await ask_for_a_session(http))[0] == name
    csrf = (await http.get("/api/v1/me")).json()["csrf"]
    left = await http.delete("/api/v1/sessions/current", headers={"x-csrf-token": csrf})
    assert (left.status_code, session_in(left)) == (204, (name, ""))
    assert name not in http.cookies


async def ticket_of(http: httpx.AsyncClient) -> str:
    page = (await http.get("/running")).text
    return page.partition('name="ticket" value="')[2].partition('"')[0]


@pytest.mark.parametrize("url", LOOPBACK)
async def test_who_is_before_this_very_machine_needs_no_https(gateway: Gateway, url: str) -> None:
    async with gateway.found_at(url) as http:
        await assert_works_by("minqing", http)


@pytest.mark.parametrize("url", BY_HTTPS)
async def test_by_https_a_cookie_stays_with_https_and_this_host(gateway: Gateway, url: str) -> None:
    async with gateway.found_at(url) as http:
        await assert_works_by("__Host-minqing", http)
        assert (await http.get("/login")).headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_by_plain_http_from_elsewhere_nobody_logs_in_on_the_page(gateway: Gateway, url: str) -> None:
    async with gateway.found_at(url) as http:
        shown, sent = await http.get("/login"), await log_in(http)
        assert 'name="password"' not in shown.text  # nothing to type it in
    assert (shown.status_code, sent.status_code) == (200, 403)
    for answer in (shown, sent):
        assert NOT_HERE in answer.text
        assert "set-cookie" not in answer.headers
        assert "strict-transport-security" not in answer.headers


async def test_the_page_says_so_in_english_too(gateway: Gateway) -> None:
    async with gateway.found_at("http://gateway") as http:
        shown = await http.get("/login", headers={"accept-language": "en"})
    assert "nobody can log in here; open it by its address that begins with https://." in shown.text


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_a_program_gets_its_token_by_plain_http_and_a_cookie_that_a_browser_drops(
    gateway: Gateway, url: str
) -> None:
    async with gateway.found_at(url) as http:
        answer = await ask_for_a_session(http)
        token = answer.json()["token"]
        assert session_in(answer) == ("__Host-minqing", token)
        by_cookie = await http.get("/api/v1/me")
        by_token = await http.get("/api/v1/me", headers={"authorization": f"Bearer {token}"})
        plainly = await http.get("/api/v1/me", headers={"cookie": f"minqing={token}"})
    assert [one.status_code for one in (by_cookie, by_token, plainly)] == [401, 200, 401]


async def test_a_proxy_that_is_trusted_says_that_people_come_by_https(gateway: Gateway) -> None:
    async with gateway.found_at("http://minqing.example", PROXY, scheme="https") as http:
        shown, answer = await http.get("/login"), await log_in(http)
    assert NOT_HERE not in shown.text
    assert shown.headers["strict-transport-security"] == "max-age=31536000"
    assert (answer.status_code, session_in(answer)[0]) == (303, "__Host-minqing")


async def test_a_proxy_that_is_trusted_says_that_people_come_by_plain_http(gateway: Gateway) -> None:
    async with gateway.found_at("https://minqing.example", PROXY, scheme="http") as http:
        assert NOT_HERE in (await http.get("/login")).text


async def test_anybody_else_says_so_in_vain(gateway: Gateway) -> None:
    async with gateway.found_at("http://minqing.example", OTHER, scheme="https") as http:
        shown, sent = await http.get("/login"), await log_in(http)
    assert NOT_HERE in shown.text
    assert "strict-transport-security" not in shown.headers
    assert sent.status_code == 403


@pytest.mark.parametrize("url", ["http://gateway", "http://localhost:8080", "https://minqing.example"])
async def test_where_people_find_the_gateway_by_https_every_cookie_is_secure(
    make_database: MakeDatabase, tmp_path: Path, url: str
) -> None:
    """Whatever the proxy before it leaves out, as who they came to."""
    public = "HTTPS://minqing.example/"
    async with gateway_with(make_database, tmp_path, public_url=public) as gateway, gateway.found_at(url) as http:
        answer, asked = await log_in(http), await ask_for_a_session(http)
        assert NOT_HERE not in (await http.get("/login")).text
    assert (session_in(answer)[0], session_in(asked)[0]) == ("__Host-minqing", "__Host-minqing")


async def test_where_people_find_the_gateway_by_plain_http_changes_nothing(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    public = "http://minqing.example"
    async with gateway_with(make_database, tmp_path, public_url=public) as gateway, gateway.found_at(public) as http:
        assert NOT_HERE in (await http.get("/login")).text


async def test_a_network_without_tls_can_be_allowed(make_database: MakeDatabase, tmp_path: Path) -> None:
    async with gateway_with(make_database, tmp_path, plain_http=True) as gateway:
        async with gateway.found_at("http://gateway") as http:
            await assert_works_by("minqing", http)
        async with gateway.found_at("https://gateway") as http:
            await assert_works_by("__Host-minqing", http)
