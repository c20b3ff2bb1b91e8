"""How a list is asked for: page by page, each naming the line after which the next one starts."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from services.scheduling.queries.pages import Start

LARGEST_PAGE = 1000
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]
Code = Annotated[str, Query(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


def _by_code(after: Code | None = None, limit: Limit = 100) -> Start[str]:
    return Start(after, limit)


def _by_id(after: UUID | None = None, limit: Limit = 100) -> Start[UUID]:
    return Start(after, limit)


ByCode = Annotated[Start[str], Depends(_by_code)]
ById = Annotated[Start[UUID], Depends(_by_id)]
