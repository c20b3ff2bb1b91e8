"""What kinds, fields, steps and the like are called, by the words that services use for them (one catalogue).

A name's context in the catalogues is the thing. A district's own field has no name here: it is shown as it is written.
"""

NAMES: dict[str, dict[str, str]] = {
    "kind": {
        "livelihood": "民生诉求",
        "dispute": "矛盾纠纷",
        "suggestion": "意见建议",
        "enquiry": "咨询",
        "accusation": "检举控告",
    },
    "field": {
        "land-requisition": "土地征用",
        "house-demolition": "房屋拆迁",
        "enterprise-restructuring": "企业改制",
        "employment": "劳动就业",
        "social-security": "社会保障",
        "litigation": "涉法涉诉",
        "work-safety": "安全生产",
    },
    "mode": {
        "reception": "挂牌接访",
        "appointment": "重点约访",
        "evening": "入户夜访",
        "household": "逐户走访",
    },
    "outcome": {
        "supported": "支持",
        "partly-supported": "部分支持",
        "not-supported": "不予支持",
        "explained": "解释说明",
    },
    "reader": {
        "office": "活动办公室",
        "contact-unit": "挂点单位",
        "village": "村（居）",
        "party": "当事人",
    },
    "means": {
        "by-hand": "直接送达",
        "left": "留置送达",
        "entrusted": "委托送达",
        "post": "邮寄送达",
        "notice": "公告送达",
    },
    "import": {
        "units": "单位",
        "people": "人员",
        "places": "地点",
        "households": "户",
        "competences": "归口部门",
        "accounts": "账号",
    },
    "book": {
        "sentiment": "民情账",
        "assistance": "帮扶账",
        "organisation": "组织账",
        "stability": "稳定账",
    },
    "step": {
        "case-settled": "现场办结",
        "case-opened": "登记事项",
        "case-handed-over": "交办",
        "case-returned": "退回",
        "case-accepted": "受理",
        "external-ref-noted": "登记对方编号",
        "limit-reminded": "临期提醒",
        "case-escalated": "逐级上报",
        "result-recorded": "记录结果",
        "result-sent-back": "退回修改",
        "case-signed": "签发",
        "reply-issued": "发出书面回复",
        "copy-served": "登记送达",
        "case-struck": "销号",
    },
    "remedy": {
        "stopped": "日志与上次读到的不同。请恢复到这个位置或更晚的备份；做不到时，按现有内容继续，见下面的命令。",
        "parked": "先消除原因，再让这个键继续；它后面的事件都在等。下面的命令显示这个事件和可用的办法。",
        "timer": "规则不允许这个定时动作。请核对这条事件流，再让它重新触发。",
    },
    "service": {
        "scheduling": "住村",
        "ledger": "台账",
        "casework": "办件",
        "notify": "通知",
    },
}
