"""How a list is asked for: page by page, each naming the one after it."""

from typing import Annotated

from fastapi import Depends, Query

from services.scheduling.queries.pages import Start

LARGEST_PAGE = 1000
_CURSOR = r"^[^\x00]{0,120}$"
_DATED = r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00\|[0-9a-f-]{36})?$"
_NUMBERED = r"^(\d{1,6}\|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"

Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


def _by_code(cursor: Annotated[str, Query(pattern=_CURSOR)] = "", limit: Limit = 100) -> Start:
    return Start(cursor, limit)


def _by_date(cursor: Annotated[str, Query(pattern=_DATED)] = "", limit: Limit = 100) -> Start:
    return Start(cursor, limit)


def _by_batch(cursor: Annotated[str, Query(pattern=_NUMBERED)] = "", limit: Limit = 100) -> Start:
    return Start(cursor, limit)


ByCode = Annotated[Start, Depends(_by_code)]
ByDate = Annotated[Start, Depends(_by_date)]
ByBatch = Annotated[Start, Depends(_by_batch)]
