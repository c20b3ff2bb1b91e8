"""期限说明: why is a limit this day? For whoever sees the limit."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.rendering import name
from services.gateway.pages.route import pages

router = pages()

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
ARTICLE = N_("%(law)s第%(article)s条")


@dataclass(frozen=True)
class Month:
    """The days of one month; `counted`: the first and the last number that was counted in it. `last`: the limit's."""

    name: str
    days: Sequence[Mapping[str, Any]]
    counted: Sequence[int]
    last: bool


@router.get("/matters/{case}/limits/{limit}")
async def show(case: UUID, limit: str, page: Page) -> Response:
    """Each day of the limit, month by month, and what else limits the matter."""
    matter, found, every = await asyncio.gather(
        page.get(f"/matters/{case}"), page.get(f"/matters/{case}/limits/{limit}"), page.get(f"/matters/{case}/limits")
    )
    proof = found["proof"]
    return page.show(
        "limit.html",
        case=matter,
        limit=found,
        proof=proof,
        nature=name(page.language, "nature", proof["days"][-1]["nature"]),
        months=list(_months(proof)),
        years=sorted({one["day"][:4] for one in proof["doubts"] if one["why"] == "unannounced"}),
        disputed=[one["day"] for one in proof["doubts"] if one["why"] == "disputed"],
        weekday=lambda day: page.say(WEEKDAYS[date.fromisoformat(day).weekday()]),
        article=lambda of: _article(page, of["law"], of["article"]),
        others=[one for one in every["items"] if one["name"] != found["name"]],
    )


def _months(proof: Mapping[str, Any]) -> Iterator[Month]:
    for month, of_month in groupby(proof["days"], key=lambda one: str(one["day"])[:7]):
        days = list(of_month)
        numbers = [one["number"] for one in days if one["counted"]]
        yield Month(month, days, numbers, month == proof["until"][:7])


def _article(page: OwnVisit, law: str, article: str) -> str:
    """An article as letters name it; a plan has none."""
    return page.say(ARTICLE, law=f"《{law}》", article=article) if article else law
