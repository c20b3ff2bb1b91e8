"""信访工作条例 of 2022: it does not say how days are counted, and names no ground on which a limit stands still."""

from datetime import date

from services.casework.decider.clocks.civil_law import BY_CIVIL_LAW
from services.casework.decider.clocks.packs import NATIONAL, Article, Extension, Pack, Term

REGULATIONS_2022 = Pack(
    jurisdiction=NATIONAL,
    version="2022",
    title="信访工作条例",
    cited="《信访工作条例》",
    since=date(2022, 5, 1),
    until=None,
    counting=BY_CIVIL_LAW,
    terms=(
        Term(
            name="forward",
            bearer="office",
            length=15,
            unit="days",
            article=Article(number="22", quote="应当予以登记，并区分情况，在15日内分别按照下列方式处理"),
        ),
        Term(
            name="tell",
            bearer="office",
            length=15,
            unit="days",
            article=Article(number="23", quote="应当自收到信访事项之日起15日内书面告知信访人"),
        ),
        Term(
            name="accept",
            bearer="office",
            length=15,
            unit="days",
            article=Article(number="23", quote="应当自收到之日起15日内书面告知信访人接收情况以及处理途径和程序"),
        ),
        Term(
            name="object",
            bearer="office",
            length=5,
            unit="workdays",
            article=Article(number="23", quote="应当自收到之日起5个工作日内提出异议，并详细说明理由"),
        ),
        Term(
            name="conclude",
            bearer="office",
            length=60,
            unit="days",
            article=Article(number="34", quote="对本条例第三十一条第六项规定的信访事项应当自受理之日起60日内办结"),
            kinds=("livelihood", "dispute"),
            extension=Extension(
                longest=30,
                article=Article(
                    number="34",
                    quote="情况复杂的，经本机关、单位负责人批准，可以适当延长办理期限，但延长期限不得超过30日，并告知信访人延期理由",
                ),
            ),
        ),
        Term(
            name="review-window",
            bearer="petitioner",
            length=30,
            unit="days",
            article=Article(
                number="35", quote="可以自收到书面答复之日起30日内请求原办理机关、单位的上一级机关、单位复查"
            ),
        ),
        Term(
            name="review",
            bearer="office",
            length=30,
            unit="days",
            article=Article(number="35", quote="应当自收到复查请求之日起30日内提出复查意见，并予以书面答复"),
        ),
        Term(
            name="re-review-window",
            bearer="petitioner",
            length=30,
            unit="days",
            article=Article(
                number="36", quote="可以自收到书面答复之日起30日内向复查机关、单位的上一级机关、单位请求复核"
            ),
        ),
        Term(
            name="re-review",
            bearer="office",
            length=30,
            unit="days",
            article=Article(number="36", quote="应当自收到复核请求之日起30日内提出复核意见"),
            hearing=Article(number="36", quote="听证所需时间不计算在前款规定的期限内"),
        ),
    ),
)
