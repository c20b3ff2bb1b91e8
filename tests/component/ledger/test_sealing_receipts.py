"""A filing's receipt bears a seal of the ledger's log: made once, shown to the two offices, checked with an export."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any  # answers are JSON

import asyncpg
import pytest
import pytest_asyncio
from joserfc.jwk import OKPKey

from deploy.minqing.verifier import Broken, Seal, read_seal
from services.ledger.main import described
from services.ledger.settings import Settings
from shared.eventstore.export import export_log
from shared.eventstore.seal import name_of
from shared.ids import Tenant
from shared.settings import signing_key_of
from shared.testing.ground import Ground
from shared.testing.house import House, housed
from shared.testing.speaker import Speaker, speakers
from tests.component.ledger import district as d
from tests.component.ledger.stage import Stage
from tests.exports import cut, verified

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Ledgers:
    """One database, over which the ledger is opened again and again, each time with the key that it is given."""

    ground: Ground
    settings: Settings
    heard: Mapping[str, Speaker]

    def opened(self, key: Path) -> AbstractAsyncContextManager[House]:
        """The ledger at work."""
        told = self.settings.model_copy(update={"seal_key_file": key})
        return housed(self.ground, described(), told, self.heard)

    async def forget_what_was_sealed(self) -> None:
        """As after a crash between the policy's command and its place; nobody is at work."""
        connection = await asyncpg.connect(self.settings.database_url)
        forgotten = await connection.execute("DELETE FROM run.checkpoints WHERE follower = 'seal'")
        await connection.close()
        assert forgotten == "DELETE 1"


@pytest_asyncio.fixture(loop_scope="module")
async def ledgers(ground: Ground) -> AsyncIterator[Ledgers]:
    """A database of its own, and speakers for those whom the ledger hears."""
    async with speakers(ground, described().hears) as heard:
        peers = {name: speaker.url for name, speaker in heard.items()}
        settings = await ground.told(Settings, "ledger", peers=peers, seal_key_file=ground.folder / "seal")
        yield Ledgers(ground, settings, heard)


async def receipted(stage: Stage, village: str, head: Any) -> str:
    """The path of a village's filing of 2010-12, on file."""
    asked = {"campaign": str(d.CAMPAIGN), "period": "2010-12", "place": str(stage.place(village))}
    (filing,) = (await stage.read(d.OFFICE, "/filings", **asked))["items"]
    path = f"/filings/{filing['id']}"
    for who, step in ((head, "draft"), (d.OFFICE, "submission"), (d.DISTRICT, "receipt")):
        await stage.done(who, f"{path}/{step}")
    await stage.quiet()
    return path


async def exported(stage: Stage) -> list[str]:
    return [line async for line in export_log(stage.ports.database, stage.tenant)]


async def seal_on(stage: Stage, path: str, key: Path) -> Seal:
    """The seal on a receipt, found good, and by this key."""
    said = (await stage.read(d.DISTRICT, path))["receipt"]["seal"]
    seal = read_seal(said["text"].encode(), signing_key_of(key).public_key().public_bytes_raw())
    assert (said["position"], said["hash"], said["key"]) == (seal.position, seal.hash, name_of(signing_key_of(key)))
    return seal


async def test_the_paper_is_held_against_an_export(stage: Stage) -> None:
    path = await receipted(stage, "C01", d.HEAD)
    seal = await seal_on(stage, path, stage.house.ground.folder / "seal")
    rows = {row.position: row for row in await stage.rows()}
    assert (rows[seal.position].type, rows[seal.position].stream) == (
        "receipt-numbered.v1",
        path[1:].replace("filings", "filing"),
    )

    lines = await exported(stage)
    assert verified(lines, seal).position > seal.position
    assert verified(cut(lines, seal.position), seal).position == seal.position
    with pytest.raises(Broken, match=f"sealed at position {seal.position} and this export ends at {seal.position - 1}"):
        verified(cut(lines, seal.position - 1), seal)


async def test_it_is_shown_to_the_two_offices_that_exchange_the_receipt_and_to_nobody_else(stage: Stage) -> None:
    path = await receipted(stage, "C01", d.HEAD)
    shown = [(await stage.read(who, path))["receipt"] for who in (d.OFFICE, d.DISTRICT)]
    assert shown[0] == shown[1]
    assert (shown[0]["number"], shown[0]["version"]) == ("示备〔2010〕1号", 1)
    assert (shown[0]["by"]["name"], shown[0]["to"]["name"]) == ("区活动办公室", "活动办公室")
    for other in (d.LI, d.HEAD, d.DIRECTOR):
        filing = await stage.get(other, path)
        assert filing.json()["receipt"] is None, other.name
        assert "minqing-seal" not in filing.text, other.name


async def test_before_there_is_a_receipt_there_is_none_to_show(stage: Stage) -> None:
    (filing, *_) = (await stage.read(d.DISTRICT, "/filings"))["items"]
    assert (await stage.read(d.DISTRICT, f"/filings/{filing['id']}"))["receipt"] is None


async def test_none_of_it_is_told_to_other_services(stage: Stage) -> None:
    await receipted(stage, "C01", d.HEAD)
    assert "minqing-seal" not in str(await stage.facts())


async def test_a_receipt_that_is_heard_of_again_keeps_its_seal(ledgers: Ledgers, district: Tenant) -> None:
    key = ledgers.settings.seal_key_file
    async with ledgers.opened(key) as house:
        stage = Stage(house, district)
        await d.introduced(stage)
        path = await receipted(stage, "C01", d.HEAD)
        before = (await stage.read(d.DISTRICT, path))["receipt"]
    await ledgers.forget_what_was_sealed()
    async with ledgers.opened(key) as house:
        stage = replace(stage, house=house)
        await stage.quiet()
        assert (await stage.read(d.DISTRICT, path))["receipt"] == before
        assert [row.type for row in await stage.rows()].count("receipt-sealed.v1") == 1


async def test_after_the_key_was_changed_each_receipt_verifies_with_the_key_that_it_names(
    ledgers: Ledgers, district: Tenant, tmp_path: Path
) -> None:
    old, new = ledgers.settings.seal_key_file, tmp_path / "another"
    new.write_bytes(OKPKey.generate_key("Ed25519").as_pem(private=True))
    async with ledgers.opened(old) as house:
        stage = Stage(house, district)
        await d.introduced(stage)
        first = await receipted(stage, "C01", d.HEAD)
    async with ledgers.opened(new) as house:
        stage = replace(stage, house=house)
        second = await receipted(stage, "C02", d.OTHER_HEAD)
        lines = await exported(stage)
        for path, key in ((first, old), (second, new)):
            assert verified(lines, await seal_on(stage, path, key)).ended
        with pytest.raises(Broken, match="made by another key"):
            await seal_on(stage, first, new)
