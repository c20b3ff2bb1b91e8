"""The status words of every thing: label, tone, and the sentence that explains it (one catalogue for all pages).

A thing's states are named as its service names them. A label's context in the catalogues is the thing.
"""

from typing import Literal, NamedTuple

from services.gateway.pages.language import N_

Tone = Literal["late", "waiting", "running", "done", "quiet", "sealed"]
SIGNS: dict[Tone, str] = {"late": "▲", "waiting": "●", "running": "▶", "done": "✓", "quiet": "–", "sealed": "■"}


class Word(NamedTuple):
    """What a state is called, how it is toned, what it means."""

    label: str
    tone: Tone
    sentence: str

    @property
    def sign(self) -> str:
        """The tone, for who does not see colours."""
        return SIGNS[self.tone]


WORDS: dict[str, dict[str, Word]] = {
    "matter": {
        "opened": Word("待梳理", "waiting", N_("已听到，等活动办公室梳理。")),
        "settled": Word("现场办结", "done", N_("当场解决并已答复。")),
        "handed-over": Word("待受理", "waiting", N_("已交办，等部门受理。")),
        "returned": Word("已退回", "quiet", N_("部门说明理由退回，等重新交办。")),
        "accepted": Word("办理中", "running", N_("经办人正在办理。")),
        "result-recorded": Word("待签发", "waiting", N_("结果已记录，等领导签发。")),
        "signed": Word("已答复", "running", N_("已签发，正在送达。")),
        "issued": Word("已答复", "running", N_("已签发，正在送达。")),
        "to-be-struck": Word("待销号", "waiting", N_("送达都有结果，等销号。")),
        "struck": Word("已销号", "done", N_("已核销，复查权利不受影响。")),
    },
    "limit": {
        "left": Word("还剩 %(days)s 天", "quiet", N_("期限未到。")),
        "today": Word("今天到期", "waiting", N_("今天24时截止。")),
        "late": Word("超期 %(days)s 天", "late", N_("期限已过，仍无结果。")),
        "extended": Word("已延期", "quiet", N_("依法延长。")),
        "suspended": Word("暂停", "quiet", N_("依规定停止计时。")),
        "provisional": Word("暂定", "waiting", N_("放假安排未公布。")),
    },
    "copy": {
        "waiting": Word("待送达", "waiting", N_("还没有送达结果。")),
        "served": Word("已送达", "done", N_("有回证。")),
        "refused": Word("拒收", "quiet", N_("有见证人。")),
        "returned": Word("退回", "quiet", N_("未能送到。")),
        "withheld": Word("依法不送", "sealed", N_("收件单位为被反映方。")),
    },
    "filing": {
        "opened": Word("起草中", "running", N_("尚未报送。")),
        "drafted": Word("起草中", "running", N_("尚未报送。")),
        "submitted": Word("已报送", "waiting", N_("等区办回执。")),
        "receipted": Word("已备案", "done", N_("内容已固定。")),
        "returned": Word("退回补正", "waiting", N_("改正后再报。")),
        "overdue": Word("逾期", "late", N_("月底前未报。")),
    },
    "stay": {
        "planned": Word("未开始", "quiet", N_("尚未进村。")),
        "started": Word("住村中", "running", N_("正在住村。")),
        "interrupted": Word("中断", "waiting", N_("暂时离开，可续住。")),
        "shortfall-foreseen": Word("预计不足", "waiting", N_("按现状住不满10夜。")),
        "ended": Word("已结束", "done", N_("已住满10夜。")),
        "short": Word("不足10夜", "quiet", N_("已结束，未住满。")),
    },
    "delivery": {
        "waiting": Word("排队", "quiet", N_("等待发送。")),
        "failing": Word("重试中", "waiting", N_("对方未应答，继续发送。")),
        "acknowledged": Word("已接收", "done", N_("对方已确认。")),
        "paused": Word("已暂停", "quiet", N_("由订阅单位暂停。")),
    },
    "follower": {
        "running": Word("正常", "done", N_("跟得上，没有停放。")),
        "behind": Word("滞后", "waiting", N_("还没有跟上，正在追。")),
        "stopped": Word("停止", "late", N_("不再前进，等运维处理。")),
        "parked": Word("停放", "waiting", N_("有事件处理不了，先放在一边，其余继续。")),
        "away": Word("没有应答", "late", N_("服务没有应答。")),
    },
}
