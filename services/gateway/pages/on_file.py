"""The receipt of a filing as it is printed (备案回执), and its seal as the eye compares it.

Chinese in every language, because it is a document of the district office, not a message of the system.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any  # a filing is JSON of the API

from services.gateway.pages.rendering import moment

RECEIPT = "备案回执"
HOW = "核验：取得本区台账服务日志的导出文件后，以校验程序核对本封签。公钥须从别处得知，不以本回执为凭。"
_GROUP, _FIRST, _LAST = 4, 16, 8


def in_short(digits: str) -> str:
    """The first and the last digits of a hash, in groups: `0f63 0047 e29a 844e … 8bdd be58`."""
    return f"{_grouped(digits[:_FIRST])} … {_grouped(digits[-_LAST:])}"


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


def receipt_of(filing: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The sheet's lines, head and value; none before the receipt has its number and its seal."""
    receipt = filing["receipt"]
    return list(_lines(filing, receipt)) if receipt["number"] and receipt["seal"] else []


def _lines(filing: Mapping[str, Any], receipt: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    seal, month = receipt["seal"], date.fromisoformat(f"{filing['period']}-01")
    filed = next(one for one in filing["versions"] if one["version"] == receipt["version"])
    yield "备案编号", receipt["number"]
    yield "报送单位", receipt["to"]["name"] or ""
    yield "备案材料", f"{filing['place_name'] or ''} {month.year}年{month.month}月 四本账 第{receipt['version']}版"
    yield "材料摘要", in_short(filed["digest"])
    yield "报送时间", moment(filed["filed_at"])
    yield "备案时间", moment(receipt["at"])
    yield "封签位置", str(seal["position"])
    yield "封签哈希", in_short(seal["hash"])
    yield "封签时间", moment(seal["time"])
    yield "封签公钥", seal["key"]
