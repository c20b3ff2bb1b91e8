"""What the departments were told, as their own systems fetch it by key: one that sees too much or too little shows."""

from collections import Counter
from collections.abc import Iterable

from deploy.demo.client import Api
from deploy.demo.officials import DEPARTMENTS
from deploy.demo.setting import World
from deploy.demo.story import clerk

Figures = dict[str, int | str]

_TOLD = {
    "minqing.casework.case-handed-over.v1": "department_hand_overs",
    "minqing.casework.case-escalated.v1": "department_escalations",
    "minqing.casework.reply-issued.v1": "department_replies",
}
_NOT_FOUND = 404
_PAGE = 500


async def departments(api: Api, world: World) -> Figures:
    """Every key asks for what any department was told; all but its own is not there for it."""
    feeds = [await _feed_of(api, code) for code, _ in DEPARTMENTS]
    types: list[str] = []
    for code, key in world.keys.items():
        api.show_key(f"key of {code}", key)
        for feed in feeds:
            types += await _types(api, f"key of {code}", feed)
    return figures_of(types)


def figures_of(types: Iterable[str]) -> Figures:
    """Figures, from the type of every event that was fetched."""
    fetched = Counter(types)
    return {figure: fetched[type_] for type_, figure in _TOLD.items()}


async def _feed_of(api: Api, code: str) -> str:
    """The events of the subscription that the department's clerk has made for the demo."""
    kept = (await api.ask(clerk(code), "GET", "/subscriptions"))["items"]
    return next(f"/subscriptions/{one['id']}/events" for one in kept if one["name"] == code)


async def _types(api: Api, who: str, feed: str) -> list[str]:
    """The types of all its events, page by page; none where the feed does not exist for who asks."""
    types: list[str] = []
    after, before = 0, -1
    while after != before:
        answer = await api.send(who, "GET", f"{feed}?after={after}&limit={_PAGE}")
        if answer.status_code == _NOT_FOUND:
            return []
        page = answer.raise_for_status().json()
        types += [event["type"] for event in page["items"]]
        after, before = int(page["next"]), after
    return types
