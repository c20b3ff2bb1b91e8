"""What casework gets when it asks to have something opened: of the real ledger, and of the one its own tests ask."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any  # what an opening is for is JSON
from uuid import UUID

import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey

from services.casework.adapters import Ledger
from services.casework.main import SERVICE as CASEWORK
from services.casework.settings import Settings
from services.ledger.main import SERVICE as LEDGER
from services.ledger.settings import Settings as LedgerSettings
from shared.contracts.ledger import MatterRaised
from shared.errors import Refused
from shared.ids import Tenant
from shared.sealed import Sealed
from shared.testing.ground import Ground
from shared.testing.house import opened
from shared.testing.names import named
from shared.testing.serving import Serving
from shared.web.peers import peer
from shared.web.ports import Ports
from shared.web.problems import Unavailable
from shared.web.tokens import Signer
from tests.component.casework import district
from tests.component.casework.opener import Opener
from tests.component.casework.stage import Stage
from tests.component.ledger import forms
from tests.component.ledger.district import LI, introduced
from tests.component.ledger.stage import Stage as LedgerStage

pytestmark = pytest.mark.asyncio(loop_scope="module")

HERE = Tenant("shifan")
DISPUTE, ACCUSATION = forms.DISPUTE, {**forms.ACCUSATION, "words": forms.DISPUTE["words"]}


@dataclass(frozen=True)
class Asked:
    """A ledger at an address; `raised` raises a matter by its form, whose words and whose person's name are these."""

    url: str
    ports: Ports
    raised: Callable[[dict[str, Any]], Awaitable[MatterRaised]]
    recorded: Callable[[UUID], Awaitable[int]]
    words: str
    name: str


@asynccontextmanager
async def real(ground: Ground) -> AsyncIterator[Asked]:
    """The ledger, on which a cadre logs visits."""
    seal_key = ground.folder / "seal"
    ledger = opened(ground, LEDGER, LedgerSettings, seal_key_file=seal_key)
    async with ledger as house, Serving(house.app, lifespan=False) as serving:
        stage = LedgerStage(house, HERE)
        await introduced(stage)

        async def raised(form: dict[str, Any]) -> MatterRaised:
            (matter,) = (await stage.done(LI, "/visits", forms.a_visit(stage, form)))["matters"]
            await stage.quiet()
            (fact,) = [fact["data"] for fact in await stage.facts() if fact["data"].get("matter") == matter["id"]]
            return MatterRaised.model_validate(fact)

        async def recorded(matter: UUID) -> int:
            facts = [fact for fact in await stage.facts() if fact["type"].endswith(".identity-opened.v1")]
            return sum(fact["data"]["matter"] == str(matter) for fact in facts)

        yield Asked(serving.url, house.ports, raised, recorded, str(forms.DISPUTE["words"]), "李秀英")


@asynccontextmanager
async def fake(ground: Ground) -> AsyncIterator[Asked]:
    """The ledger of casework's own tests."""
    opener, numbers = Opener(), count(1)
    async with opened(ground, CASEWORK, Settings, {"ledger": opener.router}) as house:
        stage = Stage(house, HERE, opener=opener)

        async def raised(form: dict[str, Any]) -> MatterRaised:
            changed = district.ACCUSATION if form["kind"] == "accusation" else {}
            told = (await district.raised(stage, f"matter {next(numbers)}")).model_copy(update=changed)
            await stage.say(told, f"matter/{told.matter}")
            return told

        async def recorded(matter: UUID) -> int:
            return sum(opening.matter == matter for opening in opener.opened)

        speaker = house.speakers["ledger"]
        yield Asked(speaker.url, speaker.ports, raised, recorded, "补偿款拖了两年", "陈阿婆")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=[real, fake])
async def asked(request: pytest.FixtureRequest, ground: Ground) -> AsyncIterator[Asked]:
    """One ledger, then the other."""
    async with request.param(ground) as asked:
        yield asked


@pytest_asyncio.fixture(loop_scope="module")
async def ledger(asked: Asked, ground: Ground) -> AsyncIterator[Ledger]:
    """It, as casework knows it."""
    async with peer(ground.signers["casework"], asked.url) as client:
        yield Ledger(client)


def name_of(matter: MatterRaised) -> Sealed:
    (petitioner,) = matter.petitioners
    assert petitioner.name is not None
    return petitioner.name


