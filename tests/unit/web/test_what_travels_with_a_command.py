"""What a request is known by, and traced by, goes with its events, through policies, to whoever hears of them."""

import json
import logging
from types import SimpleNamespace
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from shared.eventstore.cloudevents import cloud_events
from shared.eventstore.handle import Handling
from shared.eventstore.own import OwnLog
from shared.eventstore.pages import BEGINNING, Said
from shared.eventstore.places import Standing
from shared.eventstore.policing import context_upon
from shared.eventstore.projections import Policy
from shared.ids import Tenant, policy_command, request_command
from shared.messaging.heard import link_of
from shared.testing import InMemoryLog
from shared.testing.counter import NOTES, Note, Noted, announce_notes
from shared.web.asking import Handler
from shared.web.positions import Positions
from shared.web.tokens import Signer, Verifier
from tests.logged import as_json

SHIFAN = Tenant("shifan")
STREAM, OTHER_STREAM = "case/7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10", "case/3a5f6f0e-54f1-5f0a-9b1c-0c6b2d7e8f01"
ACCOUNT = UUID("9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c02")
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
REQUEST = str(request_command(SHIFAN, ACCOUNT, "POST", "/notes", "key-1"))
GATEWAY = OKPKey.generate_key("Ed25519")
AGAIN = Policy("again", "casework", (Noted,), lambda said, envelope: iter([("note", Note(OTHER_STREAM, said.note))]))


class Casework:
    """A service of one route, before a log in memory."""

    def __init__(self) -> None:
        self.log = InMemoryLog("casework")
        self.handling = Handling(self.log, [NOTES], announce_notes)
        self.app = FastAPI()
        self.app.state.ports = SimpleNamespace(
            verifier=Verifier({"gateway": GATEWAY}),
            handling=self.handling,
            positions=Positions("casework", bytes(32)),
            body_key=bytes(32),
        )
        self.app.post("/notes")(_note)
        self.app.post("/mistakes")(_mistake)

    async def asked(self, path: str = "/notes", **headers: str) -> None:
        """Somebody asks for a note."""
        token = Signer("gateway", GATEWAY).sign({"tenant": SHIFAN, "actor": "account:x", "account": str(ACCOUNT)})
        sent = {"Authorization": f"Bearer {token}", "Idempotency-Key": "key-1", **headers}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://casework") as client:
            assert (await client.post(path, headers=sent)).status_code == 200

    async def acts_upon(self, said: Said) -> UUID:
        """Its policy wants another note because of what was said; the id of that command."""
        context = context_upon("casework", Standing(AGAIN, SHIFAN, BEGINNING, 0), said, "note")
        await self.handling(Note(OTHER_STREAM, "再联系"), context)
        return context.command_id

    async def metas(self) -> list[dict[str, str]]:
        """What travels with each event of the log."""
        return [json.loads(row.meta) for row in await self.log.read(SHIFAN, 0, 9)]

    async def said(self) -> list[Said]:
        """The log as policies read it."""
        return list((await OwnLog(self.log).page(SHIFAN, BEGINNING)).said)

    async def heard(self) -> list[Said]:
        """The log's facts as other services hear them."""
        facts = await cloud_events(self.log, await self.log.read(SHIFAN, 0, 9))
        return [link_of(json.loads(fact)).said for fact in facts]


async def _note(handle: Handler) -> None:
    await handle(Note(STREAM, "已联系当事人"))


async def _mistake(handle: Handler) -> None:
    raise ValueError("nobody foresaw it")


@pytest.fixture
async def casework() -> Casework:
    """It has noted what somebody asked for."""
    casework = Casework()
    await casework.asked(traceparent=TRACE)
    return casework


def because_of(said: Said) -> dict[str, str]:
    """What travels with whatever is done because of an event that the request led to."""
    return {"correlationid": REQUEST, "traceparent": TRACE, "causationid": str(said.envelope.id)}


async def test_an_event_bears_its_requests_id_and_the_trace_that_was_sent(casework: Casework) -> None:
    assert await casework.metas() == [{"correlationid": REQUEST, "traceparent": TRACE}]


async def test_a_request_that_nobody_traces_has_its_id_alone() -> None:
    casework = Casework()
    await casework.asked()
    assert await casework.metas() == [{"correlationid": REQUEST}]


async def test_a_policy_hands_both_on_and_names_the_nearest_cause(casework: Casework) -> None:
    (first,) = await casework.said()
    await casework.acts_upon(first)
    _, second = await casework.said()
    assert await casework.acts_upon(second) == policy_command(second.envelope.id, "again", "note")

    assert (await casework.metas())[1:] == [because_of(first), because_of(second)]


async def test_a_fact_tells_other_services_request_trace_and_cause(casework: Casework) -> None:
    (first,) = await casework.said()
    await casework.acts_upon(first)

    rows = await casework.log.read(SHIFAN, 0, 9)
    asked, acted = (json.loads(fact) for fact in await cloud_events(casework.log, rows))

    assert because_of(first).items() <= acted.items()
    assert {"correlationid": REQUEST, "traceparent": TRACE}.items() <= asked.items()
    assert "causationid" not in asked, "nothing but the request has caused it"


async def test_who_hears_of_it_hands_on_what_was_heard(casework: Casework) -> None:
    (first,) = await casework.said()
    await casework.acts_upon(first)
    (_, heard), notify = await casework.heard(), Casework()
    await notify.acts_upon(heard)

    assert heard.carried() == because_of(first)
    assert await notify.metas() == [because_of(heard)]


async def test_what_the_server_logs_of_a_request_that_nobody_foresaw_names_its_command_and_trace() -> None:
    command = str(request_command(SHIFAN, ACCOUNT, "POST", "/mistakes", "key-1"))
    with pytest.raises(ValueError, match="nobody foresaw it"):
        await Casework().asked("/mistakes", traceparent=TRACE)
    with as_json() as lines:
        logging.getLogger("uvicorn.error").error("Exception in ASGI application")
    (line,) = lines
    assert (line["tenant"], line["command"], line["trace"]) == ("shifan", command, TRACE.split("-")[1])
