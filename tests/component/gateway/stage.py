"""The gateway on a stage: its real application on a real database, before two small real services."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # bodies are JSON
from uuid import UUID

import httpx
from fastapi import FastAPI

from services.gateway.accounts.asking import Gate
from services.gateway.main import create_app
from services.gateway.settings import Settings
from shared.testing.databases import FreshDatabase
from shared.testing.ground import make_keys
from shared.testing.serving import Serving, serving
from shared.testing.waiting import until
from shared.web.tokens import Verifier
from tests.component.gateway.upstream import Upstream

OPERATOR_PASSWORD = "an operator's password"
PASSWORD = "an ordinary password"
DISTRICT = "shifan"
QUICK_HASHES = {"password_memory_kib": 64, "password_rounds": 1}


@dataclass
class Stage:
    """The gateway and what it reaches. Requests carry a new Idempotency-Key unless one is given."""

    app: FastAPI
    http: httpx.AsyncClient
    database: FreshDatabase
    services: Mapping[str, Upstream]
    processes: Mapping[str, Serving]
    tokens: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    @property
    def gate(self) -> Gate:
        """The gateway's own parts."""
        gate: Gate = self.app.state.gate
        return gate

    async def ask(
        self, who: str, method: str, path: str, body: Any = None, key: str = "", **headers: str
    ) -> httpx.Response:
        """The answer to a request of somebody who has logged in, or of nobody (empty)."""
        self.asked += 1
        sent = {"Idempotency-Key": key or f"key-{self.asked}", "Accept-Language": "en"}
        if who:
            sent["Authorization"] = f"Bearer {self.tokens[who]}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, bytes) else None
        return await self.http.request(
            method, "/api/v1" + path, json=body if content is None else None, content=content, headers=sent
        )

    async def log_in(self, who: str, district: str | None = DISTRICT, password: str = PASSWORD) -> httpx.Response:
        """Log in as a program does, and remember the token."""
        answer = await self.log_in_as_browser(who, district, password)
        self.http.cookies.clear()
        return answer

    async def log_in_as_browser(
        self, who: str, district: str | None = DISTRICT, password: str = PASSWORD
    ) -> httpx.Response:
        """Log in, and keep the cookie: the next requests send it."""
        body = {"district": district, "account": who, "password": password}
        answer = await self.http.post("/api/v1/sessions", json=body)
        if answer.is_success:
            self.tokens[who] = answer.json()["token"]
        return answer

    async def open_district(self, tenant: str = DISTRICT, admin: str = "admin", **more: Any) -> None:
        """A district whose administrator has logged in."""
        await self.log_in("operator", None, OPERATOR_PASSWORD)
        administrator = {"login": admin, "password": PASSWORD}
        body = {"tenant": tenant, "name": tenant, "administrator": administrator, **more}
        answer = await self.ask("operator", "POST", "/districts", body)
        assert answer.status_code == 201, answer.text
        await self.log_in(admin, tenant)

    async def account(self, login: str, role: str = "", by: str = "admin", **grant: Any) -> UUID:
        """An account that has logged in, with a grant."""
        made = await self.ask(by, "POST", "/accounts", {"login": login, "password": PASSWORD})
        assert made.status_code == 201, made.text
        account = made.json()["id"]
        if role:
            given = await self.ask(by, "POST", "/grants", {"account": account, "role": role, **grant})
            assert given.status_code == 201, given.text
        await self.log_in(login)
        return UUID(account)


def keys_in(directory: Path) -> Verifier:
    """The gateway's key files and its operator's password in a directory; and who believes the keys."""
    make_keys(directory)
    (directory / "operator").write_text(OPERATOR_PASSWORD + "\n")
    return Verifier.of(directory / "trusted")


def settings_in(directory: Path, database: FreshDatabase, peers: Mapping[str, str], **more: Any) -> Settings:
    """The gateway's settings for a test."""
    return Settings(
        **{
            "database_url": database.url,
            "port": 0,
            "signing_key_file": directory / "gateway",
            "master_key_file": directory / "master",
            "operator_password_file": directory / "operator",
            "peers": dict(peers),
            "requests_per_second": 0,
            "address_per_second": 0,
            **QUICK_HASHES,
            **more,
        }
    )


@asynccontextmanager
async def staged(
    directory: Path, database: FreshDatabase, upstreams: Sequence[Upstream] = (), /, **more: Any
) -> AsyncIterator[Stage]:
    """The gateway in process, on this database, before these services, or plain ones: `scheduling` and `ledger`."""
    verifier = keys_in(directory)
    async with AsyncExitStack() as stack:
        services = {one.name: one for one in upstreams or [Upstream("scheduling"), Upstream("ledger")]}
        processes = {name: Serving(service.app(verifier), lifespan=False) for name, service in services.items()}
        await stack.enter_async_context(serving(processes.values()))
        peers = {name: process.url for name, process in processes.items()}
        app = create_app(settings_in(directory, database, peers, **more))
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        http = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://localhost"))
        stage = Stage(app, http, database, services, processes)
        await until(lambda: app.state.services.documents.keys() == services.keys())
        yield stage


def problem_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a "no", which is problem+json with a sentence."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    document = json.loads(answer.text)
    assert document["status"] == answer.status_code
    assert "…" not in document["detail"], document
    assert document["detail"] != document["code"], f"{document['code']} has no sentence"
    return answer.status_code, document["code"]