def handling(matter: UUID, **changed: Any) -> dict[str, Any]:
    """What an identity is opened for, and by whom."""
    told = {"purpose": "电话回访", "matter": str(matter), "actor": f"account:{named('handler')}", "unit": None}
    return {**told, "at": "2010-11-30T10:00:00+08:00", **changed}


async def test_words_come_in_the_order_of_the_question_and_none_where_they_were_erased(
    asked: Asked, ledger: Ledger
) -> None:
    kept, erased = [await asked.raised(DISPUTE) for _ in range(2)]
    await asked.ports.keys.erase(HERE, erased.matter)
    assert await ledger.words(HERE, [erased.words, kept.words]) == [None, asked.words]
    assert await ledger.words(HERE, [kept.words, erased.words]) == [asked.words, None]


async def test_words_are_asked_for_in_their_own_district(asked: Asked, ledger: Ledger) -> None:
    matter = await asked.raised(DISPUTE)
    with pytest.raises(Unavailable):
        await ledger.words(Tenant("luanchuan"), [matter.words])


async def test_neither_identities_nor_the_words_of_an_accusation_are_words(asked: Asked, ledger: Ledger) -> None:
    dispute, accusation = await asked.raised(DISPUTE), await asked.raised(ACCUSATION)
    for sealed in (name_of(dispute), accusation.words):
        with pytest.raises(Unavailable):
            await ledger.words(HERE, [dispute.words, sealed])


async def test_an_identity_is_opened_however_often_it_is_asked_for_and_recorded_once(
    asked: Asked, ledger: Ledger
) -> None:
    matter = await asked.raised(DISPUTE)
    for at in ("2010-11-30T10:00:00+08:00", "2010-11-30T10:05:00+08:00"):
        values = await ledger.identity(HERE, [name_of(matter)], handling(matter.matter, at=at), matter.matter)
        assert values == [asked.name]
    assert await asked.recorded(matter.matter) == 1


async def test_the_words_of_an_accusation_are_opened_as_an_identity_is(asked: Asked, ledger: Ledger) -> None:
    matter = await asked.raised(ACCUSATION)
    assert await ledger.identity(HERE, [matter.words], handling(matter.matter), matter.matter) == [asked.words]
    assert await asked.recorded(matter.matter) == 1


async def test_another_purpose_under_a_used_command_is_refused(asked: Asked, ledger: Ledger) -> None:
    matter = await asked.raised(DISPUTE)
    await ledger.identity(HERE, [name_of(matter)], handling(matter.matter), matter.matter)
    with pytest.raises(Refused, match="key-used-for-another-body"):
        await ledger.identity(HERE, [name_of(matter)], handling(matter.matter, purpose="别的用途"), matter.matter)
    assert await asked.recorded(matter.matter) == 1


async def test_nothing_is_opened_for_another_matter_and_nothing_recorded(asked: Asked, ledger: Ledger) -> None:
    matter, nobodys = await asked.raised(DISPUTE), named("nobody's")
    with pytest.raises(Unavailable):
        await ledger.identity(HERE, [name_of(matter)], handling(nobodys), matter.matter)
    with pytest.raises(Unavailable):
        await ledger.identity(HERE, [matter.words], handling(matter.matter), matter.matter)
    assert (await asked.recorded(nobodys), await asked.recorded(matter.matter)) == (0, 0)


async def test_a_question_that_the_ledger_cannot_read_is_not_answered(asked: Asked, ledger: Ledger) -> None:
    matter = await asked.raised(DISPUTE)
    with pytest.raises(Unavailable):
        await ledger.identity(HERE, [], handling(matter.matter), matter.matter)


async def test_whom_the_ledger_does_not_know_it_does_not_answer(asked: Asked) -> None:
    matter = await asked.raised(DISPUTE)
    async with peer(Signer("casework", OKPKey.generate_key("Ed25519")), asked.url) as client:
        with pytest.raises(Unavailable):
            await Ledger(client).words(HERE, [matter.words])


async def test_a_ledger_that_is_away_is_unavailable_for_now(ground: Ground) -> None:
    async with peer(ground.signers["casework"], "http://127.0.0.1:1") as client:
        with pytest.raises(Unavailable):
            await Ledger(client).words(HERE, [])
