"""The status words of every thing: label, sign, and the sentence that explains it (one catalogue for all pages).

A thing's states are named as its service names them. A label's context in the catalogues is the thing.
"""

import re
from typing import NamedTuple

TONES = {"▲": "late", "●": "waiting", "▶": "running", "✓": "done", "–": "quiet", "■": "sealed"}
_SAID = re.compile(f"(.+) ([{''.join(TONES)}]) (.+)")


class Word(NamedTuple):
    """What a state is called, the sign of its tone for who does not see colours, what it means."""

    label: str
    sign: str
    sentence: str

    @property
    def tone(self) -> str:
        """The class of its colours."""
        return TONES[self.sign]


_TOLD = {
    "matter": {
        "opened": "待梳理 ● 已听到，等活动办公室梳理。",
        "settled": "现场办结 ✓ 当场解决并已答复。",
        "handed-over": "待受理 ● 已交办，等部门受理。",
        "returned": "已退回 – 部门说明理由退回，等重新交办。",
        "accepted": "办理中 ▶ 经办人正在办理。",
        "result-recorded": "待签发 ● 结果已记录，等领导签发。",
        "signed": "已答复 ▶ 已签发，正在送达。",
        "issued": "已答复 ▶ 已签发，正在送达。",
        "to-be-struck": "待销号 ● 送达都有结果，等销号。",
        "struck": "已销号 ✓ 已核销，复查权利不受影响。",
    },
    "limit": {
        "left": "还剩 %(days)s 天 – 期限未到。",
        "today": "今天到期 ● 今天24时截止。",
        "late": "超期 %(days)s 天 ▲ 期限已过，仍无结果。",
        "extended": "已延期 – 依法延长。",
        "suspended": "暂停 – 依规定停止计时。",
        "provisional": "暂定 ● 放假安排未公布，或各日历说法不一。",
    },
    "copy": {
        "waiting": "待送达 ● 还没有送达结果。",
        "served": "已送达 ✓ 有回证。",
        "refused": "拒收 – 有见证人。",
        "returned": "退回 – 未能送到。",
        "concerned": "依法不送 ■ 收件单位为被反映方。",
        "accusation": "依法不送 ■ 检举控告的答复不送村（居）。",
    },
    "roster": {
        "none": "未发布 – 还没有发布，没有人按它走。",
        "drafted": "草稿 ● 草稿发布之后才生效。",
        "published": "已发布 ✓ 干部按它进村。",
    },
    "filing": {
        "opened": "起草中 ▶ 尚未报送。",
        "drafted": "起草中 ▶ 尚未报送。",
        "submitted": "已报送 ● 等区办回执。",
        "receipted": "已备案 ✓ 内容已固定。",
        "returned": "退回补正 ● 改正后再报。",
        "overdue": "逾期 ▲ 月底前未报。",
    },
    "stay": {
        "planned": "未开始 – 尚未进村。",
        "started": "住村中 ▶ 正在住村。",
        "interrupted": "中断 ● 暂时离开，可续住。",
        "shortfall-foreseen": "预计不足 ● 按现状住不满10夜。",
        "ended": "已结束 ✓ 已住满10夜。",
        "short": "不足10夜 – 已结束，未住满。",
    },
    "delivery": {
        "waiting": "排队 – 等待发送。",
        "failing": "重试中 ● 对方未应答，继续发送。",
        "acknowledged": "已接收 ✓ 对方已确认。",
        "paused": "已暂停 – 由订阅单位暂停。",
    },
    "follower": {
        "running": "正常 ✓ 跟得上，没有停放。",
        "behind": "滞后 ● 还没有跟上，正在追。",
        "stopped": "停止 ▲ 不再前进，等运维处理。",
        "parked": "停放 ● 有事件处理不了，先放在一边，其余继续。",
        "away": "没有应答 ▲ 服务没有应答。",
    },
}

WORDS = {
    thing: {state: Word(*parts) for state, said in states.items() for parts in _SAID.findall(said)}
    for thing, states in _TOLD.items()
}
