"""A copy of a reply and its receipt (送达回证) as they are printed.

Chinese in every language, because they are documents of the department, not messages of the system.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any  # a copy is JSON of the API

from services.gateway.pages.names import NAMES
from services.gateway.pages.rendering import moment

RECEIPT = "送达回证"
ERASED = "（已依法删除）"
_RESULT = {"served": "已送达", "refused": "拒收", "returned": "退回"}


@dataclass(frozen=True)
class Letter:
    """What stands on a sheet, from the top; a blank addressee is the party, whom nothing has named."""

    serial: str
    issuer: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    signer: str
    day: str


def letter_of(copy: Mapping[str, Any], n: int | None = None) -> Letter:
    """A copy with its reader's fields only; not issued yet, it is not the n-th of any."""
    return Letter(
        serial=f"{n:06}" if n else "",
        issuer=copy["issuer"],
        number=copy["number"],
        title=copy["title"],
        addressee=f"{addressee_of(copy)}：",
        paragraphs=tuple(_paragraphs(copy)),
        signer=f"签发人：{copy['signer_name']}",
        day=_day(copy["date"]),
    )


def addressee_of(copy: Mapping[str, Any]) -> str:
    """Whom it is for: the unit or village, the party by name once it is opened."""
    if copy["to"]:
        return copy["to"]["name"] or NAMES["reader"][copy["reader"]]
    return "、".join(copy["party"] or ()) or NAMES["reader"][copy["reader"]]


def _paragraphs(copy: Mapping[str, Any]) -> Iterator[str]:
    if about := _about(copy):
        yield about
    if copy["facts"]:
        yield f"经查：{_words(copy['facts'])}"
    outcome = NAMES["outcome"][copy["outcome"]]
    opinion = f"：{_words(copy['opinion'])}" if copy["opinion"] else "。"
    yield f"依据{copy['basis']}，答复意见为“{outcome}”{opinion}"
    yield copy["remedy"]


def _about(copy: Mapping[str, Any]) -> str:
    named = (("事项编号", "reference"), ("反映事项", "subject"), ("经办人", "handler"))
    told = "；".join(f"{head}：{copy[name]}" for head, name in named if copy[name])
    return f"{told}。" if told else ""


def _words(words: Mapping[str, Any]) -> str:
    return str(words["text"] or ERASED)


def _day(of: str) -> str:
    day = date.fromisoformat(of)
    return f"{day.year}年{day.month}月{day.day}日"


def receipt_of(copy: Mapping[str, Any], line: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The receipt's lines, head and value; what is not known yet is left empty, to be filled in by hand."""
    told: Mapping[str, Any] = copy["details"] or {}
    served = line["result"] is not None
    erased = ERASED if served and not told else ""
    return [
        ("事项编号", copy["reference"] or ""),
        ("送达文书", f"{copy['title']}（{copy['number']}）"),
        ("份数", f"第 {line['number']} 份 共 {line['copies']} 份"),
        ("受送达人", addressee_of(copy)),
        ("送达方式", NAMES["means"].get(line["means"] or "", "")),
        ("送达时间", moment(line["served_at"]) if line["served_at"] else ""),
        ("送达结果", _RESULT.get(line["result"], "")),
        ("收件人", told.get("to") or erased),
        ("收件人签名或盖章", ""),
        ("送达人", told.get("by") or erased),
        ("见证人", told.get("witness") or ""),
        ("拒收或退回的原因", told.get("reason") or ""),
    ]
