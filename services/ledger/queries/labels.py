"""The words that the books write for the words of the events."""

from collections.abc import Mapping

from shared.words import FIELD_NAMES, KIND_NAMES

BOOKS: Mapping[str, str] = {
    "sentiment": "民情账",
    "assistance": "帮扶账",
    "organisation": "组织账",
    "stability": "稳定账",
}
COLUMNS = ("序号", "日期", "对象", "内容", "办理人", "结果", "来源")
EMPTY = "本月无"

_LABELS: Mapping[str, str] = {
    **KIND_NAMES,
    **FIELD_NAMES,
    # good deeds: R53, R56
    "water-works": "冬修水利",
    "clean-community": "清洁社区",
    "information": "送信息上门",
    "technology": "送技术上门",
    # levels of hazards: R38
    "low": "一般",
    "medium": "较大",
    "high": "重大",
    # outcomes
    "none-found": "未发现突出问题和不稳定因素",
    "found": "已登记",
    "settled-on-the-spot": "当场办结",
    "supported": "支持",
    "partly-supported": "部分支持",
    "not-supported": "不予支持",
    "explained": "解释说明",
}
_MEASURES: Mapping[str, str] = {"employment": "就业援助", "start-up": "创业资助", "relief": "特困救助"}
_ABOUT: Mapping[str, str] = {
    "deed": "群众",
    "note": "党组织和党员",
    "forum": "本地党员",
    "evaluation": "党组织、党员和群众代表",
}


def label(word: str | None, kind: str = "") -> str:
    """A word as the books write it; a word that a district has added is written as it is."""
    if not word:
        return ""
    return (_MEASURES if kind == "measure" else {}).get(word) or _LABELS.get(word, word)


def object_of(kind: str) -> str | None:
    """Whom a line is about when it is about no household and not about the place as such."""
    return _ABOUT.get(kind)
