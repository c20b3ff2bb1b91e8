"""The inbox of who asks, and a campaign's messages in figures."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.notify.queries import figures, inbox
from services.notify.queries.inbox import Start, Tell
from services.notify.queries.views import Inbox, MessageFigures
from shared.cursor import Cursor, line_of
from shared.ids import CampaignId
from shared.web.asking import Db, Me, action
from shared.web.imports import AskedLanguage
from shared.web.sentences import sentence

router = APIRouter(prefix="/api/v1", tags=["inbox"])


def start_of(
    after: Cursor | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100, day: date | None = None
) -> Start:
    """Where a page begins: at the newest, or before the message that ended the page before."""
    return Start(line_of(after) if after else None, limit, day)


def tell_in(language: AskedLanguage) -> Tell:
    """Sentences in the reader's language."""

    def tell(key: str, blanks: Mapping[str, object]) -> str:
        return sentence(key, language, blanks)

    return tell


@router.get("/inbox", **action("inbox.read"))
async def list_messages(
    db: Db, me: Me, start: Annotated[Start, Depends(start_of)], tell: Annotated[Tell, Depends(tell_in)]
) -> Inbox:
    """What the asker is told as a person, as the holder of a post, as an office; the newest first.

    `day`: of that Beijing day alone.
    """
    return await inbox.inbox_of(db, me, start, tell)


@router.get("/campaigns/{campaign}/message-figures", **action("inbox.read"))
async def message_figures(campaign: CampaignId, db: Db, me: Me) -> MessageFigures:
    """A campaign's inbox messages by kind, and the deliveries that arrived by subscription and type."""
    return await figures.figures(db, me, campaign)
