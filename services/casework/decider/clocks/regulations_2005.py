"""信访条例 of 2005 (State Council order 431): the only law that a letter of its years may cite.

It does not say how days are counted, names no ground on which a limit stands still, and gives nobody a term to object.
"""

from datetime import date

from services.casework.decider.clocks.civil_law import BY_CIVIL_LAW
from services.casework.decider.clocks.packs import NATIONAL, Article, Extension, Pack, Term

REGULATIONS_2005 = Pack(
    jurisdiction=NATIONAL,
    version="2005",
    title="信访条例",
    cited="《信访条例》（国务院令第431号）",
    since=date(2005, 5, 1),
    until=date(2022, 4, 30),
    counting=BY_CIVIL_LAW,
    terms=(
        Term(
            name="forward",
            bearer="office",
            length=15,
            unit="days",
            article=Article(number="21", quote="应当予以登记，并区分情况，在15日内分别按下列方式处理"),
        ),
        Term(
            name="tell",
            bearer="office",
            length=15,
            unit="days",
            article=Article(number="22", quote="应当自收到信访事项之日起15日内书面告知信访人"),
        ),
        Term(
            name="accept",
            bearer="office",
            length=15,
            unit="days",
            article=Article(
                number="21", quote="应当自收到转送、交办的信访事项之日起15日内决定是否受理并书面告知信访人"
            ),
        ),
        Term(
            name="conclude",
            bearer="office",
            length=60,
            unit="days",
            article=Article(number="33", quote="信访事项应当自受理之日起60日内办结"),
            extension=Extension(
                longest=30,
                article=Article(
                    number="33",
                    quote="情况复杂的，经本行政机关负责人批准，可以适当延长办理期限，但延长期限不得超过30日，并告知信访人延期理由",
                ),
            ),
        ),
        Term(
            name="review-window",
            bearer="petitioner",
            length=30,
            unit="days",
            article=Article(number="34", quote="可以自收到书面答复之日起30日内请求原办理行政机关的上一级行政机关复查"),
        ),
        Term(
            name="review",
            bearer="office",
            length=30,
            unit="days",
            article=Article(number="34", quote="应当自收到复查请求之日起30日内提出复查意见，并予以书面答复"),
        ),
        Term(
            name="re-review-window",
            bearer="petitioner",
            length=30,
            unit="days",
            article=Article(number="35", quote="可以自收到书面答复之日起30日内向复查机关的上一级行政机关请求复核"),
        ),
        Term(
            name="re-review",
            bearer="office",
            length=30,
            unit="days",
            article=Article(number="35", quote="应当自收到复核请求之日起30日内提出复核意见"),
            hearing=Article(number="35", quote="听证所需时间不计算在前款规定的期限内"),
        ),
    ),
)
