"""Who of the insiders may be shown what on a page (roles.md), written down by hand: all else is kept from them."""

from collections.abc import Iterator, Mapping

from tests.e2e import cast_of_insiders as cast
from tests.e2e.insiders import Insiders

OF_PEOPLE = ("东户主老崔", "西户主老丁", "13700001111", "13700002222", "河东村一组一号", "河西村一组一号")
"""Households: on no page that is only looked at; a POST with a purpose opens them."""
OF_ACCUSATIONS = tuple(words for _, _, words in cast.AGAINST.values())
"""The same holds for what an accusation says."""
MATTERS: Mapping[str, str] = {
    "mz-1": "land work person unit village auditor petition",
    **dict.fromkeys(("mz-2", "mz-3", "mz-4", "mz-5"), "land work"),
    **dict.fromkeys(("ny-1", "ny-2", "ny-4"), "farm"),
    "qhd-1": "land work farm",
    "xf-1": "person unit house village auditor",
    "rs-9": "person house village auditor",
    **dict.fromkeys(("gt-2", "gt-3", "gt-4"), "land"),
    **dict.fromkeys(("rs-2", "rs-3"), "work farm"),
    "rs-4": "work",
    **dict.fromkeys(("jw-2", "jw-3"), "person house village"),
    "jw-4": "person village",
    "cw1-1": "work",
    **dict.fromkeys(("qhd-2", "qhd-3", "cw2-1", "sj-1", "admin", "operator"), ""),
}
"""Each reader of pages, one or more for each role, with the matters that are there for them."""
_HEARD, _FIELD = "mz-1 mz-4", "mz-1 mz-2 mz-4 ny-1 ny-2 ny-4"
_OFFICE, _DISCIPLINE = "xf-1 rs-9", "jw-2 jw-3 jw-4"
_ANSWERED = "mz-2 mz-3 mz-4 mz-5 rs-2 rs-3 rs-4"
WORDS: Mapping[str, str] = {
    cast.LAND: f"{_HEARD} gt-2 gt-3 gt-4",
    cast.WORK: f"{_HEARD} rs-2 rs-3 rs-4",
    cast.FARM: "ny-1 ny-4 rs-2 rs-3",
    cast.DIARY: _FIELD,
    "缺煤": _FIELD,
    "征地补偿": "mz-1 mz-2 mz-3 mz-4 mz-5 qhd-1 gt-2 gt-3 gt-4",
    "招工名额": "mz-1 mz-2 mz-3 mz-4 mz-5 qhd-1 rs-2 rs-3 rs-4",
    "冬修用工": "ny-1 ny-2 ny-4 qhd-1 rs-2 rs-3",
    "名额已公示": _ANSWERED,
    "予以说明": f"{_ANSWERED} cw1-1",
    "land-1": "mz-4 gt-2 gt-3 gt-4",
    "work-1": "mz-4 rs-2 rs-3 rs-4",
    "JW-person": f"{_OFFICE} {_DISCIPLINE}",
    "JW-village": f"{_OFFICE} {_DISCIPLINE}",
    cast.FOUND["facts"]: f"{_OFFICE} {_DISCIPLINE}",
    cast.FOUND["opinion"]: f"{_OFFICE} {_DISCIPLINE}",
    cast.HANDED_ON: f"{_OFFICE} {_DISCIPLINE}",
    cast.RETURNED: "xf-1",
    cast.OPENED_FOR: "",
    cast.STRUCK_FOR: f"{_OFFICE} {_DISCIPLINE}",
}
"""What was written, with who may read it: words, subjects, findings, reasons, purposes, numbers of other systems."""
_NUMBERED_ANEW = ("land-1",)  # by the department itself, where commands upon the own are tried


def kept_from(who: str, told: Insiders, untold: Insiders) -> Iterator[tuple[str, str]]:
    """What may stand nowhere in what somebody of the told district is sent, each with what it is."""
    yield from ((one, "somebody's") for one in OF_PEOPLE)
    yield from ((one, "an accusation's words") for one in OF_ACCUSATIONS)
    yield from ((words, "words") for words, readers in WORDS.items() if who not in readers.split())
    for name in sorted(told.references.keys() - set(MATTERS[who].split())):
        yield told.references[name], f"the number of {name}"
        yield told.things[f"matter {name}"], f"the id of {name}"
    yield from ((id, f"another district's {name}") for name, id in untold.things.items())


def shown_to(who: str, told: Insiders) -> list[str]:
    """What somebody does find there: without it, the rest would prove nothing."""
    words = [words for words, readers in WORDS.items() if who in readers.split() and words not in _NUMBERED_ANEW]
    return [*words, *(told.references[name] for name in MATTERS[who].split())]
