"""The written reply's own words: title, basis, remedy (R119, R120), by the law in force.

Chinese, because the letter is: it is a document of the department, not a message of the system.
"""

from datetime import datetime
from typing import Protocol

from services.casework.commands.case import Names
from services.casework.decider.clocks import Pack, in_force, rule
from services.casework.decider.clocks.regulations_2005 import REGULATIONS_2005
from services.casework.events.bearings import Bearings
from services.casework.events.proof import LimitName
from services.casework.events.reply import Copy, Letter, Reader, Series, Withheld
from shared.calendar import day_of
from shared.ids import PersonId, PlaceId, UnitId
from shared.words import FIELD_NAMES, KIND_NAMES, MatterKind

_NUMERALS = "〇一二三四五六七八九"


def law_of(received: datetime) -> Pack:
    """A matter keeps the law that was in force when it was received (design 7)."""
    found = in_force(day_of(received))
    return found[-1] if found else REGULATIONS_2005


def _cited(law: Pack, name: LimitName, kind: MatterKind) -> str:
    """The article that says a limit, as letters write it; of a matter to which none applies, the law alone."""
    found = rule(name, (law,), kind)
    return f"{law.cited}第{numeral(int(found.term.article.number))}条" if found else law.cited


def numeral(number: int) -> str:
    """A number below a hundred as articles are numbered: 五, 十五, 二十, 三十四."""
    tens, ones = divmod(number, 10)
    return (_NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "") + (_NUMERALS[ones] if ones else "")


class About(Protocol):
    """What a letter's title says of its matter."""

    @property
    def kind(self) -> MatterKind:
        """What it is."""
        ...

    @property
    def field(self) -> str | None:
        """Of which field it is, if it is of one."""
        ...


def letter(about: About, received: datetime, names: Names, signed: tuple[PersonId, str]) -> Letter:
    """The reply without facts, opinion and number; no petitioner is named in it. `signed`: signer and post."""
    law = law_of(received)
    window = law.term("review-window")
    topic = names.field or FIELD_NAMES.get(about.field or "") or KIND_NAMES[about.kind]
    signer, post = signed
    return Letter(
        prefix=names.prefix,
        title=f"关于{names.place}{topic}事项的答复",
        issuer=names.department,
        basis=_cited(law, "conclude", about.kind),
        remedy=f"如对本答复不服，可自收到本答复之日起{window.length}日内，"
        f"依照{_cited(law, window.name, about.kind)}向{names.review_organ}请求复查。",
        signer=signer,
        signer_name=names.signer,
        signer_post="head" if post == "head" else "leader-in-charge",
    )


def copies(about: Bearings, names: Names) -> tuple[Copy, ...]:
    """One for each reader of R120; of an accusation none goes to the village, nor to a side that it concerns."""
    readers: tuple[tuple[Reader, UnitId | None, PlaceId | None], ...] = (
        ("office", about.office, None),
        ("contact-unit", about.contact_unit, None),
        ("village", None, about.place),
        ("party", None, None),
    )
    return tuple(
        Copy(number=n, reader=reader, unit=unit, place=place, withheld=_withheld(about, names, reader, unit))
        for n, (reader, unit, place) in enumerate(readers, 1)
    )


def _withheld(about: Bearings, names: Names, reader: Reader, unit: UnitId | None) -> Withheld | None:
    """Nothing says which committee is a village's, so whether it is concerned cannot be known: it gets none."""
    if about.kind != "accusation":
        return None
    if reader == "village":
        return "accusation"
    if unit is None:
        return None
    side = names.sides.get(unit, frozenset({unit}))
    return None if side.isdisjoint(one.id for one in about.concerns) else "concerned"


def series_of(about: Bearings) -> Series:
    """Accusations are numbered apart."""
    return "accusation-reply" if about.kind == "accusation" else "reply"


def document_number(written: Letter, series: Series, year: int, serial: int) -> str:
    """发文字号 as 示国土复〔2010〕3号; a letter on an accusation bears 举 after its prefix."""
    mark = "举" if series == "accusation-reply" else ""
    return f"{written.prefix}{mark}〔{year}〕{serial}号"
