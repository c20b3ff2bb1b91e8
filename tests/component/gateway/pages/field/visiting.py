"""What tests of the visit's form type there."""

from typing import Any  # what was sent is JSON

from tests.component.gateway.pages.field.village import STAY, ledger_of, of
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.stage import Stage

FORM = f"/stays/{STAY}/visits"
WORDS = "国土分局赵明收了两千元"


def sent(village: Stage) -> Any:
    ((path, body),) = ledger_of(village).sent.values()
    assert path == "/visits"
    return body


async def met(cadre: Reader, number: str = "8") -> Reader:
    """The form with one household."""
    await cadre.open(FORM)
    await cadre.press("caller/0", mode="household", diary="老人想修水渠")
    return await cadre.press(group=of("group 3"), number=number)


async def accuse(cadre: Reader) -> None:
    await cadre.press("matter/0")
    await cadre.press(kind="accusation")
    await cadre.press("people", unit=of("gt"), words=WORDS)
    await cadre.press(person=of("zhao"))
